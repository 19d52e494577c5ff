// An entry as people read it: all that it says, language by language.
import { attempt, get } from "../api.js";
import { isChinese, langOf, tagName, wantedFirst } from "../chinese.js";
import { html, useEffect, useState } from "../html.js";
import { Sentence } from "../parts/sentence.js";
import { Term } from "../parts/term.js";
import { useSetting } from "../settings.js";
import { t, time } from "../words.js";
import { GRAMMAR, extraValue, referencesOf, termsOf, titleOf } from "./model.js";
import { fieldName, nameOf, valueName } from "./names.js";

/** The wanted Chinese first, then as the entry has them. */
function sectionsInOrder(entry, chinese) {
  const tags = wantedFirst(entry.languages.map((section) => section.tag), chinese);
  return tags.map((tag) => entry.languages.find((section) => section.tag === tag));
}

export function Shown({ entry }) {
  const chinese = useSetting("chinese");
  const once = new Set(termsOf(entry, isChinese).flatMap((term) => term.contexts.map((context) => context.text)));
  return html`
    <div class="entry-shown">
      <${Text} field="definition" text=${entry.definition} source=${entry.definition_source} />
      <div class="languages">${sectionsInOrder(entry, chinese).map((section) => html`<${Language} key=${section.tag} section=${section} elsewhere=${isChinese(section.tag) ? new Set() : once} />`)}</div>
      <${Text} field="note" text=${entry.note} />
      <${Text} field="source" text=${entry.source} />
      <${References} references=${referencesOf(entry)} />
      <p class="quiet">${when("created-by", entry.created_by, entry.created_at)} ${when("changed-by", entry.changed_by, entry.changed_at)}</p>
    </div>`;
}

const when = (said, by, at) => (by || at ? t(said, { by: nameOf(by), at: time(at) || "unknown" }) : "");

/** A text of the entry with what it is; nothing where it is empty. */
function Text({ field, text, source = "", tag = "" }) {
  if (!text) return null;
  return html`
    <p class="named"><span class="quiet">${fieldName(field)}</span>
      <span class="text" lang=${langOf(text, tag)}>${text}</span>${source ? html` <cite class="quiet">${source}</cite>` : null}</p>`;
}

/** `elsewhere`: sentences that stand beside the Chinese term already. */
function Language({ section, elsewhere }) {
  return html`
    <section class="language" aria-label=${tagName(section.tag)}>
      <h2>${tagName(section.tag)}</h2>
      <ul class="terms">${section.terms.map((term) => html`<${OneTerm} key=${term.text} term=${term} tag=${section.tag} elsewhere=${elsewhere} />`)}</ul>
      <${Text} field="definition" text=${section.definition} source=${section.definition_source} tag=${section.tag} />
      <${Text} field="note" text=${section.note} tag=${isChinese(section.tag) ? "" : section.tag} />
    </section>`;
}

function OneTerm({ term, tag, elsewhere }) {
  const about = [
    term.status === "preferred" ? valueName("status", term.status) : "",
    valueName("part_of_speech", term.part_of_speech),
    ...GRAMMAR.map((type) => valueName(type, extraValue(term, type))),
    term.source ? `${t("source")} ${term.source}` : "",
  ].filter(Boolean);
  return html`
    <li>
      <p class="line"><${Term} term=${term} tag=${tag} /> <span class="quiet">${about.join(", ")}</span></p>
      <${Text} field="note" text=${term.note} />
      ${term.contexts.filter((context) => !elsewhere.has(context.text)).map((context) => html`<${Sentence} text=${context.text} tag=${isChinese(tag) ? tag : ""} terms=${[term.text]} title=${context.source} />`)}
    </li>`;
}

function References({ references }) {
  if (!references.length) return null;
  return html`
    <p class="named"><span class="quiet">${fieldName("reference")}</span>
      ${references.map(({ id, text }) => html`<a key=${id} href=${`/concepts/${encodeURIComponent(id)}`}><${NameOf} id=${id} text=${text} /></a> `)}</p>`;
}

/** What an entry is called: its first terms, as soon as they are there. */
export function NameOf({ id, text = "" }) {
  const [name, setName] = useState(text || id);
  useEffect(() => void get(`/concepts/${encodeURIComponent(id)}`).then((entry) => setName(titleOf(entry).text), () => {}), [id]);
  return html`<span lang=${langOf(name)}>${name}</span>`;
}

/** An entry in a few lines, beside something else. */
export function Brief({ hit }) {
  return html`
    <span class="brief">${Object.entries(hit.terms).map(([tag, terms]) => html`
      <span class="line">${terms.map((term) => html`<span class="one"><${Term} term=${term} tag=${tag} matched=${tag === hit.tag && term.text === hit.term} /></span>`)}
        ${isChinese(tag) ? html`<span class="quiet">${tagName(tag)}</span>` : null}</span>`)}
      ${hit.subject ? html`<span class="label">${hit.subject}</span>` : null}</span>`;
}

export const found = (q, signal, limit = 5) => attempt(() => get("/terms", { q, limit, remember: false }, signal));
