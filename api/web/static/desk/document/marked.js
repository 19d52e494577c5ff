// A text with the terms that were found in it, each a way to its entry or to its candidate.
import { langOf } from "../chinese.js";
import { html } from "../html.js";
import { address } from "../route.js";
import { spanned } from "../text.js";
import { orPlain, percent, t } from "../words.js";

const SURE = 0.5; // below it a pair is rather wrong than right, and its mark does not catch the eye

/** Of marks that overlap those that begin first, and of these the longest: each place is one link. */
function apart(marks) {
  const kept = [];
  for (const mark of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (!kept.length || mark.start >= kept.at(-1).end) kept.push(mark);
  }
  return kept;
}

/** `marks` have their places in `text`, in code points; `document` is where they are from. */
export function Marked({ text, marks, document }) {
  const kept = apart(marks);
  const at = new Map(kept.map((mark) => [mark.start, mark]));
  return spanned(text, kept.map((mark) => [mark.start, mark.end])).map((piece) =>
    piece.span ? html`<${Mark} text=${piece.text} mark=${at.get(piece.span[0])} document=${document} />` : piece.text);
}

function Mark({ text, mark, document }) {
  const said = t("mark-title", { zh: mark.zh, en: mark.en, state: orPlain(`mark-${mark.state}`, mark.state), share: percent(mark.confidence) });
  return html`<a class="mark" data-state=${mark.state} data-sure=${mark.confidence >= SURE ? "yes" : "no"} href=${wayTo(mark, document)} title=${said} lang=${langOf(text)}>${text}</a>`;
}

const wayTo = (mark, document) => (mark.concept_id
  ? `/concepts/${encodeURIComponent(mark.concept_id)}`
  : address("/review", { document, state: mark.state === "proposed" ? "" : mark.state, text: mark.zh }));
