// A term as it is shown: in its script, with what is unusual about it.
import { html, classes } from "../html.js";
import { langOf } from "../chinese.js";
import { orPlain } from "../words.js";

const USUAL = new Set(["", "preferred", "admitted", "fullForm", "phrase"]);

/** The term; `matched` where it is what was found. */
export function Term({ term, tag, matched = false }) {
  const text = matched ? html`<mark>${term.text}</mark>` : term.text;
  return html`<span class=${classes("term", term.status)} lang=${langOf(term.text, tag)}>${text}</span><${TermLabels} term=${term} />`;
}

/** What a translator must know before using it: deprecated, an acronym, ... */
export function TermLabels({ term }) {
  const said = [
    USUAL.has(term.status ?? "") ? "" : orPlain(`status-${term.status}`, term.status),
    USUAL.has(term.term_type ?? "") ? "" : orPlain(`type-${term.term_type}`, term.term_type),
  ];
  return said.filter(Boolean).map((label) => html` <span class="label">${label}</span>`);
}
