// How a memory uses a pair, as small bars with their numbers beside them.
import { langOf } from "../../chinese.js";
import { html } from "../../html.js";
import { number, percent, t } from "../../words.js";

const WIDTH = 120;
const HEIGHT = 10;
const RIVALS = 4; // chosen: beyond them a share is a few percent

export function Use({ candidate }) {
  const { use } = candidate;
  if (!use) return null;
  const all = use.units + use.zh_alone + use.en_alone;
  const rows = [
    ["use-together", use.units / all, use.units], ["use-zh-alone", use.zh_alone / all, use.zh_alone],
    ["use-en-alone", use.en_alone / all, use.en_alone],
  ];
  const own = use.units / (use.units + use.zh_alone);
  return html`
    <section class="use" aria-label=${t("use")}>
      <h2>${t("use")}</h2>
      <table class="bars">
        <tbody>
          ${rows.map(([name, share, count]) => html`<${Row} head=${t(name)} share=${share} said=${number(count)} />`)}
          <${Row} head=${t("use-inside")} share=${use.inside} said=${percent(use.inside)} />
          ${use.rivals.length ? html`
            <tr><th scope="rowgroup" colspan="3">${t("use-rivals")}</th></tr>
            <${Row} head=${candidate.en} lang="en" share=${own} said=${percent(own)} />
            ${use.rivals.slice(0, RIVALS).map((rival) => html`<${Row} head=${rival.en} lang=${langOf(rival.en, "en")} share=${rival.share} said=${percent(rival.share)} rival />`)}` : null}
        </tbody>
      </table>
      ${use.variants.length ? html`<p class="quiet">${t("use-variants")} <span lang="en">${use.variants.join(", ")}</span></p>` : null}
    </section>`;
}

function Row({ head, share, said, lang, rival = false }) {
  return html`
    <tr>
      <th scope="row" lang=${lang}>${head}</th>
      <td><${Bar} share=${share} rival=${rival} /></td>
      <td class="figure">${said}</td>
    </tr>`;
}

/** A bar of its share; the number stands beside it. */
export function Bar({ share, rival = false }) {
  return html`
    <svg class=${rival ? "bar-of rival" : "bar-of"} width=${WIDTH} height=${HEIGHT} viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <rect class="whole" width=${WIDTH} height=${HEIGHT} rx="2" />
      <rect class="part" width=${Math.max(share > 0 ? 1 : 0, WIDTH * share)} height=${HEIGHT} rx="2" />
    </svg>`;
}
