// One entry: read, changed, merged, deleted, and what became of it; its proof and what people say of it.
import { Failure, attempt, getEntry } from "../api.js";
import { langOf } from "../chinese.js";
import { Comments } from "../entries/comments.js";
import { Edit } from "../entries/edit.js";
import { History, reverted, useHistory } from "../entries/history.js";
import { Merging } from "../entries/merging.js";
import { termsOf, titleOf } from "../entries/model.js";
import { nameOf, verbName } from "../entries/names.js";
import { Proof } from "../entries/proof.js";
import { Shown } from "../entries/shown.js";
import { deleted, tried } from "../entries/storing.js";
import { Refused, Told, tell } from "../entries/told.js";
import { Uses } from "../entries/uses.js";
import { html, may, useEffect, useState } from "../html.js";
import { hasModifier, isComposing, isTyping } from "../keys.js";
import { address, go } from "../route.js";
import { t, time } from "../words.js";

const ACTS = may(3) ? { e: "edit", h: "history", u: "uses", m: "merge" } : { h: "history", u: "uses" }; // by their keys

export default function Entry({ id, query }) {
  const [read, load] = useEntry(id);
  const here = `/concepts/${encodeURIComponent(id)}`;
  useKeys(here, read?.entry && query.act);
  const stored = (text) => (made) => (tell(made.entry.id, text, made.step), load(made), go(here));
  if (!read) return html`<h1 class="unseen">${t("view-entry")}</h1><p class="quiet">${t("loading")}</p>`;
  if (!read.entry) return html`<${Gone} id=${id} now=${read} onBack=${load} onUndone=${() => load()} />`;
  const act = Object.values(ACTS).includes(query.act) ? query.act : "";
  return html`
    <article class="entry">
      <${Head} entry=${read.entry} here=${here} act=${act} />
      <${Told} id=${id} onUndone=${() => load()} />
      ${act === "edit" ? html`<${Edit} key=${read.etag} read=${read} prefill=${query} onStored=${stored(t("stored"))} onLeave=${() => go(here)} />`
        : act === "merge" ? html`<${Merging} read=${read} other=${query.with} onStored=${stored(t("merged"))} onStale=${() => load()} />`
        : act === "uses" ? html`<${Uses} entry=${read.entry} term=${query.term} />`
        : act === "history" ? html`<${History} id=${id} etag=${read.etag} onBack=${(made, text) => stored(text)(made)} />`
        : html`<${Whole} read=${read} onDeleted=${(step) => (tell(id, t("deleted"), step), load({ entry: null }))} onStale=${() => load()} />`}
    </article>`;
}

/** [{entry, etag}, load(made?)]: `entry` is null where there is none; null as a whole until it is there. */
function useEntry(id) {
  const [read, setRead] = useState(null);
  const load = async (made = null) => {
    const found = made ?? (await attempt(() => getEntry(id).then(({ data, etag }) => ({ entry: data, etag }), missing)));
    if (found) setRead(found);
  };
  useEffect(() => void load(), [id]);
  return [read, load];
}

function missing(failure) {
  if (failure instanceof Failure && failure.status === 404) return { entry: null };
  throw failure;
}

// ---------------------------------------------------------------- read

function Head({ entry, here, act }) {
  const { zh, other } = titleOf(entry);
  const link = (name, key) => html`
    <a class="button" href=${address(here, { act: name })} aria-current=${act === name ? "page" : undefined}>${t(`act-${name || "read"}`)}${key ? html` <kbd aria-hidden="true">${key}</kbd>` : null}</a>`;
  return html`
    <header class="entry-head">
      <h1>${zh ? html`<span lang=${langOf(zh)}>${zh}</span>` : null}${zh && other ? " " : ""}${other ? html`<span lang="en" class="other">${other}</span>` : null}</h1>
      <p class="quiet"><span class="id">${entry.id}</span>${entry.subject ? html` <span class="label">${entry.subject}</span>` : null}</p>
      <nav class="row" aria-label=${t("acts")}>${link("", "")}${Object.entries(ACTS).map(([key, name]) => link(name, key))}</nav>
    </header>`;
}

function Whole({ read, onDeleted, onStale }) {
  const { entry, etag } = read;
  const [failure, setFailure] = useState(null);
  const gone = async () => {
    const answer = await tried(() => deleted(entry.id, etag));
    if (answer?.made) onDeleted(answer.made.step);
    else if (answer) setFailure(answer.failure);
    if (answer?.failure?.status === 412) onStale();
  };
  return html`
    <${Shown} entry=${entry} />
    <${Proof} id=${entry.id} now=${etag} terms=${termsOf(entry).map((term) => term.text)} />
    <${Comments} id=${entry.id} />
    <${Refused} failure=${failure} />
    <p class="row acts"><button type="button" onClick=${() => window.print()}>${t("print")}</button>
      <button least="3" type="button" id="delete" onClick=${gone}>${t("delete-entry")}</button></p>`;
}

// ---------------------------------------------------------------- not there

/** An entry that was deleted, or never was: who deleted it, and the way back. */
function Gone({ id, now, onBack, onUndone }) {
  const revisions = useHistory(id, now);
  const last = revisions?.at(-1);
  const living = revisions?.findLast((revision) => revision.entry);
  const back = async () => {
    const made = await attempt(() => reverted(id, living.number));
    if (made) tell(id, t("reverted", { number: living.number }), made.step), onBack(made);
  };
  if (!last) return html`<h1>${t("view-entry")}</h1><${Told} id=${id} onUndone=${onUndone} />${revisions ? html`<p class="empty">${t("no-such-entry", { id })}</p>` : null}`;
  const title = titleOf(living?.entry ?? { id, languages: [] }).text;
  return html`
    <h1 lang=${langOf(title)}><del>${title}</del></h1>
    <${Told} id=${id} onUndone=${onUndone} />
    <p>${t("entry-gone", { what: verbName(last.step.verb), by: nameOf(last.step.by), at: time(last.step.at) })} <span class="quiet">${last.step.summary}</span></p>
    ${living ? html`<p class="row"><button least="3" type="button" id="revive" class="main" onClick=${back}>${t("revive")}</button></p>` : null}
    <${History} id=${id} onBack=${onBack} />
    <${Comments} id=${id} closed />`;
}

// ---------------------------------------------------------------- keys

function useKeys(here, act) {
  useEffect(() => {
    const pressed = (event) => {
      if (event.defaultPrevented || isComposing(event) || hasModifier(event) || isTyping(event)) return;
      if (event.key in ACTS && !act) go(address(here, { act: ACTS[event.key] }));
      else if (event.key === "c" && !act) document.getElementById("comment")?.focus();
      else if (event.key === "Escape" && act) go(here);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [here, act]);
}
