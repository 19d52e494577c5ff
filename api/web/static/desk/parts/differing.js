// What differs between two texts, shown word by word, and read out as what went and what came.
import { langOf } from "../chinese.js";
import { html } from "../html.js";
import { differences } from "./diff.js";

const ELEMENT = { gone: "del", come: "ins" };

export function Differing({ before, after, tag = "" }) {
  return html`
    <span class="differing" lang=${langOf(after || before, tag)}>
      ${differences(before, after).map(({ kind, text }) => (kind === "same" ? text : html`<${ELEMENT[kind]}>${text}<//>`))}
    </span>`;
}
