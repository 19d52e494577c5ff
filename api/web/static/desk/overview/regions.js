// Which regions' forms entries have and which not: the gaps of each, and the patterns there are.
import { tagName } from "../chinese.js";
import { html } from "../html.js";
import { address } from "../route.js";
import { number, percent, t } from "../words.js";
import { Bar } from "./bars.js";

const FIRST = 12; // patterns that are shown. Chosen: the rest are a few entries each

export function Regions({ tags, forms, entries }) {
  if (!entries) return null;
  return html`
    <section class="card broad" aria-labelledby="ov-regions"><h2 id="ov-regions">${t("overview-regions")}</h2>
      <p class="quiet">${t("overview-regions-about")}</p>
      <div class="wide"><table id="regions">
        <thead><tr><th scope="col">${t("overview-form")}</th><th scope="col" colspan="2">${t("overview-has")}</th><th scope="col" class="num">${t("overview-general")}</th><th scope="col" class="num">${t("overview-missing")}</th></tr></thead>
        <tbody>${tags.map((each) => html`
          <tr>
            <th scope="row">${tagName(each.tag)}</th>
            <td class="pictured"><${Bar} parts=${[[each.has / entries, "all"], [each.general / entries, "general"]]} /></td>
            <td class="num">${number(each.has)} <span class="quiet">${percent(each.has / entries)}</span></td>
            <td class="num">${number(each.general)}</td>
            <td class="num">${each.missing ? html`<a href=${address("/overview", { missing: each.tag })} aria-label=${t("overview-gaps-named", { count: each.missing, tag: tagName(each.tag) })}>${number(each.missing)}</a>` : number(0)}</td>
          </tr>`)}</tbody>
      </table></div>
      <${Matrix} tags=${tags.map((each) => each.tag)} forms=${forms} />
    </section>`;
}

/** A row a pattern: which forms its entries have, and how many entries it has. */
function Matrix({ tags, forms }) {
  const others = forms.slice(FIRST).reduce((sum, each) => sum + each.entries, 0);
  return html`
    <h3>${t("overview-matrix")}</h3>
    <div class="wide"><table id="matrix">
      <thead><tr><th scope="col" class="num">${t("overview-entries")}</th>${tags.map((tag) => html`<th scope="col">${tagName(tag)}</th>`)}</tr></thead>
      <tbody>${forms.slice(0, FIRST).map((each) => html`
        <tr><th scope="row" class="num">${number(each.entries)}</th>${tags.map((tag) => html`<td>${each.tags.includes(tag)
          ? html`<${Dot} has=${true} /><span class="unseen">${t("overview-there")}</span>`
          : html`<a class="gap" href=${address("/overview", { missing: tag })} aria-label=${t("overview-gaps-of", { tag: tagName(tag) })}><${Dot} has=${false} /></a>`}</td>`)}</tr>`)}</tbody>
    </table></div>
    ${others ? html`<p class="quiet">${t("overview-others", { count: others })}</p>` : null}`;
}

const Dot = ({ has }) => html`<svg class=${has ? "dot has" : "dot"} viewBox="0 0 16 16" aria-hidden="true" focusable="false"><circle cx="8" cy="8" r="5.5" /></svg>`;
