// Changing an entry: the form, and what is done where somebody else was first.
import { getEntry } from "../api.js";
import { classes, html, useEffect, useRef, useState } from "../html.js";
import { isComposing } from "../keys.js";
import { address } from "../route.js";
import { t } from "../words.js";
import { Choice, focusFirst } from "./choice.js";
import { assembled, rowsOf } from "./choosing.js";
import { useDraft } from "./draft.js";
import { EntryForm } from "./form.js";
import { blankLanguage, blankTerm } from "./model.js";
import { cleaned, edited, tried } from "./storing.js";
import { Refused } from "./told.js";
import { Touched } from "./uses.js";

/** `read` {entry, etag}; `prefill` {zh, en}: terms to begin with; `onStored(made)`, `onLeave()`. */
export function Edit({ read, prefill, onStored, onLeave }) {
  const { id } = read.entry;
  const begin = () => ({ etag: read.etag, was: read.entry, now: withTerms(read.entry, prefill) });
  const [draft, change, drop, { restored }] = useDraft(id, begin);
  const [failure, setFailure] = useState(null);
  const [clash, setClash] = useState(null);
  const stored = (made) => (drop(), onStored(made));
  const save = async () => {
    const answer = await tried(() => edited(id, draft.etag, draft.was, cleaned(draft.now)));
    if (answer?.made) return stored(answer.made);
    if (answer?.failure.status === 412) return setClash(await tried(() => getEntry(id)));
    if (answer) setFailure(answer.failure);
  };
  if (clash?.made) return html`<${Clash} draft=${draft} theirs=${clash.made} onStored=${stored} onAgain=${setClash} />`;
  const thrown = () => (drop({ etag: read.etag, was: read.entry, now: read.entry }), onLeave());
  return html`
    <${Saving} label=${t("save")} onSave=${save} onLeave=${onLeave} onThrow=${thrown} failure=${clash?.failure ?? failure}>
      ${restored ? html`<p class="quiet">${t("draft-restored")}</p>` : null}
      <${EntryForm} entry=${draft.now} onChange=${(now) => change((old) => ({ ...old, now }))} ways=${(hit) => html`<${Ways} own=${id} hit=${hit} />`} />
      <${Touched} was=${draft.was} now=${draft.now} />
    <//>`;
}

function Ways({ own, hit }) {
  return html`
    <a href=${`/concepts/${encodeURIComponent(hit.concept_id)}`}>${t("open-entry")}</a>
    ${" "}<a href=${address(`/concepts/${encodeURIComponent(own)}`, { act: "merge", with: hit.concept_id })}>${t("merge-with-it")}</a>`;
}

/** The entry with further terms, in the section of their language or in a new one. */
function withTerms(entry, { zh = "", en = "" } = {}) {
  const put = (now, language, text) => {
    const at = now.languages.findIndex((section) => section.tag.split("-")[0] === language);
    if (!text || now.languages.some((section) => section.terms.some((term) => term.text === text))) return now;
    if (at < 0) return { ...now, languages: [...now.languages, blankLanguage(language, blankTerm(text))] };
    const more = (section) => ({ ...section, terms: [...section.terms, blankTerm(text, "admitted")] });
    return { ...now, languages: now.languages.map((section, n) => (n === at ? more(section) : section)) };
  };
  return put(put(entry, "zh", zh), "en", en);
}

/** A form with its buttons and keys: Ctrl+Enter stores, Esc leaves and keeps the draft. */
export function Saving({ label, onSave, onLeave, onThrow, failure, children, name = "entry-form" }) {
  const form = useRef(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => void (form.current.querySelector(".term-box") ?? form.current.querySelector("input"))?.focus(), []);
  const save = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    await onSave();
    setBusy(false);
  };
  const pressed = (event) => {
    if (isComposing(event) || event.defaultPrevented) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(event);
    else if (event.key === "Escape") event.preventDefault(), onLeave();
  };
  return html`
    <form id=${name} ref=${form} class="saving" onSubmit=${save} onKeyDown=${pressed}>
      ${children}
      <${Refused} failure=${failure} />
      <p class="row acts">
        <button id="save" class=${classes("main", busy && "busy")}>${label} <kbd aria-hidden="true">${"Ctrl Enter"}</kbd></button>
        <button type="button" onClick=${onLeave}>${t("leave-draft")}</button>
        <button type="button" onClick=${onThrow}>${t("throw-away")}</button>
      </p>
    </form>`;
}

// ---------------------------------------------------------------- somebody was first

/** What was read, what somebody stored meanwhile and what was typed, and a choice wherever both changed it. */
function Clash({ draft, theirs, onStored, onAgain }) {
  const sides = { was: draft.was, ours: cleaned(draft.now), theirs: theirs.data };
  const rows = rowsOf(sides);
  const [chosen, change, drop] = useDraft(`clash ${theirs.data.id} ${theirs.etag}`, () => ({}));
  const [failure, setFailure] = useState(null);
  const list = useRef(null);
  useEffect(() => focusFirst(list.current), []);
  const save = async () => {
    const { id } = theirs.data;
    const answer = await tried(() => edited(id, theirs.etag, theirs.data, assembled(sides, rows, chosen)));
    if (answer?.made) return drop(), onStored(answer.made);
    if (answer?.failure.status === 412) return onAgain(await tried(() => getEntry(id)));
    if (answer) setFailure(answer.failure);
  };
  return html`
    <section id="clash" ref=${list}>
      <h2>${t("changed-meanwhile")}</h2>
      <p>${t("changed-meanwhile-how")}</p>
      <${Choice} rows=${rows} chosen=${chosen} onChoose=${(key, value) => change((now) => ({ ...now, [key]: value }))}
        names=${{ was: t("side-read"), ours: t("side-mine"), theirs: t("side-stored") }} />
      <${Refused} failure=${failure} />
      <p class="row acts"><button type="button" id="save" class="main" onClick=${save}>${t("save")}</button>
        <button type="button" onClick=${() => onAgain(null)}>${t("back-to-form")}</button></p>
    </section>`;
}
