// The text of a document as it was read, line by line, with its marks.
import { attempt, get } from "../api.js";
import { langOf } from "../chinese.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { length } from "../text.js";
import { t } from "../words.js";
import { Marked } from "./marked.js";
import { Pages } from "./pages.js";

const PAGE = 10_000; // characters. Chosen: what is read in a quarter of an hour; half or double leafs more or scrolls more

/** Where the page begins that has a place. */
export const pageOf = (at) => at - (at % PAGE);

/** `at`: a place to be shown, in characters of the document. */
export function PlainText({ sha, from, at = null }) {
  const [piece, setPiece] = useState(null);
  const here = useRef(null);
  useEffect(() => here.current?.scrollIntoView({ block: "center" }), [piece]);
  useEffect(() => {
    let left = false;
    attempt(() => get(`/documents/${sha}/text`, { limit: PAGE, offset: from })).then((got) => !left && got && setPiece(got));
    return () => (left = true);
  }, [sha, from]);
  if (!piece) return null;
  return html`
    <div id="document-text" class="running">${linesOf(piece).map((line) => html`
      <p lang=${langOf(line.text)} ref=${line.has(at) ? here : undefined} class=${line.has(at) ? "here" : undefined}>${line.text ? html`<${Marked} text=${line.text} marks=${line.marks} document=${sha} />` : " "}</p>`)}</div>
    ${piece.total ? html`<${Pages} from=${from} size=${PAGE} total=${piece.total} />` : html`<p class="empty">${t("document-empty")}</p>`}`;
}

/** The lines of a piece, each with the marks in it, whose places count in the line. */
function linesOf(piece) {
  let at = piece.offset;
  return piece.text.split("\n").map((text) => {
    const start = at;
    const end = start + length(text);
    at = end + 1;
    const inside = piece.marks.filter((mark) => mark.start >= start && mark.end <= end);
    return { text, has: (place) => place !== null && start <= place && place < end, marks: inside.map((mark) => ({ ...mark, start: mark.start - start, end: mark.end - start })) };
  });
}
