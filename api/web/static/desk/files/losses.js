// What a file has no place for, in sum and entry by entry.
import { langOf } from "../chinese.js";
import { html } from "../html.js";
import { number, orPlain, t } from "../words.js";

const LISTED = 100; // losses that are shown one by one. Chosen: a look, not a list of work

export function Losses({ losses, units }) {
  const lost = losses.sums.reduce((sum, each) => sum + each.count, 0);
  return html`
    <p role="status"><strong>${t(units ? "export-units" : "export-entries", { written: number(losses.written), of: number(losses.entries) })}</strong></p>
    ${lost ? html`
      <p>${t("export-lost", { count: lost })}</p>
      <table id="losses">
        <thead><tr><th scope="col">${t("loss-what")}</th><th scope="col">${t("loss-how")}</th><th scope="col" class="num">${t("times")}</th></tr></thead>
        <tbody>${losses.sums.map((each) => html`<tr><td>${orPlain(`cell-${each.field}`, each.field.replaceAll("_", " "))}</td><td>${orPlain(`loss-${each.action.replace(/\W+/g, "-")}`, each.action)}</td><td class="num">${number(each.count)}</td></tr>`)}</tbody>
      </table>
      <details id="losses-each"><summary>${t("loss-each")}</summary>
        <ul class="records">${losses.losses.slice(0, LISTED).map((each) => html`
          <li><a href=${`/concepts/${encodeURIComponent(each.concept_id)}`}>${each.concept_id}</a> ${orPlain(`cell-${each.field}`, each.field)} <span class="differs" lang=${langOf(each.value)}>${each.value}</span> <span class="quiet" lang="en">${each.reason}</span></li>`)}</ul>
      </details>` : html`<p class="holds">${t("export-whole")}</p>`}`;
}
