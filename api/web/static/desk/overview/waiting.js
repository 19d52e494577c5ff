// What waits for review: document by document, by confidence; each square is a way to that queue.
import { html } from "../html.js";
import { address } from "../route.js";
import { number, percent, t } from "../words.js";

const FIRST = 15; // documents that are shown, those with the most

export function Waiting({ waiting }) {
  if (!waiting.length) return null;
  const most = Math.max(...waiting.flatMap((each) => each.tenths));
  return html`
    <section class="card broad" aria-labelledby="ov-waiting"><h2 id="ov-waiting">${t("overview-waiting")}</h2>
      <div class="wide"><table id="waiting-by-document">
        <thead><tr><th scope="col">${t("view-document")}</th><th scope="col" class="num">${t("overview-pairs")}</th>${waiting[0].tenths.map((_, tenth) => html`<th scope="col" class="tenth">${percent(tenth / 10)}</th>`)}</tr></thead>
        <tbody>${waiting.slice(0, FIRST).map((each) => html`
          <tr>
            <th scope="row" class="differs"><a href=${`/documents/${each.sha256}`}>${each.name}</a></th>
            <td class="num"><a href=${address("/review", { document: each.sha256 })}>${number(each.tenths.reduce((sum, count) => sum + count, 0))}</a></td>
            ${each.tenths.map((count, tenth) => html`<td class="tenth"><${Square} count=${count} most=${most} tenth=${tenth} document=${each} /></td>`)}
          </tr>`)}</tbody>
      </table></div>
      ${waiting.length > FIRST ? html`<p class="quiet">${t("overview-more-documents", { count: waiting.length - FIRST })}</p>` : null}
    </section>`;
}

/** Its shade is the share of the fullest; the number stands beneath. */
function Square({ count, most, tenth, document }) {
  if (!count) return null;
  return html`
    <a href=${address("/review", { document: document.sha256, least: tenth ? tenth / 10 : "", below: tenth < 9 ? (tenth + 1) / 10 : "" })} aria-label=${t("overview-square", { count, share: percent(tenth / 10), name: document.name })}>
      <svg class="square" viewBox="0 0 20 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="20" height="8" fill-opacity=${0.15 + 0.85 * Math.sqrt(count / most)} /></svg>
      <span class="num">${number(count)}</span>
    </a>`;
}
