// The form of an entry: every field, of the concept, of its languages and of their terms.
import { REGIONS, isChinese, langOf, tagName } from "../chinese.js";
import { html, useId, useState } from "../html.js";
import { t } from "../words.js";
import { Known } from "./known.js";
import { GRAMMAR, LONG, VALUES, blankLanguage, blankTerm, extraValue, referencesOf, withExtra, withReferences } from "./model.js";
import { fieldName, valueName } from "./names.js";
import { Picker } from "./picker.js";
import { NameOf } from "./shown.js";

const TAGS = ["zh", ...REGIONS, "zh-Hant", "zh-Hans", "en", "en-US", "en-GB"];

const without = (list, at) => list.filter((_, n) => n !== at);
const exchanged = (list, at, item) => list.map((each, n) => (n === at ? item : each));

/** `entry` and `onChange(entry)`; `ways(hit, term)`: what to do with an entry that has a term already. */
export function EntryForm({ entry, onChange, ways }) {
  const put = (fields) => onChange({ ...entry, ...fields });
  const language = (at) => (section) => put({ languages: section ? exchanged(entry.languages, at, section) : without(entry.languages, at) });
  const references = referencesOf(entry);
  return html`
    <div class="entry-form">
      <${Field} field="subject" value=${entry.subject} onChange=${(subject) => put({ subject })} />
      ${entry.languages.map((section, at) => html`
        <${LanguageForm} key=${at} section=${section} own=${entry.id} ways=${ways} onChange=${language(at)} taken=${entry.languages.map((each) => each.tag)} />`)}
      <p class="row"><button type="button" id="add-language" onClick=${() => put({ languages: [...entry.languages, blankLanguage(nextTag(entry))] })}>${t("add-language")}</button></p>
      <fieldset><legend>${t("of-concept")}</legend>
        ${["definition", "definition_source", "note", "source"].map((field) => html`
          <${Field} key=${field} field=${field} value=${entry[field]} onChange=${(value) => put({ [field]: value })} />`)}
        <div class="field"><span class="name">${fieldName("reference")}</span>
          <ul class="references">${references.map((each, at) => html`
            <li key=${each.id}><${NameOf} ...${each} /> <button type="button" class="link" aria-label=${t("remove-named", { what: each.id })} onClick=${() => onChange(withReferences(entry, without(references, at)))}>${t("remove")}</button></li>`)}</ul>
          <${Picker} label=${t("add-reference")} onPick=${(hit) => onChange(withReferences(entry, [...references.filter((each) => each.id !== hit.concept_id), { id: hit.concept_id, text: hit.term }]))} /></div>
      </fieldset>
    </div>`;
}

const nextTag = (entry) => TAGS.find((tag) => !entry.languages.some((section) => section.tag === tag)) ?? "";

// ---------------------------------------------------------------- a language

function LanguageForm({ section, own, ways, onChange, taken }) {
  const put = (fields) => onChange({ ...section, ...fields });
  const term = (at) => (next) => put({ terms: next ? exchanged(section.terms, at, next) : without(section.terms, at) });
  const [more] = useState(Boolean(section.definition || section.definition_source || section.note));
  return html`
    <fieldset class="language-form"><legend>${tagName(section.tag)}</legend>
      <div class="row">
        <${TagField} tag=${section.tag} taken=${taken} onChange=${(tag) => put({ tag })} />
        <button type="button" class="link" onClick=${() => onChange(null)}>${t("remove-language")}</button>
      </div>
      ${section.terms.map((each, at) => html`
        <${TermForm} key=${at} term=${each} tag=${section.tag} own=${own} ways=${ways} onChange=${term(at)} alone=${section.terms.length === 1} />`)}
      <p><button type="button" onClick=${() => put({ terms: [...section.terms, blankTerm("", "admitted")] })}>${t("add-term")}</button></p>
      <details open=${more}><summary>${t("of-language")}</summary>
        ${["definition", "definition_source", "note"].map((field) => html`
          <${Field} key=${field} field=${field} value=${section[field]} tag=${section.tag} onChange=${(value) => put({ [field]: value })} />`)}
      </details>
    </fieldset>`;
}

