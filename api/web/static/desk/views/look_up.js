// Looking terms up while typing.
import { attempt, get } from "../api.js";
import { langOf } from "../chinese.js";
import { copy } from "../copying.js";
import { Fragment, html, may, useEffect, useRef, useState } from "../html.js";
import { isComposing, isTyping, isWriting } from "../keys.js";
import { copyNumber, numberOf } from "../numbered.js";
import { useBox } from "../parts/box.js";
import { Filter } from "../parts/filters.js";
import { FirstVisit } from "../parts/first_visit.js";
import { FoundCard, FoundTable, targetsOf } from "../parts/found.js";
import { address, go, replaceQuery } from "../route.js";
import { forgetQueries, rememberQuery, set, setting, useLastQueries, useSetting } from "../settings.js";
import { around, t } from "../words.js";

const PAGE = 20;
const FILTERS = { subject: "subject", status: "status", lang: "language", tag: "tag" };
const PATIENCE = 250; // milliseconds before "searching" is said. Chosen: sooner it only flickers

export default function LookUp({ query }) {
  const box = useRef(null);
  const { ask, props } = useBox(query.q);
  const { answer, slow, more } = useSearch(query);
  useEffect(() => box.current.focus(), []);
  useKeys(box, ask);

  const entered = (event) => (event.preventDefault(), settle(query, answer));
  return html`
    <h1 class="unseen">${t("view-look-up")}</h1>
    <form id="search" role="search" onSubmit=${entered}>
      <input id="q" ref=${box} type="search" maxlength="1000" autocomplete="off" spellcheck=${false} autocapitalize="off"
        aria-label=${t("search-box")} placeholder=${t("search-example")} ...${props} />
    </form>
    <${Narrowing} query=${query} counts=${answer?.counts} />
    <p id="found" role="status" class="quiet">${slow ? t("searching") : summary(query.q, answer)}</p>
    ${query.q ? html`<${Results} query=${query} answer=${answer} more=${more} ask=${ask} />` : html`<${Beginning} ask=${ask} />`}`;
}

// ---------------------------------------------------------------- searching

/** What was found last; it stays until the next answer is there. */
function useSearch(query) {
  const [answer, setAnswer] = useState(null);
  const [slow, setSlow] = useState(false);
  const asked = { q: query.q, ...chosen(query) };
  // In the layout phase: an effect would wait for the next frame, and the request with it.
  useEffect(() => {
    if (!query.q) return void (setAnswer(null), setSlow(false));
    const newer = new AbortController();
    const timer = setTimeout(() => setSlow(true), PATIENCE);
    attempt(() => get("/terms", { ...asked, limit: PAGE, remember: false, counts: true }, newer.signal)).then((found) => {
      if (newer.signal.aborted) return;
      clearTimeout(timer);
      setSlow(false);
      if (found) setAnswer({ ...found, q: query.q });
    });
    return () => (clearTimeout(timer), newer.abort());
  }, [query.q, ...Object.keys(FILTERS).map((name) => query[name])]);
  const more = async () => {
    const next = await attempt(() => get("/terms", { ...asked, limit: PAGE, offset: answer.items.length, remember: false }));
    if (next) setAnswer((now) => (now === answer ? { ...now, items: [...now.items, ...next.items] } : now));
  };
  return { answer, slow, more };
}

const chosen = (query) => Object.fromEntries(Object.keys(FILTERS).map((name) => [name, query[name]]));

function summary(q, answer) {
  if (!q || !answer) return "";
  return answer.total ? t("found-concepts", { count: answer.total }) : "";
}

// ---------------------------------------------------------------- what is shown

function Narrowing({ query, counts }) {
  const compact = useSetting("compact");
  const narrowed = Object.keys(FILTERS).some((name) => query[name]);
  return html`
    <div class="narrowing">
      ${Object.entries(FILTERS).map(([name, field]) => html`
        <${Filter} name=${name} chosen=${query[name]} counts=${counts?.[field] ?? {}} onChoose=${(value) => replaceQuery({ [name]: value })} />`)}
      ${narrowed ? html`<button type="button" class="link" onClick=${() => replaceQuery(Object.fromEntries(Object.keys(FILTERS).map((name) => [name, ""])))}>${t("clear-filters")}</button>` : null}
      <label class="compact"><input type="checkbox" id="compact" checked=${Boolean(compact)} onChange=${(event) => set("compact", event.target.checked ? "yes" : "")} /> ${t("as-table")}</label>
    </div>`;
}

function Results({ query, answer, more, ask }) {
  const chinese = useSetting("chinese");
  const compact = useSetting("compact");
  if (!answer) return null;
  if (!answer.total) return html`<${Nothing} query=${query} answer=${answer} ask=${ask} />`;
  let first = 1;
  const cards = answer.items.map((hit) => {
    const card = html`<${FoundCard} key=${hit.concept_id} hit=${hit} first=${first} />`;
    first += targetsOf([hit], chinese).length;
    return card;
  });
  return html`
    ${compact ? html`<${FoundTable} hits=${answer.items} />` : html`<ol id="results" class="cards">${cards}</ol>`}
    ${answer.items.length < answer.total ? html`<button id="more" type="button" onClick=${more}>${t("more")}</button>` : null}`;
}

