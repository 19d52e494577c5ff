// Leafing through what is too long for one page; the place stands in the address.
import { html } from "../html.js";
import { replaceQuery } from "../route.js";
import { number, t } from "../words.js";

export function Pages({ from, size, total }) {
  if (total <= size) return null;
  const to = (offset) => () => (replaceQuery({ from: offset || "" }), window.scrollTo(0, 0));
  const last = Math.floor((total - 1) / size) * size;
  const at = (event) => to((Math.max(1, Math.min(Number(event.target.value) || 1, last / size + 1)) - 1) * size)();
  return html`
    <nav class="row pages" aria-label=${t("pages")}>
      <button type="button" disabled=${from <= 0} onClick=${to(Math.max(0, from - size))}>${t("pages-back")}</button>
      <label>${t("pages-page")} <input class="page-number" inputmode="numeric" value=${from / size + 1} onChange=${at} /> ${t("pages-of", { count: number(last / size + 1) })}</label>
      <button type="button" disabled=${from + size >= total} onClick=${to(from + size)}>${t("pages-on")}</button>
    </nav>`;
}
