// The steps that were made here, newest first; each can be taken back as long as nothing stands on it.
import { attempt, get, post } from "../api.js";
import { langOf } from "../chinese.js";
import { html, useEffect, useState } from "../html.js";
import { reviewer } from "../settings.js";
import { t, time } from "../words.js";

const PAGE = 50;
const SIZES = ["entries", "judgements", "units", "conflicts"];

export default function History() {
  const [steps, setSteps] = useState(null);
  const [said, setSaid] = useState("");
  const load = async (offset = 0) => {
    const answer = await attempt(() => get("/steps", { limit: PAGE, offset }));
    if (answer) setSteps((now) => ({ total: answer.total, items: offset ? [...now.items, ...answer.items] : answer.items }));
  };
  useEffect(() => void load(), []);
  const undo = async (step) => {
    if (!(await attempt(() => post("/undo", { by: reviewer(), step: step.id })))) return;
    setSaid(t("taken-back", { what: `${step.verb} ${step.summary}` }));
    await load();
  };
  return html`
    <h1>${t("view-history")}</h1>
    <p role="status" class="quiet">${said}</p>
    ${!steps ? null : steps.items.length ? html`
      <table id="steps">
        <thead><tr>${["when", "who", "what", "size"].map((head) => html`<th scope="col">${t(`steps-${head}`)}</th>`)}<th scope="col"><span class="unseen">${t("undo")}</span></th></tr></thead>
        <tbody>${steps.items.map((step) => html`<${Step} key=${step.id} step=${step} onUndo=${() => undo(step)} />`)}</tbody>
      </table>` : html`<p class="empty">${t("no-steps")}</p>`}
    ${steps?.items.length < steps?.total ? html`<button type="button" onClick=${() => load(steps.items.length)}>${t("more")}</button>` : null}`;
}

const What = ({ step }) => html`${step.verb} <span lang=${langOf(step.summary)}>${step.summary}</span>`;

function Step({ step, onUndo }) {
  const sizes = SIZES.filter((name) => step.counts[name]).map((name) => t(`count-${name}`, { count: step.counts[name] }));
  return html`
    <tr>
      <td>${time(step.at)}</td>
      <td>${step.by || t("nobody-named")}</td>
      <td class="differs">${step.undone ? html`<del><${What} step=${step} /></del>` : html`<${What} step=${step} />`}</td>
      <td>${sizes.join(", ")}</td>
      <td>${step.undoable ? html`<button least="3" type="button" onClick=${onUndo} aria-label=${t("undo-named", { what: `${step.verb} ${step.summary}` })}>${t("undo")}</button>`
        : step.undone ? html`<span class="quiet">${t("undone")}</span>` : null}</td>
    </tr>`;
}