/** Nothing found: what may have been meant, and the ways to get the term all the same. */
function Nothing({ query, answer, ask }) {
  const [noted, setNoted] = useState("");
  const narrowed = Object.values(chosen(query)).some(Boolean);
  const wish = async () => {
    if (await attempt(() => get("/terms", { q: answer.q, limit: 1, remember: true }))) setNoted(answer.q);
  };
  return html`
    <div class="empty" id="nothing">
      <p><strong>${around("nothing-found", "q", html`<span lang=${langOf(answer.q)}>${answer.q}</span>`)}</strong></p>
      ${narrowed ? html`<p>${t("nothing-narrowed")}</p>` : null}
      ${answer.suggestions.length ? html`<p>${t("did-you-mean")} ${answer.suggestions.map((term) => html`<button type="button" class="chip" lang=${langOf(term)} onClick=${() => ask(term)}>${term}</button> `)}</p>` : null}
      <p class="row">
        <a class="button" href=${newEntry(answer.q)}>${t(may(3) ? "add-it" : "propose-it")}</a>
        ${noted === answer.q ? html`<span role="status">${t("asked-for")} <a href="/wanted">${t("view-wanted")}</a></span>`
          : html`<button type="button" id="wish" onClick=${wish}>${t("ask-for-it")}</button>`}
      </p>
    </div>`;
}

const newEntry = (q) => address("/concepts/new", /\p{Script=Han}/u.test(q) ? { zh: q } : { en: q });

/** Nothing asked yet: what one can type, and what was asked last. */
function Beginning({ ask }) {
  const queries = useLastQueries();
  return html`
    <div class="empty" id="beginning">
      <${FirstVisit} />
      <p class="quiet">${t("search-hint")}</p>
      ${queries.length ? html`
        <h2>${t("last-queries")}</h2>
        <p id="last-queries">${queries.map((q) => html`<button type="button" class="chip" lang=${langOf(q)} onClick=${() => ask(q)}>${q}</button> `)}
          <button type="button" class="link" onClick=${forgetQueries}>${t("forget-queries")}</button></p>` : null}
      <${Keys} />
    </div>`;
}

const Keys = () => html`
  <dl class="keys">
    ${[["/", "key-slash"], ["Enter", "key-enter"], ["↓ ↑", "key-arrows"], ["1 – 9", "key-numbers"], ["e", "key-e"], ["Esc", "key-esc"]].map(([key, said]) => html`
      <${Fragment}><dt><kbd>${key}</kbd></dt><dd>${t(said)}</dd><//>`)}
  </dl>`;

// ---------------------------------------------------------------- keys

/** Enter: the first term of what is typed is copied, the look-up remembered; one in vain is wanted. */
async function settle(query, answer) {
  const { q } = query;
  if (!q) return;
  rememberQuery(q);
  const found = answer?.q === q ? answer : await attempt(() => get("/terms", { q, ...chosen(query), limit: PAGE, remember: false }));
  if (!found) return;
  if (found.total) await copy(targetsOf(found.items, setting("chinese"))[0]?.text);
  else await attempt(() => get("/terms", { q, limit: 1, remember: true }));
}

const results = () => [...document.querySelectorAll("#results > .found")];
const focusedResult = () => document.activeElement?.closest?.(".found");

function useKeys(box, ask) {
  useEffect(() => {
    const cleared = () => (ask(""), box.current.focus());
    const pressed = (event) => {
      if (event.defaultPrevented || isComposing(event) || event.ctrlKey || event.metaKey) return;
      if (acts(event, box.current, cleared)) event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

/** Do what the key says; whether it did. */
function acts(event, box, cleared) {
  const inBox = event.target === box;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return inBox || focusedResult() ? moved(event.key === "ArrowDown" ? 1 : -1, box) : false;
  if (numberOf(event)) return copyNumber(numberOf(event));
  if (event.altKey || (isTyping(event) && !inBox)) return false;
  if (event.key === "Escape") return inBox ? (cleared(), true) : (box.focus(), box.select(), true);
  if (inBox) return false;
  if (focusedResult() && resultKey(event)) return true;
  if (event.key === "/") return cleared(), true;
  if (isWriting(event)) cleared(); // the letter itself goes into the box, which has the focus now
  return false;
}

function resultKey(event) {
  const result = focusedResult();
  if (event.key === "e") return go(`/concepts/${encodeURIComponent(result.dataset.concept)}`), true;
  if (event.key === "Enter" && event.target === result) return result.querySelector(".copies")?.click(), true;
  return false;
}

function moved(step, box) {
  const all = results();
  const at = all.indexOf(focusedResult());
  if (at + step < 0) box.focus();
  else all[Math.min(at + step, all.length - 1)]?.focus();
  return true;
}
