// One entry of two, chosen field by field: a column for each side, a row for each place in which they
// differ. In a row 1, 2 and 3 take a side, and j and k go to the next and to the last row.
import { langOf } from "../chinese.js";
import { classes, html, useId, useRef } from "../html.js";
import { hasModifier, isComposing, isTyping } from "../keys.js";
import { around, t } from "../words.js";
import { KEPT, LEFT_OUT, SIDES } from "./choosing.js";
import { Differing } from "../parts/differing.js";
import { Field } from "./form.js";
import { fieldName, placeName, valueName } from "./names.js";

/** `rows` of `rowsOf`; `chosen` {key: value} and `onChoose(key, value)`; `names` {side: what it is called},
 * of those that are columns. */
export function Choice({ rows, chosen, onChoose, names }) {
  const list = useRef(null);
  const sides = SIDES.filter((side) => names[side]);
  const open = rows.filter((row) => row.open);
  const settled = rows.filter((row) => !row.open);
  const shown = (row) => html`<${Row} key=${row.key} row=${row} value=${chosen[row.key] ?? row.value} sides=${sides} names=${names} onChoose=${(value) => onChoose(row.key, value)} />`;
  return html`
    <div class="choice" ref=${list} onKeyDown=${(event) => moved(event, list.current)}>
      ${open.length ? html`<div class="rows">${open.map(shown)}</div>` : html`<p class="quiet">${t("nothing-to-choose")}</p>`}
      ${settled.length ? html`<details><summary>${t("settled-by-themselves", { count: settled.length })}</summary><div class="rows">${settled.map(shown)}</div></details>` : null}
    </div>`;
}

function Row({ row, value, sides, names, onChoose }) {
  const id = useId();
  const columns = row.present ? presence(row, names) : sides.filter((side) => row.values[side] !== undefined).map((side) => ({ side, name: names[side], value: row.values[side] }));
  const own = !columns.some((column) => column.value === value);
  const choose = (column) => () => onChoose(column.value);
  return html`
    <fieldset class="choice-row" data-row=${row.key}>
      <legend>${fieldName(row.field)}${placeName(row) ? html` <span class="quiet" lang=${langOf(row.term, row.tag)}>${placeName(row)}</span>` : null}</legend>
      <div class=${classes("columns", columns.length > 2 && "three")}>
        ${columns.map((column, at) => html`
          <label class=${classes("column", column.value === value && "taken")}>
            <span class="side-name"><input type="radio" name=${id} checked=${column.value === value} onChange=${choose(column)} data-key=${at + 1} /> <span lang=${langOf(column.name)}>${column.name}</span> <kbd aria-hidden="true">${at + 1}</kbd></span>
            <${Value} row=${row} column=${column} />
          </label>`)}
      </div>
      ${row.present ? null : html`
        <details class="own" open=${own}><summary>${t("own-words")}</summary>
          <${Field} field=${row.field} value=${value} tag=${row.tag} onChange=${onChoose} /></details>`}
    </fieldset>`;
}

/** Of what one side has and the other has not: keep it, or leave it out. */
function presence(row, names) {
  const holder = ["ours", "theirs"].filter((side) => row.values[side] !== undefined).map((side) => names[side]).join(", ");
  return [
    { value: KEPT, name: t("keep"), text: row.text, note: around("only-in", "side", html`<span lang=${langOf(holder)}>${holder}</span>`) },
    { value: LEFT_OUT, name: t("leave-out"), text: "" },
  ];
}

function Value({ row, column }) {
  if (row.present) {
    return html`<span lang=${langOf(column.text || row.text, row.tag)}>${column.text}</span>${column.note ? html` <span class="quiet">${column.note}</span>` : null}`;
  }
  const text = valueName(row.field, column.value);
  const base = valueName(row.field, row.values.was ?? (column.side === "theirs" ? row.values.ours : undefined) ?? "");
  if (!text) return html`<span class="quiet">${t("empty")}</span>`;
  return base && column.side !== "was" && base !== text
    ? html`<${Differing} before=${base} after=${text} tag=${row.tag} />`
    : html`<span lang=${langOf(text, row.tag)}>${text}</span>`;
}

// ---------------------------------------------------------------- keys

function moved(event, list) {
  if (event.defaultPrevented || isComposing(event) || hasModifier(event)) return;
  const row = event.target.closest?.(".choice-row");
  if (!row || (isTyping(event) && event.target.type !== "radio")) return;
  if (/^[1-3]$/.test(event.key)) row.querySelector(`[data-key="${event.key}"]`)?.click();
  else if (event.key === "j" || event.key === "k") focused(list, row, event.key === "j" ? 1 : -1);
  else return;
  event.preventDefault();
}

function focused(list, row, step) {
  const rows = [...list.querySelectorAll(".choice-row")].filter((each) => each.offsetParent);
  const next = rows[rows.indexOf(row) + step];
  (next?.querySelector("input:checked") ?? next?.querySelector("input"))?.focus();
}

/** Put the focus into the first row. */
export const focusFirst = (within) => (within?.querySelector(".choice-row input:checked") ?? within?.querySelector(".choice-row input"))?.focus();
