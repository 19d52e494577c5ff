// Importing: a file is looked at, its columns are named, what it would change is shown; then one step.
import { attempt, get, post } from "../api.js";
import { Drop, handedOver } from "../files/drop.js";
import { isOpen, JobState, resultOf, send, useJob } from "../files/work.js";
import { html, useEffect, useState } from "../html.js";
import { Columns, mappingOf } from "../importing/columns.js";
import { Report } from "../importing/report.js";
import { reviewer } from "../settings.js";
import { orPlain, t } from "../words.js";

export default function Import() {
  const [file, setFile] = useState(null);
  useEffect(() => {
    const [handed] = handedOver();
    if (handed) setFile(handed);
  }, []);
  return html`
    <h1>${t("view-import")}</h1>
    <${Drop} id="import-file" hint=${t("import-drop")} onFiles=${([chosen]) => setFile(chosen)} />
    ${file ? html`<${OneFile} key=${file.name + file.size + file.lastModified} file=${file} onLeave=${() => setFile(null)} />` : null}`;
}

function OneFile({ file, onLeave }) {
  const [seen, setSeen] = useState(null);
  const [columns, setColumns] = useState(null);
  const [work, setWork] = useState(null);
  const look = async (fields) => {
    const answer = await send("/import/preview", { file }, fields);
    if (!answer) return null;
    setSeen(answer.result);
    setColumns(null);
    return answer.result;
  };
  const fields = () => (columns ? { mapping: JSON.stringify(mappingOf(columns)) } : {});
  const held = () => (seen?.holds && seen.format === "tsv" ? { holds: columns ? "terms" : seen.holds } : {});
  const run = async (dry, keepGood) => {
    setWork(null);
    const sent = await send("/import", { file }, { ...fields(), ...held(), dry_run: dry, keep_good: keepGood });
    if (sent) setWork({ ...sent, dry, key: Math.random() });
  };
  useEffect(() => void look({}).then((found) => found && !found.table?.problem && run(true, true)), []);
  if (!seen) return html`<p role="status">${t("loading")}</p>`;
  const changed = (next) => (setColumns(next), setWork(null));
  return html`
    <section class="card" id="import-seen">
      <p class="row"><strong class="differs">${file.name}</strong> <span class="quiet">${orPlain(`file-kind-${seen.format}`, seen.format)} · ${t(`holds-${columns ? "terms" : seen.holds}`)}</span>
        <button type="button" class="link" onClick=${onLeave}>${t("import-other")}</button></p>
      ${seen.table ? html`<${Columns} seen=${seen} columns=${columns} onChange=${changed} />` : null}
      ${work ? null : html`<p class="row"><button type="button" id="import-look" class="main" onClick=${() => run(true, true)}>${t("import-look")}</button></p>`}
    </section>
    ${work ? html`<${Work} key=${work.key} work=${work} onImport=${(keepGood) => run(false, keepGood)} />` : null}`;
}

/** A look at what an import would do, or the import itself: as a job until it is done. */
function Work({ work, onImport }) {
  const [report, setReport] = useState(work.result ?? null);
  if (!report) return html`<${Running} first=${work.job} onReport=${setReport} />`;
  return work.dry
    ? html`<${Report} report=${report} onImport=${onImport} />`
    : html`<${Done} report=${report} />`;
}

function Running({ first, onReport }) {
  const [job, setJob] = useJob(first, async (last) => {
    if (last.state !== "done") return;
    const answer = await resultOf(last);
    if (answer) onReport(answer.data);
  });
  return html`<section class="card"><${JobState} job=${job} onChange=${setJob} />${isOpen(job) ? html`<p class="quiet">${t("import-goes-on")}</p>` : null}</section>`;
}

/** What an import did, and the way back. */
function Done({ report }) {
  const { step } = report;
  const [undone, setUndone] = useState(false);
  const undo = async () => {
    if (await attempt(() => post("/undo", { step, by: reviewer() }))) setUndone(true);
  };
  const { new: added = 0, changed = 0, conflict = 0 } = report.counts ?? {};
  return html`
    <section class="card" id="import-done" role="status">
      <p><strong>${t(undone ? "import-undone" : "import-done")}</strong> ${undone ? "" : t("import-counts", { added, changed, conflict })}</p>
      <p class="row">
        ${step && !undone ? html`<button type="button" id="import-undo" onClick=${undo}>${t("undo")}</button>` : null}
        ${conflict && !undone ? html`<a class="button" href="/conflicts">${t("view-conflicts")}</a>` : null}
        <a class="button" href="/">${t("view-look-up")}</a>
      </p>
    </section>`;
}
