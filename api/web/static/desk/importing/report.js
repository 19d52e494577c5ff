// What an import would do: counts, and record by record what changes, before anything is stored.
import { langOf } from "../chinese.js";
import { html, useState } from "../html.js";
import { Differing } from "../parts/differing.js";
import { number, orPlain, t } from "../words.js";

const KINDS = ["changed", "conflict", "new", "refused", "same"];
const SHOWN = 50; // records at first, and with each "more". Chosen: some screens; half or double asks more or scrolls more

export function Report({ report, onImport }) {
  const counts = { ...report.counts, refused: report.refusals };
  const found = KINDS.filter((kind) => counts[kind]);
  const [kind, setKind] = useState(found[0]);
  const [without, setWithout] = useState(false);
  const willDo = (counts.new ?? 0) + (counts.changed ?? 0) + (counts.conflict ?? 0);
  return html`
    <section class="card" id="import-report">
      <h2>${t("import-would")}</h2>
      <div class="row toggle" role="group" aria-label=${t("import-would")}>${found.map((each) => html`
        <button type="button" data-kind=${each} aria-pressed=${each === kind ? "true" : "false"} onClick=${() => setKind(each)}>${t(`import-${each}`)} <strong>${number(counts[each])}</strong></button>`)}
      </div>
      ${kind === "conflict" ? html`<p class="quiet">${t("import-conflict-about")}</p>` : null}
      <${Records} key=${kind} records=${recordsOf(report, kind)} kind=${kind} count=${counts[kind] ?? 0} />
      ${report.changes.length ? html`<${Read} changes=${report.changes} />` : null}
      ${counts.refused ? html`<p><label><input type="checkbox" id="without-refused" checked=${without} onChange=${(event) => setWithout(event.target.checked)} /> ${t("import-without-refused", { count: counts.refused })}</label></p>` : null}
      <p class="row"><button type="button" id="import-run" class="main" disabled=${!willDo || (counts.refused && !without)} onClick=${() => onImport(Boolean(counts.refused))}>${t("import-run", { count: willDo })}</button>
        ${willDo ? null : html`<span class="quiet">${t("import-nothing")}</span>`}</p>
    </section>`;
}

function recordsOf(report, kind) {
  if (kind === "refused") return report.refused.map(([line, reason]) => ({ line, reason }));
  return report.records.filter((record) => record.verdict === kind);
}

function Records({ records, kind, count }) {
  const [most, setMost] = useState(SHOWN);
  return html`
    <ul class="records" data-kind=${kind}>${records.slice(0, most).map((record) => html`<${Record} record=${record} kind=${kind} />`)}</ul>
    ${records.length > most ? html`<button type="button" onClick=${() => setMost(most + SHOWN)}>${t("more")}</button>` : null}
    ${count > records.length ? html`<p class="quiet">${t("import-unlisted", { count: count - records.length })}</p>` : null}`;
}

function Record({ record, kind }) {
  return html`
    <li>
      <span class="quiet">${t("line", { line: record.line })}</span>
      ${record.reason ? html` <span lang="en">${record.reason}</span>` : html` <strong class="differs">${record.terms.length ? record.terms.map((term, n) => html`${n ? " · " : ""}<span lang=${langOf(term)}>${term}</span>`) : record.concept_id}</strong>`}
      ${record.changes?.length ? html`<dl class="field-changes">${record.changes.map((change) => html`<${Change} change=${change} kind=${kind} />`)}</dl>`
        : record.details?.length ? html` <span class="differs" lang=${langOf(record.details.join(" "))}>${record.details.join("; ")}</span>` : null}
    </li>`;
}

/** A field of an entry: what changes word by word, or both sides of a conflict. */
function Change({ change, kind }) {
  const field = orPlain(`cell-${change.field}`, change.field.replaceAll("_", " "));
  const lang = langOf(change.before + change.after);
  return html`
    <dt>${field}${change.where ? html` <span class="quiet" lang=${langOf(change.where)}>${change.where}</span>` : ""}</dt>
    <dd lang=${lang} class="differs">${kind === "conflict"
      ? html`<span class="ours">${t("ours")} ${change.before || "–"}</span><br /><span class="theirs">${t("theirs")} ${change.after || "–"}</span>`
      : html`<${Differing} before=${change.before} after=${change.after} />`}</dd>`;
}

/** What was read otherwise than it is written. */
function Read({ changes }) {
  return html`
    <details id="import-read"><summary>${t("import-read-otherwise", { count: changes.length })}</summary>
      <ul>${changes.slice(0, SHOWN).map(([line, what]) => html`<li><span class="quiet">${t("line", { line })}</span> <span lang="en" class="differs">${what}</span></li>`)}</ul>
    </details>`;
}
