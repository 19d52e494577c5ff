// Hooks: the addresses that the server tells of changes, how each stands, and what can be done with it.
import { attempt, get, post, remove } from "../api.js";
import { copy } from "../copying.js";
import { tried } from "../entries/storing.js";
import { Refused } from "../entries/told.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { reviewer } from "../settings.js";
import { language, number, orPlain, t, time } from "../words.js";

const MOST = 100; // of a list: as many as the API gives at once
const AGAIN = 5000; // milliseconds between two looks. Chosen: half costs twice the requests, double looks halted
const KINDS = ["entry", "candidate", "unit", "document", "comment", "conflict", "step"];

export default function Hooks() {
  const [found, setFound] = useState(null);
  const [said, setSaid] = useState("");
  const status = useRef(null);
  const put = (answer) => answer && setFound(answer);
  const load = async () => put(await attempt(() => get("/hooks", { limit: MOST })));
  useEffect(() => {
    load();
    const timer = setInterval(() => document.hidden || get("/hooks", { limit: MOST }).then(put, () => {}), AGAIN);
    return () => clearInterval(timer);
  }, []);
  const gone = async (hook) => {
    setSaid(t("hook-removed", { url: hook.url }));
    status.current.focus();
    await load();
  };
  return html`
    <h1>${t("view-hooks")}</h1>
    <p class="quiet">${t("hooks-about")}</p>
    <p id="hooks-said" role="status" tabindex="-1" ref=${status}>${said || (found && !found.total ? t("hooks-none") : "")}</p>
    <ul id="hooks" class="cards">${found?.items.map((hook) => html`<${Hook} key=${hook.id} hook=${hook} onChange=${load} onGone=${() => gone(hook)} />`)}</ul>
    <${Adding} onAdded=${() => (setSaid(""), load())} />`;
}

// ---------------------------------------------------------------- one of them

function Hook({ hook, onChange, onGone }) {
  const [said, setSaid] = useState("");
  const [asked, setAsked] = useState(null); // whether to remove it; null: never yet
  const acts = useRef(null);
  useEffect(() => asked !== null && void acts.current.querySelector(asked ? ".remove-now" : ".remove").focus(), [asked]);
  const path = `/hooks/${hook.id}`;
  const act = async (what, told = "") => {
    const answer = await attempt(() => post(`${path}/${what}`, { by: reviewer() }));
    if (answer) setSaid(told), await onChange();
  };
  const test = async () => {
    setSaid(t("hook-testing"));
    const answer = await tried(() => post(`${path}/test`, { by: reviewer() }));
    const made = answer?.made;
    setSaid(made?.delivered ? t("hook-tested", { status: made.status, ms: number(Math.round(made.milliseconds)) }) : t("hook-refused", { error: made?.error ?? answer?.failure.message ?? "" }));
  };
  const end = async () => (await attempt(() => remove(path))) && onGone();
  const button = (word, run, id) => html`<button type="button" class=${id} aria-label=${t("hook-act", { act: t(word), url: hook.url })} onClick=${run}>${t(word)}</button>`;
  const paused = hook.state === "paused";
  return html`
    <li class="card" id=${`hook-${hook.id}`}>
      <h2 class="differs">${hook.url}</h2>
      <p class="about">
        <span class=${{ failing: "fails", told: "holds" }[hook.state]}>${orPlain(`hook-${hook.state}`, hook.state)}</span>
        ${hook.behind ? html`<span>${t("hook-behind-by", { count: hook.behind })}</span>` : null}
        <span>${hook.delivered_at ? t("hook-told-at", { time: time(hook.delivered_at) }) : t("hook-never")}</span>
        <span>${hook.kinds.length ? listed(hook.kinds.map(kindName)) : t("hook-all-kinds")}</span>
        <span>${t("hook-added", { by: hook.by || t("nobody-named"), time: time(hook.created_at) })}</span>
      </p>
      ${hook.error ? html`<p class="about"><span class=${hook.tries ? "fails" : undefined}>${hook.tries ? t("hook-tries", { count: hook.tries }) : t("hook-last-error")} <span lang="en">${hook.error}</span></span></p>` : null}
      <p class="row acts" ref=${acts}>
        ${button("hook-test", test, "test")}
        ${paused ? button("hook-resume", () => act("resume"), "resume") : button("hook-pause", () => act("pause"), "pause")}
        ${asked ? html`<strong>${t("hook-remove-sure")}</strong> ${button("hook-remove", end, "remove-now")} <button type="button" onClick=${() => setAsked(false)}>${t("cancel")}</button>`
          : button("hook-remove", () => setAsked(true), "remove")}
      </p>
      <p class="quiet" role="status">${said}</p>
      ${hook.dead_letters ? html`<${Letters} hook=${hook} path=${path} onChange=${onChange} />` : null}
    </li>`;
}

