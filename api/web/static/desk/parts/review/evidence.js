// The sentences that prove a pair, with both terms marked where they stand.
import { html } from "../../html.js";
import { length } from "../../text.js";
import { t } from "../../words.js";
import { Sentence } from "../sentence.js";
import { placeOf } from "./edges.js";

const SHOWN = 3; // pieces of evidence. Chosen: what fits beside the decision on a laptop
const SENTENCE = /[.!?…;:。！？；：][\s"'”’」』》〉)\]）】*_]*$/;

/** The evidence, the one first from which the pair takes its wording. */
export function ordered(candidate) {
  const rank = (item) => 2 * (item.method !== candidate.method) + !SENTENCE.test(item.en_context);
  return [...candidate.evidence].sort((one, other) => rank(one) - rank(other));
}

export function Evidence({ candidate, zh, en }) {
  const all = ordered(candidate);
  return html`
    ${all.slice(0, SHOWN).map((item) => html`<${Proof} item=${item} zh=${zh} en=${en} />`)}
    ${all.length > SHOWN ? html`<p class="quiet">${t("more-evidence", { count: all.length - SHOWN })}</p>` : null}`;
}

function Proof({ item, zh, en }) {
  const same = item.zh_context === item.en_context;
  return html`
    <div class="proof">
      <${Marked} text=${item.zh_context} tag="zh" terms=${same ? [zh, en] : [zh]} />
      ${same ? null : html`<${Marked} text=${item.en_context} tag="en" terms=${[en]} />`}
      ${item.zh_definition ? html`<${Sentence} text=${item.zh_definition.text} tag="zh" kind="definition" />` : null}
      ${item.en_definition ? html`<${Sentence} text=${item.en_definition.text} tag="en" kind="definition" />` : null}
      <p class="quiet"><a href=${`/documents/${item.document_sha256}?at=${item.zh_span[0]}`}>${item.document}</a>, ${t("line", { line: item.line })}${item.by ? html`, ${t("proposed-by", { by: item.by })}` : null}</p>
    </div>`;
}

/** A sentence with each term marked once, at the place that its edges are moved from. */
function Marked({ text, tag, terms }) {
  const places = terms.map((term) => placeOf(text, term)).filter(Boolean).sort(([one], [other]) => one - other);
  const spans = places.map((place) => place.map((at) => length(text.slice(0, at))));
  return html`<${Sentence} text=${text} tag=${tag} spans=${spans} />`;
}
