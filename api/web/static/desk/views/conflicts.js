// What imports left to be settled: what both sides started from, ours and theirs, and a choice for each
// field. 1, 2 and 3 take a side, o all of ours, t all of theirs, Enter settles, u takes back.
import { attempt, get } from "../api.js";
import { langOf } from "../chinese.js";
import { Choice, focusFirst } from "../entries/choice.js";
import { assembled, rowsOf } from "../entries/choosing.js";
import { useDraft } from "../entries/draft.js";
import { settled, tried } from "../entries/storing.js";
import { Refused, Told, tell } from "../entries/told.js";
import { titleOf } from "../entries/model.js";
import { classes, html, useEffect, useRef, useState } from "../html.js";
import { hasModifier, isComposing, isTyping } from "../keys.js";
import { replaceQuery } from "../route.js";
import { t } from "../words.js";

const PAGE = 100; // conflicts of one request: as many as the API gives
const TOLD = "conflicts"; // what was done is said of the view, not of one entry

export default function Conflicts({ query }) {
  const [found, setFound] = useState(null);
  const load = async () => {
    const answer = await attempt(() => get("/conflicts", { limit: PAGE }));
    if (answer) setFound(answer);
  };
  useEffect(() => void load(), []);
  const items = found?.items ?? [];
  const current = items.find((each) => String(each.id) === query.n) ?? items[0];
  const done = async (made) => {
    const next = items[items.indexOf(current) + 1] ?? items[items.indexOf(current) - 1];
    tell(TOLD, t("conflict-settled", { id: current.concept_id }), made.step);
    replaceQuery({ n: next?.id });
    await load();
  };
  return html`
    <h1>${t("view-conflicts")}</h1>
    <${Told} id=${TOLD} onUndone=${load} />
    ${found && !found.total ? html`<p class="empty">${t("no-conflicts")} <a href="/import">${t("view-import")}</a></p>` : null}
    ${current ? html`
      <div class="conflicts">
        <nav aria-label=${t("conflicts-waiting", { count: found.total })}>
          <p class="quiet">${t("conflicts-waiting", { count: found.total })}</p>
          <ol id="waiting-conflicts">${items.map((each) => html`
            <li key=${each.id}><a href=${`/conflicts?n=${each.id}`} aria-current=${each === current ? "true" : undefined} class=${classes("conflict", each === current && "current")}>
              <${Called} conflict=${each} /> <span class="quiet">${each.source}</span></a></li>`)}</ol>
        </nav>
        ${current.ours ? html`<${One} key=${`${current.id} ${current.revision}`} conflict=${current} onDone=${done} onStale=${load} />` : html`<${OursGone} key=${current.id} conflict=${current} onDone=${done} onStale=${load} />`}
      </div>` : null}`;
}

function Called({ conflict }) {
  const { text } = titleOf(conflict.ours ?? conflict.theirs);
  return html`<span lang=${langOf(text)}>${text}</span>`;
}

/** Ours was deleted meanwhile: it stays so, or comes back as the file has it. */
function OursGone({ conflict, onDone, onStale }) {
  const [failure, setFailure] = useState(null);
  const settle = async (take) => {
    const answer = await tried(() => settled(conflict.id, 0, take));
    if (answer?.made) return onDone(answer.made);
    if (answer) setFailure(answer.failure);
    if (answer?.failure.status === 412) await onStale();
  };
  return html`
    <section class="conflict-card">
      <p>${t("ours-gone")} <a href=${`/concepts/${encodeURIComponent(conflict.concept_id)}`}><${Called} conflict=${conflict} /></a></p>
      <${Refused} failure=${failure} />
      <p class="row acts">
        <button type="button" id="stay-deleted" onClick=${() => settle("ours")}>${t("stay-deleted")}</button>
        <button type="button" id="bring-back" onClick=${() => settle("theirs")}>${t("bring-back")}</button>
      </p>
    </section>`;
}

function One({ conflict, onDone, onStale }) {
  const { was, ours, theirs } = conflict;
  const sides = { was: was ?? undefined, ours, theirs };
  const rows = rowsOf(sides);
  const [chosen, change, drop] = useDraft(`conflict ${conflict.id} ${conflict.revision}`, () => ({}));
  const [failure, setFailure] = useState(null);
  const list = useRef(null);
  useEffect(() => focusFirst(list.current), []);
  const all = (side) => change(Object.fromEntries(rows.map((row) => [row.key, taken(row, side)])));
  const settle = async () => {
    const wanted = { ...Object.fromEntries(rows.map((row) => [row.key, row.value])), ...chosen };
    const asOurs = rows.every((row) => wanted[row.key] === taken(row, "ours"));
    const entry = asOurs ? null : assembled(sides, rows, wanted);
    const answer = await tried(() => settled(conflict.id, conflict.revision, asOurs ? "ours" : "entry", entry));
    if (answer?.made) return drop(), onDone(answer.made);
    if (answer) setFailure(answer.failure);
    if (answer?.failure.status === 412) await onStale();
  };
  useKeys({ o: () => all("ours"), t: () => all("theirs"), Enter: settle, u: () => document.getElementById("undo")?.click() });
  return html`
    <section class="conflict-card" ref=${list}>
      <h2><a href=${`/concepts/${encodeURIComponent(conflict.concept_id)}`}><${Called} conflict=${conflict} /></a> <span class="quiet">${conflict.source}</span></h2>
      ${was ? null : html`<p class="quiet">${t("was-unknown")}</p>`}
      <${Choice} rows=${rows} chosen=${chosen} onChoose=${(key, value) => change((now) => ({ ...now, [key]: value }))}
        names=${{ ...(was ? { was: t("side-was") } : {}), ours: t("side-ours"), theirs: t("side-theirs") }} />
      <${Refused} failure=${failure} />
      <p class="row acts">
        <button type="button" id="settle" class="main" onClick=${settle}>${t("settle")} <kbd aria-hidden="true">${"Enter"}</kbd></button>
        <button type="button" onClick=${() => all("ours")}>${t("all-ours")} <kbd aria-hidden="true">o</kbd></button>
        <button type="button" onClick=${() => all("theirs")}>${t("all-theirs")} <kbd aria-hidden="true">t</kbd></button>
      </p>
    </section>`;
}

/** What a row has where all of one side is taken. */
function taken(row, side) {
  if (row.present) return row.values[side] === undefined ? "" : "kept";
  return row.values[side] ?? row.value;
}

function useKeys(acts) {
  const now = useRef(acts);
  now.current = acts;
  useEffect(() => {
    const pressed = (event) => {
      const free = !event.defaultPrevented && !isComposing(event) && !hasModifier(event) && !isTyping(event);
      if (!free || !(event.key in now.current) || (event.key === "Enter" && event.target.closest?.("a, button, summary"))) return;
      event.preventDefault();
      now.current[event.key]();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
