// Documents: dropped here they are mined, and each has its own queue; below, all that were read.
import { attempt, get } from "../api.js";
import { Drop, handOver, isImported, isMemory } from "../files/drop.js";
import { Chosen } from "../files/chosen.js";
import { isOpen, JobState, resultOf, send, useJob } from "../files/work.js";
import { html, useEffect, useState } from "../html.js";
import { address, go } from "../route.js";
import { number, orPlain, t, time } from "../words.js";

const PAGE = 30;
const HEADS = [["name"], ["languages"], ["when"], ["units", "num"], ["waiting", "num"], ["decided"]];
let numbers = 0;

export default function Documents() {
  const [files, setFiles] = useState([]);
  const [works, setWorks] = useState([]);
  const [read, setRead] = useState(null);
  const load = async (offset = 0) => {
    const answer = await attempt(() => get("/documents", { limit: PAGE, offset }));
    if (answer) setRead((now) => ({ ...answer, items: offset ? [...now.items, ...answer.items] : answer.items }));
  };
  useEffect(() => {
    load();
    openWorks().then((open) => setWorks((now) => [...now, ...open]));
  }, []);
  const add = async (parts, subject) => {
    const sent = await send(isMemory(parts.file) ? "/mine/memory" : "/mine", parts, { subject });
    if (!sent) return false;
    const name = [parts.file, parts.translation].filter(Boolean).map((file) => file.name).join(" + ");
    setWorks((now) => [{ key: `sent ${++numbers}`, name, ...sent }, ...now]);
    if (sent.result) ended();
    return true;
  };
  const ended = () => (window.dispatchEvent(new Event("waiting-changed")), load());
  return html`
    <h1>${t("view-documents")}</h1>
    <${Drop} least="2" id="documents-drop" several hint=${t("documents-drop")} onFiles=${(more) => setFiles((now) => [...now, ...more])} />
    ${files.some(isImported) ? html`<${ToImport} files=${files.filter(isImported)} onLeft=${() => setFiles(files.filter((file) => !isImported(file)))} />` : null}
    <${Chosen} files=${files.filter((file) => !isImported(file))} onFiles=${setFiles} onSend=${add} />
    <ul id="works" class="cards">${works.map((work) => html`<${Work} key=${work.key} work=${work} onEnd=${ended} />`)}</ul>
    ${read ? html`<${Read} read=${read} onMore=${() => load(read.items.length)} />` : null}`;
}

/** Documents that are being mined already, as after a reload. */
async function openWorks() {
  const answers = await Promise.all(["running", "waiting"].map((state) => get("/jobs", { state }).catch(() => ({ items: [] }))));
  const jobs = answers.flatMap((answer) => answer.items).filter((job) => job.kind.startsWith("mine"));
  return jobs.map((job) => ({ key: `job ${job.id}`, name: job.name, job }));
}

function ToImport({ files, onLeft }) {
  const importing = () => (handOver(files.slice(0, 1)), go("/import"));
  return html`
    <div class="told calm" role="status">
      <p>${t("documents-is-table", { name: files[0].name })}</p>
      <p class="row"><button type="button" class="main" onClick=${importing}>${t("view-import")}</button><button type="button" onClick=${onLeft}>${t("leave-it")}</button></p>
    </div>`;
}

// ---------------------------------------------------------------- what is being mined

function Work({ work, onEnd }) {
  return html`
    <li class="card work">
      <h2 class="differs">${work.name}</h2>
      ${work.result ? html`<${Mined} mined=${work.result} />` : html`<${Running} first=${work.job} onEnd=${onEnd} />`}
    </li>`;
}

function Running({ first, onEnd }) {
  const [mined, setMined] = useState(null);
  const [job, setJob] = useJob(first, async (last) => {
    if (last.state === "done") setMined((await resultOf(last))?.data ?? null);
    onEnd();
  });
  return mined ? html`<${Mined} mined=${mined} />` : html`<${JobState} job=${job} onChange=${setJob} />`;
}

function Mined({ mined }) {
  return html`
    <p role="status">${t("mined-pairs", { count: mined.found })} ${mined.added ? t("mined-new", { count: mined.added.candidates }) : ""}</p>
    <p class="row">
      <a class="button main" href=${address("/review", { document: mined.sha256 ?? mined.memory })}>${t("documents-review")}</a>
      ${mined.sha256 ? html`<a class="button" href=${`/documents/${mined.sha256}`}>${t("documents-open")}</a>` : null}
    </p>`;
}

// ---------------------------------------------------------------- what was read

function Read({ read, onMore }) {
  if (!read.items.length) return html`<p class="empty">${t("documents-none")}</p>`;
  return html`
    <h2>${t("documents-read", { count: read.total })}</h2>
    <div class="wide"><table id="documents">
      <thead><tr>${HEADS.map(([head, kind]) => html`<th scope="col" class=${kind}>${t(`documents-${head}`)}</th>`)}</tr></thead>
      <tbody>${read.items.map((item) => html`<${Row} key=${item.sha256} item=${item} />`)}</tbody>
    </table></div>
    ${read.items.length < read.total ? html`<button type="button" onClick=${onMore}>${t("more")}</button>` : null}`;
}

function Row({ item }) {
  const { proposed, approved, rejected } = item.candidates;
  return html`
    <tr>
      <td class="differs"><a href=${`/documents/${item.sha256}`}>${item.name}</a><${Partner} item=${item} /></td>
      <td>${item.languages.map((language) => orPlain(`language-${language}`, language)).join(" · ")}</td>
      <td>${time(item.read_at)}</td>
      <td class="num">${number(item.units)}</td>
      <td class="num">${proposed ? html`<a href=${address("/review", { document: item.sha256 })} aria-label=${t("documents-review-named", { count: proposed, name: item.name })}>${number(proposed)}</a>` : number(0)}</td>
      <td>${t("documents-decided-counts", { approved, rejected })}</td>
    </tr>`;
}

/** The document that it is aligned with. */
function Partner({ item }) {
  const newest = item.alignments[0];
  const other = newest && [newest.zh, newest.en].find((side) => side.sha256 !== item.sha256);
  return other ? html`<br /><span class="quiet">⇄ ${other.name}</span>` : null;
}
