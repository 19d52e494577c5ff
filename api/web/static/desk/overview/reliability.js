// Does a confidence of 90 % mean that nine in ten are right? What was said against what was decided.
import { html } from "../html.js";
import { number, percent, t } from "../words.js";

const SIDE = 200;

export function Reliability({ judged }) {
  const bins = judged.bins.filter((bin) => bin.decided);
  const most = Math.max(...bins.map((bin) => bin.decided));
  return html`
    <section class="card" aria-labelledby="ov-reliability"><h2 id="ov-reliability">${t("overview-reliability")}</h2>
      <p class="quiet">${t("overview-reliability-about")}</p>
      <div class="pictured-row">
        <svg class="diagram" viewBox=${`-1 -1 ${SIDE + 2} ${SIDE + 2}`} aria-hidden="true" focusable="false">
          <rect class="plot-frame" width=${SIDE} height=${SIDE} />
          <line class="plot-ideal" x1="0" y1=${SIDE} x2=${SIDE} y2="0" />
          ${bins.map((bin) => html`<circle class="point" cx=${SIDE * bin.said} cy=${SIDE * (1 - right(bin))} r=${3 + 7 * Math.sqrt(bin.decided / most)} />`)}
        </svg>
        <table id="reliability">
          <thead><tr><th scope="col" class="num">${t("overview-said")}</th><th scope="col" class="num">${t("overview-right")}</th><th scope="col" class="num">${t("overview-decided")}</th></tr></thead>
          <tbody>${bins.map((bin) => html`<tr><td class="num">${percent(bin.said)}</td><td class="num">${percent(right(bin))}</td><td class="num">${number(bin.decided)}</td></tr>`)}</tbody>
        </table>
      </div>
    </section>`;
}

/** The share that was approved, as it was or amended. */
const right = (bin) => (bin.approved + bin.amended) / bin.decided;
