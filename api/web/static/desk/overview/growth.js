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
        <table><thead><tr><th scope="col">${t("overview-week")}</th><th scope="col" class="num">${t("overview-entries")}</th><th scope="col" class="num">${t("document-units")}</th></tr></thead>
          <tbody>${[...weeks].reverse().map((week) => html`<tr><td>${day(week.start)}</td><td class="num">${number(week.entries)}</td><td class="num">${number(week.units)}</td></tr>`)}</tbody></table>
      </details>
    </section>`;
}

function Line({ weeks, field }) {
  const drawn = weeks.length > 1 ? weeks : [weeks[0], weeks[0]]; // one week is a level, not a point
  const most = Math.max(1, ...drawn.map((week) => week[field]));
  const step = WIDTH / (drawn.length - 1);
  const points = drawn.map((week, at) => [at * step, HEIGHT - (HEIGHT * week[field]) / most]);
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return html`
    <figure>
      <figcaption>${t(`growth-${field}`, { first: number(weeks[0][field]), last: number(weeks.at(-1)[field]), from: day(weeks[0].start) })}</figcaption>
      <svg class="trend" viewBox=${`0 -4 ${WIDTH} ${HEIGHT + 8}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <polygon points=${`0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} /><polyline points=${line} />
      </svg>
    </figure>`;
}

const day = (iso) => new Date(`${iso}T00:00:00Z`).toLocaleDateString(language(), { dateStyle: "medium", timeZone: "UTC" });