const kindName = (kind) => t(`change-${kind}`);
const listed = (names) => new Intl.ListFormat(language()).format(names);
/** The changes of a dead letter: one, or from one to another. */
const spanOf = ({ after, upto }) => ({ count: upto - after, first: number(after + 1), last: number(upto) });

/** What the hook could not be told; each can be sent once more. */
function Letters({ hook, path, onChange }) {
  const [open, setOpen] = useState(false);
  const [letters, setLetters] = useState([]);
  useEffect(() => {
    if (open) attempt(() => get(`${path}/dead-letters`, { limit: MOST })).then((answer) => answer && setLetters(answer.items));
  }, [open, hook]);
  const retry = (...which) => async (event) => {
    event.target.closest("details").firstElementChild.focus(); // the button goes
    if (await attempt(() => post(`${path}/retry`, { letters: which }))) await onChange();
  };
  return html`
    <details class="letters" onToggle=${(event) => setOpen(event.target.open)}>
      <summary class="fails">${t("hook-letters", { count: hook.dead_letters })}</summary>
      <ul class="records">${letters.map((letter) => html`
        <li key=${letter.id}>${t("letter-changes", spanOf(letter))}
          <span class="quiet"> ${time(letter.at)} <span lang="en">${letter.error}</span></span>${" "}
          ${letter.again ? html`<span class="quiet">${t("letter-again")}</span>` : html`<button type="button" class="link" aria-label=${t("letter-retry-named", { which: t("letter-changes", spanOf(letter)) })} onClick=${retry(letter.id)}>${t("letter-retry")}</button>`}</li>`)}</ul>
      <button type="button" class="retry" onClick=${retry()}>${t("letters-retry")}</button>
    </details>`;
}

// ---------------------------------------------------------------- a new one

function Adding({ onAdded }) {
  const [url, setUrl] = useState("");
  const [kinds, setKinds] = useState([]);
  const [{ made, failure }, setAnswer] = useState({});
  const add = async (event) => {
    event.preventDefault();
    const answer = await tried(() => post("/hooks", { url: url.trim(), kinds, by: reviewer() }));
    if (!answer) return;
    setAnswer(answer);
    if (answer.made) setUrl(""), setKinds([]), onAdded();
  };
  const choose = (kind) => (event) => setKinds(KINDS.filter((each) => (each === kind ? event.target.checked : kinds.includes(each))));
  return html`
    <form id="hook-new" class="card" onSubmit=${add}>
      <h2>${t("hook-new")}</h2>
      <div class="field-row"><label>${t("hook-url")}
        <input id="hook-url" type="url" required maxlength="2000" placeholder=${"https://example.org/glossary"} value=${url} onInput=${(event) => setUrl(event.target.value)} /></label></div>
      <fieldset><legend>${t("hook-kinds")}</legend>
        <p class="row">${KINDS.map((kind) => html`<label><input type="checkbox" checked=${kinds.includes(kind)} onChange=${choose(kind)} /> ${kindName(kind)}</label>`)}</p></fieldset>
      <${Refused} failure=${failure} />
      <p class="row acts"><button class="main" id="hook-add">${t("hook-add")}</button></p>
      <div id="hook-secret" role="status">${made ? html`
        <p>${t("hook-secret", { url: made.url })}</p>
        <p class="row"><code class="differs">${made.secret}</code> <button type="button" onClick=${() => copy(made.secret)}>${t("copy")}</button></p>` : null}</div>
    </form>`;
}
