// The columns of a table, each with what it is taken for and the first rows beneath.
import { langOf, REGIONS, tagName } from "../chinese.js";
import { html } from "../html.js";
import { orPlain, t } from "../words.js";

const TAGS = ["en", ...REGIONS, "zh-Hant", "zh-Hans", "zh"];
const FIRST = ["term", "ignore", "extra"];

/** What the server is told: {key: "field" or "field:tag"}; what is kept as a remark needs no word. */
export function mappingOf(columns) {
  const told = columns.filter((column) => column.field !== "extra");
  return Object.fromEntries(told.map((column) => [column.key, column.tag ? `${column.field}:${column.tag}` : column.field]));
}

/** `columns` are those that a person chose, or null: then as they were recognised. */
export function Columns({ seen, columns, onChange }) {
  const { table, fields } = seen;
  const shown = columns ?? table.columns;
  const withHeads = shown.some((column) => column.head && column.key === column.head);
  const rows = columns && withHeads && !table.has_heads ? table.rows.slice(1) : table.rows;
  const change = (number, what) => onChange(shown.map((column) => (column.number === number ? { ...column, ...what } : column)));
  return html`
    ${table.problem ? html`<p class="fails" role="status">${t("columns-unknown")}</p><${Heads} table=${table} shown=${shown} withHeads=${withHeads} onChange=${onChange} />` : html`<p class="quiet">${t(columns ? "columns-chosen" : "columns-guessed")}${table.sheet ? ` · ${table.sheet}` : ""}</p>`}
    <div class="wide" tabindex="0" role="region" aria-label=${t("columns")}>
      <table id="columns">
        <thead>
          <tr>${shown.map((column) => html`<th scope="col">${column.head || column.number}</th>`)}</tr>
          <tr>${shown.map((column) => html`<td><${Choice} column=${column} fields=${fields} onChange=${(what) => change(column.number, what)} /></td>`)}</tr>
        </thead>
        <tbody>${rows.map((row) => html`<tr>${shown.map((column, at) => html`<td class=${column.field === "ignore" ? "ignored" : ""} lang=${langOf(row.cells[at] ?? "", /^(en|zh)/.test(column.tag) ? column.tag : "")}>${row.cells[at] ?? ""}</td>`)}</tr>`)}</tbody>
      </table>
    </div>`;
}

/** Where nothing was recognised: whether the first row names the columns. */
function Heads({ table, shown, withHeads, onChange }) {
  const first = table.rows[0]?.cells ?? [];
  const named = (event) => onChange(shown.map((column, at) => {
    const head = event.target.checked ? (first[at] ?? "").trim() : "";
    const alone = head && first.filter((cell) => cell.trim() === head).length === 1;
    return { ...column, head, key: alone ? head : String(column.number) };
  }));
  return html`<p><label><input type="checkbox" id="first-is-heads" checked=${withHeads} onChange=${named} /> ${t("columns-first-row")}</label></p>`;
}

function Choice({ column, fields, onChange }) {
  const part = fields.find((each) => each.field === column.field)?.part;
  const tagged = part === "term" || part === "language";
  const chosen = (event) => {
    const next = fields.find((each) => each.field === event.target.value);
    const keeps = next.part === "term" || next.part === "language";
    onChange({ field: next.field, tag: keeps ? column.tag || "en" : "" });
  };
  const ordered = [...fields].sort((a, b) => rank(a.field) - rank(b.field));
  const name = column.head || column.number;
  return html`
    <select class="field" aria-label=${t("column-is", { name })} onChange=${chosen}>
      ${ordered.map((each) => html`<option value=${each.field} selected=${each.field === column.field}>${orPlain(`cell-${each.field}`, each.field)}</option>`)}
    </select>
    ${tagged ? html`
      <select class="tag" aria-label=${t("column-language", { name })} onChange=${(event) => onChange({ tag: event.target.value })}>
        ${[...new Set([column.tag, ...TAGS])].filter(Boolean).map((tag) => html`<option value=${tag} selected=${tag === column.tag}>${tagName(tag)}</option>`)}
      </select>` : null}`;
}

const rank = (field) => (FIRST.includes(field) ? FIRST.indexOf(field) : FIRST.length);