/** The language tag: one of those that are usual here, or any other. */
function TagField({ tag, taken, onChange }) {
  const [other, setOther] = useState(!TAGS.includes(tag));
  const id = useId();
  if (other) return html`<${Field} field="tag" value=${tag} onChange=${onChange} />`;
  const chosen = (event) => (event.target.value ? onChange(event.target.value) : setOther(true));
  return html`
    <div class="field of-tag"><label class="name" for=${id}>${fieldName("tag")}</label>
      <select id=${id} value=${tag} onChange=${chosen}>
        ${TAGS.filter((each) => each === tag || !taken.includes(each)).map((each) => html`
          <option value=${each} selected=${each === tag}>${each === "zh" ? t("tag-by-characters") : tagName(each)}</option>`)}
        <option value="">${t("tag-other")}</option>
      </select></div>`;
}

// ---------------------------------------------------------------- a term

function TermForm({ term, tag, own, ways, onChange, alone }) {
  const put = (fields) => onChange({ ...term, ...fields });
  const context = (at) => (next) => put({ contexts: next ? exchanged(term.contexts, at, next) : without(term.contexts, at) });
  const [more] = useState(term.term_type || term.source || term.note || term.contexts.length || GRAMMAR.some((type) => extraValue(term, type)));
  const [composing, setComposing] = useState(false); // half a pinyin is no term
  const name = term.text || t("new-term");
  return html`
    <div class="term-form" role="group" aria-label=${name}>
      <div class="first">
        <${Field} field="term" value=${term.text} tag=${tag} onChange=${(text) => put({ text })} onComposing=${setComposing} />
        <${Field} field="status" value=${term.status} onChange=${(status) => put({ status })} />
        <${Field} field="part_of_speech" value=${term.part_of_speech} onChange=${(value) => put({ part_of_speech: value })} />
        ${alone ? null : html`<button type="button" class="link" aria-label=${t("remove-named", { what: name })} onClick=${() => onChange(null)}>${t("remove")}</button>`}
      </div>
      <${Known} text=${composing ? "" : term.text} own=${own} ways=${(hit) => ways?.(hit, term, tag)} />
      <details open=${Boolean(more)}><summary>${t("of-term")}</summary>
        <div class="grid">
          <${Field} field="term_type" value=${term.term_type} onChange=${(value) => put({ term_type: value })} />
          ${GRAMMAR.map((type) => html`<${Field} key=${type} field=${type} value=${extraValue(term, type)} onChange=${(value) => onChange(withExtra(term, type, value))} />`)}
          <${Field} field="source" value=${term.source} onChange=${(source) => put({ source })} />
        </div>
        <${Field} field="note" value=${term.note} onChange=${(note) => put({ note })} />
        ${term.contexts.map((each, at) => html`
          <div class="context-form" key=${at}>
            <${Field} field="context" value=${each.text} tag=${tag} onChange=${(text) => context(at)({ ...each, text })} />
            <${Field} field="source" value=${each.source} onChange=${(source) => context(at)({ ...each, source })} />
            <button type="button" class="link" onClick=${() => context(at)(null)}>${t("remove")}</button>
          </div>`)}
        <p><button type="button" onClick=${() => put({ contexts: [...term.contexts, { text: "", source: "" }] })}>${t("add-context")}</button></p>
      </details>
    </div>`;
}

// ---------------------------------------------------------------- a field

const MANY_LINES = new Set([...LONG, "context", "sentence"]);

/** A field with its name: a list where its values are known, else a box of one or more lines.
 * `onComposing(whether)` hears of an input method at work. */
export function Field({ field, value, tag = "", onChange, onComposing = undefined }) {
  const id = useId();
  const lang = isChinese(tag) || !tag ? langOf(value || "", tag) : tag;
  const props = { id, lang: value || tag ? lang : undefined, value, maxlength: 10000, onInput: (event) => onChange(event.target.value) };
  if (onComposing) Object.assign(props, { onCompositionStart: () => onComposing(true), onCompositionEnd: () => onComposing(false) });
  const box = VALUES[field] ? html`<${List} id=${id} field=${field} value=${value} onChange=${onChange} />`
    : MANY_LINES.has(field) ? html`<textarea rows="2" ...${props}></textarea>`
    : html`<input class=${field === "term" ? "term-box" : undefined} autocomplete="off" ...${props} />`;
  return html`<div class=${`field of-${field}`}><label class="name" for=${id}>${fieldName(field)}</label>${box}</div>`;
}

function List({ id, field, value, onChange }) {
  const values = VALUES[field].includes(value) || !value ? VALUES[field] : [...VALUES[field], value];
  return html`
    <select id=${id} value=${value} onChange=${(event) => onChange(event.target.value)}>
      ${field === "status" ? null : html`<option value="" selected=${!value}>${t("none")}</option>`}
      ${values.map((each) => html`<option value=${each} selected=${each === value}>${valueName(field, each)}</option>`)}
    </select>`;
}
