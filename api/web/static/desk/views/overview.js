// The overview: pictures where people would rather look, each with its numbers beside it.
import { langOf } from "../chinese.js";
import { attempt, get } from "../api.js";
import { html, useEffect, useState } from "../html.js";
import { Gaps } from "../overview/gaps.js";
import { Growth } from "../overview/growth.js";
import { Reliability } from "../overview/reliability.js";
import { Subjects } from "../overview/subjects.js";
import { Regions } from "../overview/regions.js";
import { Waiting } from "../overview/waiting.js";
import { address } from "../route.js";
import { number, orPlain, t, time } from "../words.js";

const WANTED = 10; // look-ups in vain that are shown; the others have a view of their own

export default function Overview({ query }) {
  const [told, setTold] = useState(null);
  const [judged, setJudged] = useState(null);
  const [wanted, setWanted] = useState([]);
  useEffect(() => {
    attempt(() => get("/overview")).then((answer) => answer && setTold(answer));
    get("/judgements/summary").then(setJudged, () => {});
    get("/wanted", { limit: WANTED }).then((answer) => setWanted(answer.items), () => {});
  }, []);
  if (query.missing) return html`<${Gaps} key=${query.missing} tag=${query.missing} from=${Number(query.from) || 0} />`;
  if (!told) return html`<h1>${t("view-overview")}</h1><p role="status">${t("loading")}</p>`;
  if (!told.entries && !told.waiting.length && !told.growth.length) return html`<h1>${t("view-overview")}</h1><p class="empty">${t("overview-empty")} <a href="/documents">${t("view-documents")}</a></p>`;
  return html`
    <h1>${t("view-overview")}</h1>
    <div class="overview">
      <${Subjects} subjects=${told.subjects} entries=${told.entries} />
      <${Regions} tags=${told.tags} forms=${told.forms} entries=${told.entries} />
      <${Waiting} waiting=${told.waiting} />
      ${judged?.decided ? html`<${Reliability} judged=${judged} />` : null}
      <${Growth} weeks=${told.growth} />
      <${Done} done=${told.done} since=${told.since} />
      <${WantedMost} items=${wanted} />
    </div>`;
}

/** Who did what in the last seven days. */
function Done({ done, since }) {
  return html`
    <section class="card" aria-labelledby="ov-done"><h2 id="ov-done">${t("overview-done")}</h2>
      <p class="quiet">${t("overview-since", { time: time(since) })}</p>
      ${done.length ? html`<table>
        <thead><tr><th scope="col">${t("steps-who")}</th><th scope="col">${t("steps-what")}</th><th scope="col" class="num">${t("times")}</th></tr></thead>
        <tbody>${done.map((each) => html`<tr><td>${each.by || t("nobody-named")}</td><td>${orPlain(`verb-${each.verb}`, each.verb)}</td><td class="num">${number(each.steps)}</td></tr>`)}</tbody>
      </table>` : html`<p>${t("overview-none-done")}</p>`}
      <p><a href="/history">${t("view-history")}</a></p>
    </section>`;
}

function WantedMost({ items }) {
  if (!items.length) return null;
  return html`
    <section class="card" aria-labelledby="ov-wanted"><h2 id="ov-wanted">${t("view-wanted")}</h2>
      <ol class="plain-list">${items.map((item) => html`<li><a href=${address("/", { q: item.query })} lang=${langOf(item.query)}>${item.query}</a> <span class="quiet">${number(item.count)}</span></li>`)}</ol>
      <p><a href="/wanted">${t("overview-all-wanted")}</a></p>
    </section>`;
}
