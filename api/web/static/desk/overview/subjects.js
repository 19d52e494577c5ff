// Entries by subject field, and how many have a term of each status.
import { html, useState } from "../html.js";
import { address } from "../route.js";
import { number, t } from "../words.js";
import { Bar } from "./bars.js";

const FIRST = 12; // subject fields at first. Chosen: a picture that fits beside another
const STATUSES = ["preferred", "admitted", "deprecated", "superseded"];

export function Subjects({ subjects, entries }) {
  const [all, setAll] = useState(false);
  const shown = all ? subjects : subjects.slice(0, FIRST);
  const largest = Math.max(1, ...subjects.map((each) => each.entries));
  return html`
    <section class="card broad" aria-labelledby="ov-subjects"><h2 id="ov-subjects">${t("overview-subjects", { count: entries })}</h2>
      <div class="wide"><table id="subjects">
        <thead><tr><th scope="col">${t("subject")}</th><th scope="col" colspan="2">${t("overview-entries")}</th>${STATUSES.map((status) => html`<th scope="col" class="num">${t(`status-${status}`)}</th>`)}</tr></thead>
        <tbody>${shown.map((each) => html`
          <tr>
            <th scope="row"><a href=${address("/", { q: "*", subject: each.subject })}>${each.subject || t("no-subject")}</a></th>
            <td class="pictured"><${Bar} share=${each.entries / largest} /></td>
            <td class="num">${number(each.entries)}</td>
            ${STATUSES.map((status) => html`<td class="num">${each.statuses[status] ? number(each.statuses[status]) : ""}</td>`)}
          </tr>`)}</tbody>
      </table></div>
      ${subjects.length > FIRST && !all ? html`<button type="button" onClick=${() => setAll(true)}>${t("more")}</button>` : null}
    </section>`;
}
