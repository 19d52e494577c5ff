// What of the queue is shown: a tab for each state, and filters with how many each would leave.
import { html, useRef, useState } from "../../html.js";
import { replaceQuery } from "../../route.js";
import { number, percent, t } from "../../words.js";
import { STATES } from "./queue.js";

const NARROWING = ["document", "subject", "kind", "method", "least", "below", "text"];
const STEPS = [0.5, 0.7, 0.8, 0.9, 0.95]; // bounds to choose from: they are edges of the counted bins
const PAUSE = 200; // milliseconds without a key after which a text is looked for. Chosen: between two keys

const narrow = (changes) => replaceQuery(changes);

export function Tabs({ query, counts }) {
  const chosen = STATES.includes(query.state) ? query.state : "open";
  const count = (state) => counts?.states.find((each) => each.value === state)?.count ?? 0;
  return html`
    <nav class="tabs" aria-label=${t("states")}>
      ${STATES.map((state) => html`
        <button type="button" aria-current=${state === chosen ? "true" : undefined} data-state=${state} onClick=${() => narrow({ state: state === "open" ? "" : state })}>
          ${t(`state-${state}`)} <span class="figure">${counts ? number(count(state)) : ""}</span></button>`)}
    </nav>`;
}

export function Filters({ query, counts }) {
  const narrowed = NARROWING.some((name) => query[name]);
  const list = (name, values, named) => html`<${Choice} name=${name} chosen=${query[name]} values=${values ?? []} named=${named} />`;
  return html`
    <div class="narrowing" role="search" aria-label=${t("filters")}>
      <${Text} text=${query.text ?? ""} />
      ${list("document", counts?.documents, String)}
      ${list("subject", counts?.subjects.filter((each) => each.value), String)}
      ${list("kind", counts?.kinds, (kind) => t(`kind-${kind}`))}
      ${list("method", counts?.methods, (method) => t(`method-${method}`))}
      ${list("least", atLeast(counts), (least) => t("from-share", { share: percent(Number(least)) }))}
      ${narrowed ? html`<button type="button" class="link" onClick=${() => narrow(Object.fromEntries(NARROWING.map((name) => [name, ""])))}>${t("clear-filters")}</button>` : null}
    </div>`;
}

/** How many are at least so sure. */
function atLeast(counts) {
  const bins = counts?.confidence ?? [];
  return STEPS.map((least) => ({
    value: String(least), count: bins.filter((bin) => bin.least >= least - 1e-9).reduce((sum, bin) => sum + bin.count, 0),
  }));
}

function Choice({ name, chosen = "", values, named }) {
  const listed = chosen && !values.some((each) => each.value === chosen) ? [{ value: chosen }, ...values] : values;
  return html`
    <label class="filter"><span>${t(`review-${name}`)}</span>
      <select id=${`filter-${name}`} value=${chosen} onChange=${(event) => narrow({ [name]: event.target.value })}>
        <option value="" selected=${!chosen}>${t("filter-all")}</option>
        ${listed.map((each) => html`
          <option value=${each.value} selected=${each.value === chosen}>${named(each.value)}${each.count === undefined ? "" : ` (${number(each.count)})`}</option>`)}
      </select>
    </label>`;
}

/** A piece of either term; nothing is looked for while an input method composes. */
function Text({ text }) {
  const [typed, setTyped] = useState(null); // null: as the address has it
  const timer = useRef();
  const ask = (value) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => (narrow({ text: value.trim() }), setTyped(null)), PAUSE);
  };
  const put = (event) => {
    setTyped(event.target.value);
    if (!event.isComposing) ask(event.target.value);
  };
  return html`
    <label class="filter"><span>${t("review-text")}</span>
      <input id="filter-text" type="search" maxlength="200" autocomplete="off" spellcheck=${false} value=${typed ?? text} onInput=${put} onCompositionEnd=${put} />
    </label>`;
}
