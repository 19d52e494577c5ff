// What uses the terms of an entry, as a list and as work to take; and another term in its place in the memory.
import { attempt, get, request } from "../api.js";
import { langOf } from "../chinese.js";
import { save } from "../files/work.js";
import { html, useEffect, useState } from "../html.js";
import { Differing } from "../parts/differing.js";
import { Sentence } from "../parts/sentence.js";
import { address, replaceQuery } from "../route.js";
import { useWatched } from "../watched.js";
import { t } from "../words.js";
import { termsOf } from "./model.js";
import { fieldName } from "./names.js";
import { NameOf } from "./shown.js";
import { replacedInMemory, tried } from "./storing.js";
import { Refused, tell, told } from "./told.js";

const PAGE = 50; // places at first, and with each "more". Chosen: some screens; half asks more often, double scrolls more
const KINDS = ["unit", "document", "entry", "evidence"];

const path = (id) => `/concepts/${encodeURIComponent(id)}`;
const uses = (id, given) => get(`${path(id)}/impact`, given);
const counted = (counts) => KINDS.filter((kind) => counts[kind]).map((kind) => t(`uses-${kind}`, { count: counts[kind] })).join(" · ");
const formsOf = (entry) => [...new Set(termsOf(entry).map((term) => term.text))];

/** Of all terms of an entry, or of one of them. */
export function Uses({ entry, term = "" }) {
  const { id } = entry;
  const [found, setFound] = useState(null);
  const said = useWatched(told); // what was just replaced, or taken back
  const look = async (cursor) => {
    const answer = await attempt(() => uses(id, { term, limit: PAGE, cursor }));
    if (answer) setFound((now) => ({ ...answer, items: cursor ? [...now.items, ...answer.items] : answer.items }));
  };
  useEffect(() => void look(), [id, term, said]);
  const take = (kind) => async () => {
    const answer = await attempt(() => request(address(`${path(id)}/impact/${kind}`, { term }), { expect: "blob" }));
    if (answer) save(answer.data, `${id}.${kind}`);
  };
  return html`
    <section id="uses">
      <p class="row"><label>${fieldName("term")} <select id="uses-term" onChange=${(event) => replaceQuery({ term: event.target.value })}>
        <option value="">${t("uses-all")}</option>
        ${formsOf(entry).map((form) => html`<option value=${form} selected=${form === term} lang=${langOf(form)}>${form}</option>`)}</select></label>
        <strong id="uses-counts" role="status">${found ? counted(found.counts) || t("uses-none") : t("loading")}</strong></p>
      ${found?.total ? html`<p class="row">${t("uses-take")} <button type="button" onClick=${take("xlf")}>${"XLIFF"}</button> <button type="button" onClick=${take("csv")}>${"CSV"}</button></p>` : null}
      <${Replacing} least="3" key=${term} entry=${entry} term=${term} />
      <ol class="plain">${found?.items.map((use) => html`<${Use} ...${use} />`)}</ol>
      ${found?.cursor ? html`<button type="button" onClick=${() => look(found.cursor)}>${t("more")}</button>` : null}
    </section>`;
}

function Use({ kind, place, field, language, spans, text, translation, document, line }) {
  const tag = /^(zh|en)/.test(field) ? field.slice(0, 2) : language;
  return html`
    <li class="card">
      <p class="about"><span class="label">${t(`use-${kind}`)}</span> ${kind === "document" ? html`<a href=${`/documents/${document}`}>${place}</a>`
        : kind === "unit" ? html`<a href=${address("/memory", { q: text, how: "concordance" })}>${place}</a> <span class="quiet">${document}</span>`
        : place.includes(" ") ? html`<span class="quiet">${document}</span>`
        : html`<a href=${path(place)}><${NameOf} id=${place} /></a> <span class="quiet">${kind === "entry" ? fieldName(field) : document}</span>`}
        ${line ? html`<span class="quiet">${t("line", { line })}</span>` : null}</p>
      <${Sentence} text=${text} tag=${tag} spans=${spans} />
      ${translation ? html`<${Sentence} text=${translation} kind="quiet" />` : null}
    </li>`;
}

// ---------------------------------------------------------------- while it is changed

/** How much uses the terms that an entry loses, or is to use no more, as it is written. */
export function Touched({ was, now }) {
  const bad = (term) => /^(deprecated|superseded)$/.test(term.status);
  const kept = new Set(termsOf(now).filter((term) => !bad(term)).map((term) => term.text));
  const gone = [...new Set(termsOf(was).filter((term) => !bad(term) && !kept.has(term.text)).map((term) => term.text))];
  return html`<div id="touched" role="status">${gone.map((form) => html`<${UsesOfForm} key=${form} id=${was.id} form=${form} />`)}</div>`;
}

function UsesOfForm({ id, form }) {
  const [counts, setCounts] = useState(null);
  useEffect(() => void uses(id, { term: form, limit: 1 }).then((answer) => setCounts(answer.counts), () => {}), [id, form]);
  const used = counts && counted(counts);
  return used ? html`<p><span class="term" lang=${langOf(form)}>${form}</span>: ${used}. <a href=${address(path(id), { act: "uses", term: form })}>${t("uses-list")}</a></p>` : null;
}

// ---------------------------------------------------------------- another term in its place

/** First what would be, then that and nothing else. */
function Replacing({ entry, term }) {
  const forms = formsOf(entry);
  const [wanted, setWanted] = useState({ old: term || forms[0], new: "" });
  const [seen, setSeen] = useState(null);
  const [failure, setFailure] = useState(null);
  const put = (field) => (event) => (setSeen(null), setFailure(null), setWanted({ ...wanted, [field]: event.target.value }));
  const run = async (etag) => {
    const answer = await tried(() => replacedInMemory(entry.id, { ...wanted, dry_run: !etag }, etag));
    setFailure(answer?.failure ?? null);
    setSeen(answer?.made && !etag ? answer.made : null);
    if (answer?.made && etag) tell(entry.id, t("replaced", { count: answer.made.entry.rewritten }), answer.made.step);
  };
  const asked = (event) => (event.preventDefault(), run(""));
  const plan = seen?.entry;
  return html`
    <details><summary>${t("replace")}</summary>
      <form id="replacing" class="row" onSubmit=${asked}>
        <label>${t("replace-old")} <select onChange=${put("old")}>${forms.map((form) => html`<option value=${form} selected=${form === wanted.old} lang=${langOf(form)}>${form}</option>`)}</select></label>
        <label>${t("replace-new")} <input id="replace-new" required autocomplete="off" lang=${langOf(wanted.new)} value=${wanted.new} onInput=${put("new")} /></label>
        <button>${t("replace-look")}</button>
      </form>
      <${Refused} failure=${failure} />
      ${plan ? html`
        <p class="row"><span role="status">${t("replace-would", { count: plan.rewritten, left: plan.left })}</span>
          ${plan.rewritten ? html`<button type="button" id="replace" class="main" onClick=${() => run(seen.etag)}>${t("replace-now")}</button>` : null}</p>
        <ul id="replace-list" class="plain">${plan.items.map(({ before, after, left }) => html`
          <li class="card">${left ? html`<p><span lang=${langOf(before)}>${before}</span> <span class="quiet" lang="en">${left}</span></p>` : html`<p><${Differing} before=${before} after=${after} /></p>`}</li>`)}</ul>` : null}
    </details>`;
}
