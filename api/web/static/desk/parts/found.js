// A concept that was found: what was asked on the left, what is wanted on the right, first and large.
import { far, isChinese, langOf, tagName } from "../chinese.js";
import { copy } from "../copying.js";
import { classes, html, useState } from "../html.js";
import { useSetting } from "../settings.js";
import { orPlain, t } from "../words.js";
import { Proofs } from "./proofs.js";
import { Sentence } from "./sentence.js";
import { Term } from "./term.js";

const BARRED = new Set(["deprecated", "superseded"]);
const NUMBERED = 9; // the keys 1 to 9
const CONTEXTS = 3; // shown a side. Chosen: what stands beside a term without moving the next card

/** The sides of a hit: {source, target}, lists of [tag, terms]; the target's wanted Chinese first. */
export function sidesOf(hit, chinese) {
  const sections = Object.entries(hit.terms);
  const source = sections.filter(([tag]) => isChinese(tag) === isChinese(hit.tag));
  const target = sections.filter(([tag]) => isChinese(tag) !== isChinese(hit.tag));
  return { source: ordered(source, chinese, hit.tag), target: ordered(target, chinese) };
}

function ordered(sections, chinese, first = "") {
  const place = (tag) => (tag === first ? -1 : chinese && isChinese(tag) ? far(tag, chinese) : 0);
  return [...sections].sort(([a], [b]) => place(a) - place(b));
}

/** The terms that keys copy, in the order of their numbers: [{text, hit}]. Barred ones have none. */
export function targetsOf(hits, chinese) {
  return hits
    .flatMap((hit) => sidesOf(hit, chinese).target.flatMap(([, terms]) =>
      terms.filter((term) => !BARRED.has(term.status)).map((term) => ({ text: term.text, hit }))))
    .slice(0, NUMBERED);
}

/** One hit as a card. `first` is the number of its first target term. */
export function FoundCard({ hit, first }) {
  const chinese = useSetting("chinese");
  const [proved, setProved] = useState(false);
  const { source, target } = sidesOf(hit, chinese);
  const numbers = numbered(target, first);
  return html`
    <li class="card found" tabindex="-1" data-concept=${hit.concept_id}>
      <div class="sides">
        <div class="side">${source.map(([tag, terms]) => html`<${Line} hit=${hit} tag=${tag} terms=${terms} />`)}
          <${Meaning} hit=${hit} tags=${source.map(([tag]) => tag)} whole /></div>
        <div class="side target">
          ${target.length ? null : html`<p class="quiet">${t("no-translation")}</p>`}
          ${target.map(([tag, terms], at) => html`<${Line} hit=${hit} tag=${tag} terms=${terms} numbers=${numbers} beside=${at > 0 && isChinese(tag)} copies />`)}
          <${Meaning} hit=${hit} tags=${target.map(([tag]) => tag)} /></div>
      </div>
      <p class="about">
        <span>${why(hit)}</span>
        ${hit.subject ? html`<span lang=${langOf(hit.subject)}>${hit.subject}</span>` : null}
        ${hit.source ? html`<span>${t("source")} <span lang=${langOf(hit.source)}>${hit.source}</span></span>` : null}
        ${hit.note ? html`<span lang=${langOf(hit.note)}>${hit.note}</span>` : null}
        <button type="button" class="link" aria-expanded=${proved} onClick=${() => setProved(!proved)}>${t("proof")}</button>
        <a href=${`/concepts/${encodeURIComponent(hit.concept_id)}`}>${t("open-entry")} <kbd>e</kbd></a>
      </p>
      ${proved ? html`<${Proofs} id=${hit.concept_id} terms=${Object.values(hit.terms).flat().map((term) => term.text)} />` : null}
    </li>`;
}

/** The key of each target term that has one, by its text. */
function numbered(target, first) {
  const terms = target.flatMap(([, listed]) => listed).filter((term) => !BARRED.has(term.status));
  return new Map(terms.map((term, at) => [term, first + at]).filter(([, number]) => number <= NUMBERED));
}

