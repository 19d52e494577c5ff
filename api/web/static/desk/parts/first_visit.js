// An empty termbase: what to do first, and doing it with the supplied documents in one click.
import { attempt, get, request } from "../api.js";
import { JobState, resultOf, useJob } from "../files/work.js";
import { html, may, useEffect, useState } from "../html.js";
import { reviewer } from "../settings.js";
import { t } from "../words.js";

let holds = false; // whether the termbase was seen to hold something: it is asked no more

export function FirstVisit() {
  const [empty, setEmpty] = useState(false);
  const [job, setJob] = useState(null);
  const [filled, setFilled] = useState(null);
  useEffect(() => {
    if (!holds) get("/concepts", { limit: 1 }).then((answer) => ((holds = Boolean(answer.total)), setEmpty(!holds)), () => {});
  }, []);
  const fill = async () => {
    const body = JSON.stringify({ by: reviewer() });
    const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body };
    const answer = await attempt(() => request("/demo", sent));
    if (answer?.status === 202) setJob(answer.data);
    else if (answer) setFilled(answer.data);
  };
  const ended = async (last) => last.state === "done" && setFilled((await resultOf(last))?.data);
  if (!empty) return null;
  return html`
    <div class="first-visit">
      <p><strong>${filled ? t("first-demo-done", filled) : t("first-visit")}</strong></p>
      ${filled ? html`<p class="row"><a class="button main" href="/review">${t("view-review")}</a></p>`
        : job ? html`<${Filling} key=${job.id} first=${job} onEnd=${ended} />` : html`
        <p class="row"><button least="4" type="button" class="main" id="first-demo" onClick=${fill}>${t("first-demo")}</button> <span class="quiet">${t("first-demo-about")}</span></p>
        <p class="row"><a class="button" href="/documents">${t("first-mine")}</a>
          <a class="button" href="/import">${t("first-import")}</a>
          <a class="button" href="/concepts/new">${t(may(3) ? "first-add" : "first-propose")}</a></p>`}
    </div>`;
}

function Filling({ first, onEnd }) {
  const [job, setJob] = useJob(first, onEnd);
  return html`<${JobState} job=${job} onChange=${setJob} />`;
}
