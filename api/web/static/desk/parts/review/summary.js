// The sitting in sum: how much, how fast, and whether the confidences kept their word.
import { attempt, get } from "../../api.js";
import { html, useEffect, useState } from "../../html.js";
import { reviewer } from "../../settings.js";
import { number, percent, t } from "../../words.js";
import { useWatched } from "../../watched.js";
import { unsent } from "./outbox.js";
import { sitting } from "./queue.js";

const A_WHILE = 60; // seconds after which a pace is told. Chosen: of less it is chance
const SIDE = 150;
const EDGE = 10; // room for the circles at the ends
const SIZE = SIDE + 2 * EDGE;
const x = (share) => EDGE + SIDE * share;
const y = (share) => EDGE + SIDE * (1 - share);

export function Summary() {
  const told = useSummary();
  if (!told) return html`<p class="quiet">${t("loading")}</p>`;
  return html`
    <section id="summary" class="card" aria-label=${t("sitting")}>
      <h2>${t("sitting")}</h2>
      <p><strong>${t("sitting-decided", { count: told.decided })}</strong>
        ${" "}${t("sitting-kinds", { approved: told.approved, amended: told.amended, rejected: told.rejected, skipped: told.skipped })}</p>
      ${told.seconds < A_WHILE ? null : html`<p>${t("sitting-pace", { count: Math.round(told.per_hour) })}</p>`}
      ${told.bins.length ? html`<${Reliability} told=${told} />` : null}
    </section>`;
}

/** Asked when all that was decided is at the server. */
function useSummary() {
  const [told, setTold] = useState(null);
  const waiting = useWatched(unsent);
  useEffect(() => {
    if (waiting || !sitting.since) return;
    attempt(() => get("/judgements/summary", { since: sitting.since, by: reviewer() })).then((answer) => answer && setTold(answer));
  }, [waiting, sitting.since, sitting.acts.length]);
  return told;
}

/** In each bin the share approved as it was against the confidence said: on the line it is right. */
function Reliability({ told }) {
  return html`
    <figure class="reliability">
      <svg width=${SIZE} height=${SIZE} viewBox=${`0 0 ${SIZE} ${SIZE}`} aria-hidden="true">
        <path class="frame" d=${`M${x(0)} ${y(1)}V${y(0)}H${x(1)}`} />
        <path class="ideal" d=${`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
        ${told.bins.map((bin) => html`<circle cx=${x(bin.said)} cy=${y(bin.approved / bin.decided)} r=${Math.min(EDGE, 3 + Math.sqrt(bin.decided))} />`)}
      </svg>
      <figcaption>
        <table>
          <caption>${t("reliability")}</caption>
          <thead><tr><th scope="col">${t("said")}</th><th scope="col">${t("approved-share")}</th><th scope="col">${t("pairs")}</th></tr></thead>
          <tbody>${told.bins.map((bin) => html`
            <tr><td>${percent(bin.said)}</td><td>${percent(bin.approved / bin.decided)}</td><td>${number(bin.decided)}</td></tr>`)}</tbody>
        </table>
      </figcaption>
    </figure>`;
}