function Line({ hit, tag, terms, numbers = new Map(), beside = false, copies = false }) {
  const shown = (term) => {
    const inner = html`<${Term} term=${term} tag=${tag} matched=${tag === hit.tag && term.text === hit.term} />`;
    return copies ? html`<${CopyButton} term=${term} number=${numbers.get(term)}>${inner}<//>` : html`<span class="one">${inner}</span>`;
  };
  return html`
    <p class=${classes("line", beside && "beside")}>
      ${isChinese(tag) ? html`<span class="region">${tagName(tag)}</span>` : null}
      ${terms.map(shown)}
    </p>`;
}

function CopyButton({ term, number, children }) {
  return html`
    <button type="button" class="copies" title=${t("copy")} onClick=${() => copy(term.text)}>
      ${number ? html`<kbd class="number" aria-hidden="true">${number}</kbd>` : null}${children}
    </button>`;
}

/** The definitions and contexts of one side; `whole`: with the definition of the concept. A sentence
 * that has both terms stands on this side alone. */
function Meaning({ hit, tags, whole = false }) {
  const defined = [...(whole && hit.definitions[""] ? [["", hit.definitions[""]]] : []), ...tags.filter((tag) => hit.definitions[tag]).map((tag) => [tag, hit.definitions[tag]])];
  const onOtherSide = new Set(whole ? [] : hit.contexts.filter((context) => !tags.includes(context.tag)).map((context) => context.text));
  const contexts = hit.contexts.filter((context) => tags.includes(context.tag) && !onOtherSide.has(context.text)).slice(0, CONTEXTS);
  return html`
    ${defined.map(([tag, text]) => html`<${Sentence} text=${text} tag=${tag} kind="definition" />`)}
    ${contexts.map((context) => html`<${Sentence} text=${context.text} tag=${context.tag} terms=${[context.term]} title=${context.source} />`)}`;
}

/** Why it matched, in words; what has none is said as the server says it. */
function why(hit) {
  const name = hit.why.replace(/\(.*?\)|\d+/g, "").trim().replace(/[^a-z]+/g, "-");
  return t("matched", { why: orPlain(`why-${name}`, hit.why) });
}

// ---------------------------------------------------------------- as a table

/** The hits as rows: for many at once. */
export function FoundTable({ hits }) {
  const chinese = useSetting("chinese");
  let number = 1;
  return html`
    <table class="found-table">
      <thead><tr><th scope="col">${t("asked")}</th><th scope="col">${t("wanted-terms")}</th><th scope="col">${t("subject")}</th></tr></thead>
      <tbody id="results">${hits.map((hit) => {
        const first = number;
        number += targetsOf([hit], chinese).length;
        return html`<${FoundRow} hit=${hit} first=${first} />`;
      })}</tbody>
    </table>`;
}

function FoundRow({ hit, first }) {
  const { source, target } = sidesOf(hit, useSetting("chinese"));
  const numbers = numbered(target, first);
  const cell = ([tag, terms], copies) => html`
    <span class="line">${isChinese(tag) ? html`<span class="region">${tagName(tag)}</span>` : null}
      ${terms.map((term) => copies
        ? html`<${CopyButton} term=${term} number=${numbers.get(term)}><${Term} term=${term} tag=${tag} /><//>`
        : html`<span class="one"><${Term} term=${term} tag=${tag} matched=${tag === hit.tag && term.text === hit.term} /></span>`)}</span>`;
  return html`
    <tr class="found" tabindex="-1" data-concept=${hit.concept_id}>
      <td>${source.map((section) => cell(section, false))}</td>
      <td>${target.map((section) => cell(section, true))}</td>
      <td><span lang=${langOf(hit.subject)}>${hit.subject}</span> <a href=${`/concepts/${encodeURIComponent(hit.concept_id)}`} aria-label=${t("open-named", { term: hit.term })}>${t("open-entry")}</a></td>
    </tr>`;
}
