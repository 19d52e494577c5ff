// What people looked for in vain, the most wanted first: a list of work for a terminologist.
import { attempt, get } from "../api.js";
import { html, may, useEffect, useState } from "../html.js";
import { langOf } from "../chinese.js";
import { address } from "../route.js";
import { number, orPlain, t, time } from "../words.js";

const adding = may(3) ? "add-it" : "propose-it";
const MOST = 100; // shown: what the server gives at once

export default function Wanted() {
  const [items, setItems] = useState(null);
  useEffect(() => void attempt(() => get("/wanted", { limit: MOST })).then((answer) => answer && setItems(answer.items)), []);
  return html`
    <h1>${t("view-wanted")}</h1>
    <p class="quiet">${t("wanted-about")}</p>
    ${items === null ? null : items.length ? html`<${Table} items=${items} />` : html`<p class="empty">${t("nothing-wanted")}</p>`}`;
}

function Table({ items }) {
  return html`
    <table id="wanted">
      <thead><tr><th scope="col">${t("looked-for")}</th><th scope="col">${t("language")}</th><th scope="col">${t("times")}</th><th scope="col">${t("last")}</th><th scope="col"><span class="unseen">${t(adding)}</span></th></tr></thead>
      <tbody>${items.map((item) => html`
        <tr>
          <td><a href=${address("/", { q: item.query })} lang=${langOf(item.query)}>${item.query}</a></td>
          <td>${orPlain(`language-${item.language}`, item.language)}</td>
          <td>${number(item.count)}</td>
          <td>${time(item.last_at)}</td>
          <td><a least="2" href=${address("/concepts/new", { [item.language]: item.query })}>${t(adding)}</a></td>
        </tr>`)}</tbody>
    </table>`;
}
