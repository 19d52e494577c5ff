// Filters with how many each would leave.
import { tagName } from "../chinese.js";
import { html } from "../html.js";
import { number, orPlain, t } from "../words.js";

/** What a value of a field is called. */
const NAMES = {
  subject: (value) => value || t("no-subject"),
  status: (value) => orPlain(`status-${value}`, value),
  lang: (value) => orPlain(`language-${value}`, value),
  tag: tagName,
};

/** A list to choose from. `counts` {value: how many}; the chosen one stays, whatever is found. */
export function Filter({ name, chosen, counts, onChoose }) {
  const values = Object.keys(counts).filter(Boolean);
  if (chosen && !values.includes(chosen)) values.unshift(chosen);
  return html`
    <label class="filter"><span>${t(`filter-${name}`)}</span>
      <select id=${`filter-${name}`} value=${chosen ?? ""} onChange=${(event) => onChoose(event.target.value)}>
        <option value="" selected=${!chosen}>${t("filter-all")}</option>
        ${values.map((value) => html`
          <option value=${value} selected=${value === chosen}>${(NAMES[name] ?? String)(value)}${counts[value] === undefined ? "" : ` (${number(counts[value])})`}</option>`)}
      </select>
    </label>`;
}
