// A sentence, with pieces of it marked.
import { langOf } from "../chinese.js";
import { html } from "../html.js";
import { occurrences, spanned } from "../text.js";

const pieces = (list) => list.map((piece) => (piece.marked || piece.span ? html`<mark>${piece.text}</mark>` : piece.text));

/** `terms` are marked wherever they stand; or `spans`, places in code points. */
export function Sentence({ text, tag = "", terms = [], spans = null, kind = "context", title = undefined }) {
  return html`
    <p class=${kind} lang=${langOf(text, tag)} title=${title || undefined}>
      ${pieces(spans ? spanned(text, spans) : occurrences(text, terms))}
    </p>`;
}
