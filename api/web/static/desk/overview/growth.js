// How termbase and memory grew, week by week.
import { html } from "../html.js";
import { language, number, t } from "../words.js";

const WIDTH = 600;
const HEIGHT = 120;

export function Growth({ weeks }) {
  if (!weeks.length) return null;
  return html`
    <section class="card broad" aria-labelledby="ov-growth"><h2 id="ov-growth">${t("overview-growth")}</h2>
      <div class="growth"><${Line} weeks=${weeks} field="entries" /><${Line} weeks=${weeks} field="units" /></div>
      <details><summary>${t("overview-weeks")}</summary>
        <table><thead><tr><th scope="col">${t("overview-week")}</th><th scope="col" class="figure">${t("overview-entries")}</th><th scope="col" class="figure">${t("document-units")}</th></tr></thead>
          <tbody>${[...weeks].reverse().map((week) => html`<tr><td>${day(week.start)}</td><td class="figure">${number(week.entries)}</td><td class="figure">${number(week.units)}</td></tr>`)}</tbody></table>
      </details>
    </section>`;
}

function Line({ weeks, field }) {
  const most = Math.max(1, ...weeks.map((week) => week[field]));
  const step = WIDTH / Math.max(1, weeks.length - 1);
  const points = weeks.map((week, at) => [weeks.length > 1 ? at * step : WIDTH, HEIGHT - (HEIGHT * week[field]) / most]);
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return html`
    <figure>
      <figcaption>${t(`growth-${field}`, { first: number(weeks[0][field]), last: number(weeks.at(-1)[field]), from: day(weeks[0].start) })}</figcaption>
      <svg class="line" viewBox=${`0 -4 ${WIDTH} ${HEIGHT + 8}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <polygon points=${`${points[0][0].toFixed(1)},${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} /><polyline points=${line} />
      </svg>
    </figure>`;
}

const day = (iso) => new Date(`${iso}T00:00:00Z`).toLocaleDateString(language(), { dateStyle: "medium", timeZone: "UTC" });
