// Review: the pairs that wait for a decision, by keys, by buttons, one or many at once.
import { attempt, post } from "../api.js";
import { html, useEffect, useMemo, useRef, useState } from "../html.js";
import { Card } from "../parts/review/card.js";
import { Filters, Tabs } from "../parts/review/filters.js";
import { Help } from "../parts/review/help.js";
import { BUTTONS, useActs, useChoosing } from "../parts/review/acts.js";
import { Chosen, List } from "../parts/review/list.js";
import { unsent } from "../parts/review/outbox.js";
import { Queue, filterOf, sitting } from "../parts/review/queue.js";
import { Summary } from "../parts/review/summary.js";
import { Together } from "../parts/review/together.js";
import { reviewer } from "../settings.js";
import { useWatched } from "../watched.js";
import { t, time } from "../words.js";

export default function Review({ query }) {
  const queue = useQueue(query);
  const { open, toggle } = useOpened(queue.current?.id);
  const choosing = useChoosing(queue);
  const acts = useActs(queue, open, toggle, choosing);
  const candidate = queue.current;
  return html`
    <div class="review">
      <h1 class="unseen">${t("view-review")}</h1>
      <${Tabs} query=${query} counts=${queue.counts} />
      <${Filters} query=${query} counts=${queue.counts} />
      ${queue.chosen.size ? html`<${Chosen} queue=${queue} />` : html`<${Said} queue=${queue} toggle=${toggle} />`}
      ${open.earlier ? html`<${Earlier} queue=${queue} step=${open.earlier} close=${() => toggle("earlier", null)} />` : null}
      <div class="desk-of-review">
        <${List} queue=${queue} choosing=${choosing} />
        <div class="looked-at">
          <${Buttons} acts=${acts} candidate=${candidate} hidden=${open.editing} />
          ${open.summary ? html`<${Summary} />` : null}
          ${candidate
            ? html`<${Card} key=${candidate.id} queue=${queue} candidate=${candidate} editing=${open.editing} setEditing=${(on) => toggle("editing", on)} proved=${open.proved} />`
            : html`<${Nothing} queue=${queue} summarised=${open.summary} />`}
        </div>
      </div>
      ${open.help ? html`<${Help} close=${() => toggle("help", false)} />` : null}
      ${open.together ? html`<${Together} queue=${queue} close=${() => toggle("together", false)} />` : null}
    </div>`;
}

/** The queue of the filters in the address. */
function useQueue(query) {
  const filter = filterOf(query);
  const queue = useMemo(() => new Queue(filter), [JSON.stringify(filter)]);
  useWatched(queue.version);
  useEffect(() => (void queue.load(), () => queue.leave()), [queue]);
  return queue;
}

/** What is opened: editing and proved of the pair that is looked at; help, together, summary, earlier. */
function useOpened(id) {
  const [open, setOpen] = useState({});
  const toggle = (name, value) => setOpen((now) => ({ ...now, [name]: value ?? !now[name], of: name === "editing" || name === "proved" ? id : now.of }));
  const ofThis = open.of === id;
  return { open: { ...open, editing: ofThis && open.editing, proved: ofThis && open.proved }, toggle };
}

// ---------------------------------------------------------------- what is said

function Said({ queue, toggle }) {
  const waiting = useWatched(unsent);
  const [message, given] = queue.said ?? [];
  const size = queue.total === null ? t("loading") : t("queue-size", { count: queue.total });
  return html`
    <div class="row said-row">
      <p id="said" role="status" class="quiet">${message ? t(message, given) : size}</p>
      <p id="unsent" class="quiet">${waiting ? t("unsent", { count: waiting }) : ""}</p>
      <button type="button" id="all-of-these" disabled=${!queue.total} onClick=${() => toggle("together", true)}>${t("together-open")}</button>
      ${sitting.since ? html`<button type="button" class="link" id="sum" aria-expanded=${false} onClick=${() => toggle("summary")}>${t("sitting")}</button>` : null}
      <button type="button" class="link" id="keys" onClick=${() => toggle("help", true)}>${t("keys")} <kbd>?</kbd></button>
    </div>`;
}

function Nothing({ queue, summarised }) {
  if (queue.total === null) return null;
  const waits = queue.filter.state === "open";
  const narrowed = Object.entries(queue.filter).some(([name, value]) => name !== "state" && value !== undefined);
  return html`
    <div class="empty" id="nothing">
      <p><strong>${waits ? t("nothing-waits") : t("nothing-there")}</strong></p>
      ${narrowed ? html`<p>${t("nothing-narrowed")}</p>` : waits ? html`<p><a class="button" href="/documents">${t("first-mine")}</a></p>` : null}
    </div>
    ${sitting.since && !summarised ? html`<${Summary} />` : null}`;
}

/** The last step of before this sitting, named before it is taken back. */
function Earlier({ queue, step, close }) {
  const leave = useRef(null);
  useEffect(() => leave.current.focus(), []);
  const take = async () => {
    close();
    const done = await attempt(() => post("/undo", { by: reviewer(), step: step.id }));
    if (done) await queue.takenBack(done);
  };
  const given = { what: `${step.verb} ${step.summary}`, by: step.by || t("nobody-named"), when: time(step.at) };
  return html`
    <div class="told ask" role="alertdialog" aria-label=${t("undo-earlier")}>
      <p>${t("undo-earlier-what", given)}</p>
      <p class="row"><button type="button" onClick=${take}>${t("undo-earlier")}</button>
        <button type="button" class="main" ref=${leave} onClick=${close}>${t("leave-it")}</button></p>
    </div>`;
}

function Buttons({ acts, candidate, hidden }) {
  return html`
    <div class="decide" hidden=${hidden}>
      ${BUTTONS.map(([name, key]) => html`
        <button type="button" data-action=${name} class=${name === "approve" ? "main" : undefined} disabled=${!candidate && name !== "undo"} onClick=${acts[key]}>
          ${t(`act-${name}`)} <kbd>${key}</kbd></button>`)}
    </div>`;
}
