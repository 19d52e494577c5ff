// One decision on all that the filters select from a confidence on: first what it would do, then, if
// that is still so, one step that one undo takes back.
import { attempt, post } from "../../api.js";
import { langOf } from "../../chinese.js";
import { html, useEffect, useRef, useState } from "../../html.js";
import { reviewer } from "../../settings.js";
import { percent, t } from "../../words.js";

const SURE = 0.95; // proposed first. Chosen: of twenty such pairs one may be wrong
const SHOWN = 8; // of the least sure ones: what should be looked at before
const PAUSE = 300; // milliseconds until a changed bound is asked for

export function Together({ queue, close }) {
  const dialog = useRef(null);
  const [decision, setDecision] = useState("approve");
  const [least, setLeast] = useState(queue.filter.least ?? SURE);
  const told = usePreview(queue, decision, least);
  useEffect(() => dialog.current.showModal(), []);
  const confirmed = async (event) => {
    event.preventDefault();
    const body = { ...asked(queue, decision, least), expected: told.judged.length + told.refused.length, keep_good: told.refused.length > 0 };
    const done = await attempt(() => post("/candidates/judgements", body));
    close();
    if (done?.step) await queue.decidedTogether({ decision, count: done.judged.length, step: done.step });
  };
  return html`
    <dialog id="together" ref=${dialog} onClose=${close} aria-labelledby="together-title">
      <form onSubmit=${confirmed}>
        <h2 id="together-title">${t("together")}</h2>
        <p class="row">
          <label>${t("decision")} <select id="together-decision" value=${decision} onChange=${(event) => setDecision(event.target.value)}>
            ${["approve", "reject", "skip"].map((name) => html`<option value=${name} selected=${name === decision}>${t(`act-${name}`)}</option>`)}</select></label>
          <label>${t("from-confidence")} <input id="together-least" type="number" min="0" max="100" step="1" value=${Math.round(least * 100)}
            onInput=${(event) => setLeast(Math.min(100, Math.max(0, event.target.valueAsNumber || 0)) / 100)} /> %</label>
        </p>
        <div id="preview" role="status">${told ? html`<${Preview} told=${told} decision=${decision} />` : html`<p class="quiet">${t("loading")}</p>`}</div>
        <p class="row">
          <button class="main" id="together-confirm" disabled=${!told?.judged.length}>${t("together-confirm", { decision, count: told?.judged.length ?? 0 })}</button>
          <button type="button" onClick=${close}>${t("cancel")} <kbd>${"Esc"}</kbd></button>
        </p>
      </form>
    </dialog>`;
}

function asked(queue, decision, least) {
  const { state, ...filter } = queue.filter;
  const again = state === "approved" || state === "rejected";
  return { decision, where: { ...filter, state, least }, by: reviewer(), ...(again ? { again } : {}) };
}

/** What the decision would do; null until it is known. */
function usePreview(queue, decision, least) {
  const [told, setTold] = useState(null);
  useEffect(() => {
    let left = false;
    setTold(null);
    const timer = setTimeout(async () => {
      const answer = await attempt(() => post("/candidates/judgements", { ...asked(queue, decision, least), dry_run: true }));
      if (answer && !left) setTold(answer);
    }, PAUSE);
    return () => ((left = true), clearTimeout(timer));
  }, [decision, least]);
  return told;
}

function Preview({ told, decision }) {
  const last = told.judged.slice(-SHOWN);
  return html`
    <p><strong>${t("would-decide", { decision, count: told.judged.length })}</strong>
      ${decision === "approve" ? html` ${t("would-make", { made: told.made, changed: told.changed })}` : null}</p>
    ${told.refused.length ? html`
      <p class="refused">${t("would-refuse", { count: told.refused.length })}</p>
      <ul lang="en">${told.refused.slice(0, SHOWN).map((each) => html`<li>${each.reason}</li>`)}</ul>` : null}
    ${last.length ? html`
      <p class="quiet">${t("least-sure")}</p>
      <ul class="sample">${last.map((pair) => html`<li><span lang=${langOf(pair.zh, "zh")}>${pair.zh}</span> = <span lang="en">${pair.en}</span></li>`)}</ul>` : null}`;
}
