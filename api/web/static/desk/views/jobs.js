// Long work that was sent: how far it is, and a button to stop it.
import { attempt, get } from "../api.js";
import { isOpen, JobState, kindName, useJob } from "../files/work.js";
import { html, useEffect, useState } from "../html.js";
import { t, time } from "../words.js";

const PAGE = 30;

export default function Jobs() {
  const [answer, setAnswer] = useState(null);
  const load = async (offset = 0) => {
    const got = await attempt(() => get("/jobs", { limit: PAGE, offset }));
    if (got) setAnswer((now) => ({ ...got, items: offset ? [...now.items, ...got.items] : got.items }));
  };
  useEffect(() => void load(), []);
  const open = answer?.items.filter(isOpen).length ?? 0;
  return html`
    <h1>${t("view-jobs")}</h1>
    <p class="quiet" role="status" id="jobs-said">${answer ? (open ? t("jobs-open", { count: open }) : answer.total ? t("jobs-none-open") : t("jobs-none")) : ""}</p>
    <ul id="job-list" class="cards">${answer?.items.map((job) => html`<${Job} key=${job.id} first=${job} onEnd=${() => load()} />`)}</ul>
    ${answer && answer.items.length < answer.total ? html`<button type="button" onClick=${() => load(answer.items.length)}>${t("more")}</button>` : null}`;
}

function Job({ first, onEnd }) {
  const [job, setJob] = useJob(first, isOpen(first) ? onEnd : undefined);
  const shown = job.version >= first.version ? job : first;
  return html`
    <li class="card">
      <h2>${kindName(shown)} <span class="differs">${shown.name}</span></h2>
      <p class="quiet">${time(shown.created_at)}${shown.by ? ` · ${shown.by}` : ""}</p>
      <${JobState} job=${shown} onChange=${(changed) => (setJob(changed), onEnd())} />
    </li>`;
}
