// Exporting: for which tool, which Chinese and which entries; what the file cannot hold is shown before it is taken.
import { attempt, get, request } from "../api.js";
import { chineseOrUsual, REGIONS, tagName } from "../chinese.js";
import { Losses } from "../files/losses.js";
import { isOpen, JobState, resultOf, save, useJob } from "../files/work.js";
import { html, useEffect, useState } from "../html.js";
import { replaceQuery } from "../route.js";
import { orPlain, t } from "../words.js";

const STATUSES = ["preferred", "admitted", "deprecated", "superseded"];

export default function Export({ query }) {
  const [profiles, setProfiles] = useState(null);
  useEffect(() => void attempt(() => get("/profiles")).then((answer) => answer && setProfiles(answer.items)), []);
  if (!profiles) return html`<h1>${t("view-export")}</h1>`;
  const profile = profiles.find((each) => each.name === query.profile) ?? profiles[0];
  const file = profile.files.find((each) => each.format === query.format) ?? profile.files[0];
  return html`
    <h1>${t("view-export")}</h1>
    <form class="card" id="exporting" onSubmit=${(event) => event.preventDefault()}>
      <div class="field-row">
        <${Profiles} profiles=${profiles} chosen=${profile.name} />
        ${profile.files.length > 1 ? html`<${Choice} name="format" label=${t("export-file")} chosen=${file.format} choices=${profile.files.map((each) => [each.format, orPlain(`file-kind-${each.format}`, each.format)])} />` : null}
        ${file.pair ? html`<${Choice} name="zh_tag" label=${t("export-chinese")} chosen=${query.zh_tag || chineseOrUsual()} choices=${REGIONS.map((tag) => [tag, tagName(tag)])} />` : null}
      </div>
      <p class="quiet" id="export-about">${aboutFile(profile, file)}</p>
      ${profile.holds === "terms" ? html`<${Narrowing} query=${query} />` : null}
    </form>
    <${File} key=${JSON.stringify([profile.name, file.format, query])} profile=${profile} file=${file} query=${query} />`;
}

function aboutFile(profile, file) {
  if (profile.holds === "units") return t("export-memory");
  const parts = [t(file.pair ? "export-pair" : "export-all"), t(file.deprecated ? "export-deprecated" : "export-no-deprecated")];
  if (profile.verified) parts.push(t(`export-verified-${profile.verified}`));
  return parts.join(" ");
}

function Profiles({ profiles, chosen }) {
  const general = new Set(["archive", "excel", "tmx", "csv", "tsv", "xlsx", "tbx-basic"]);
  const group = (label, items) => html`
    <optgroup label=${label}>${items.map((each) => html`<option value=${each.name} selected=${each.name === chosen}>${orPlain(`profile-${each.name}`, each.title)}</option>`)}</optgroup>`;
  return html`
    <label>${t("export-for")}
      <select id="profile" onChange=${(event) => replaceQuery({ profile: event.target.value, format: "" })}>
        ${group(t("export-general"), profiles.filter((each) => general.has(each.name)))}
        ${group(t("export-tools"), profiles.filter((each) => !general.has(each.name)))}
      </select>
    </label>`;
}

function Choice({ name, label, chosen, choices }) {
  return html`
    <label>${label}
      <select id=${`export-${name}`} onChange=${(event) => replaceQuery({ [name]: event.target.value })}>
        ${choices.map(([value, said]) => html`<option value=${value} selected=${value === chosen}>${said}</option>`)}
      </select>
    </label>`;
}

function Narrowing({ query }) {
  const [subjects, setSubjects] = useState([]);
  useEffect(() => void get("/overview").then((answer) => setSubjects(answer.subjects.map((each) => each.subject).filter(Boolean)), () => {}), []);
  const all = ["", t("filter-all")];
  return html`
    <div class="field-row">
      <${Choice} name="subject" label=${t("subject")} chosen=${query.subject ?? ""} choices=${[all, ...[...new Set([query.subject, ...subjects].filter(Boolean))].map((each) => [each, each])]} />
      <${Choice} name="status" label=${t("filter-status")} chosen=${query.status ?? ""} choices=${[all, ...STATUSES.map((each) => [each, t(`status-${each}`)])]} />
      <label>${t("export-since")} <input id="export-since" type="date" value=${query.changed_since ?? ""} onChange=${(event) => replaceQuery({ changed_since: event.target.value })} /></label>
    </div>`;
}

// ---------------------------------------------------------------- the file

function askedFor(profile, file, query) {
  const chosen = { profile: profile.name, ...(file.pair ? { zh_tag: query.zh_tag || chineseOrUsual() } : {}) };
  if (profile.holds === "units") return chosen;
  const { subject, status, changed_since } = query;
  return Object.fromEntries(Object.entries({ ...chosen, subject, status, changed_since }).filter(([, value]) => value));
}

function File({ profile, file, query }) {
  const [losses, setLosses] = useState(null);
  const [job, setJob] = useState(null);
  const wanted = askedFor(profile, file, query);
  useEffect(() => {
    let left = false;
    attempt(() => get(`/export/${file.format}/losses`, wanted)).then((answer) => !left && answer && setLosses(answer));
    return () => (left = true);
  }, []);
  const download = async () => {
    const body = JSON.stringify(wanted);
    const headers = { "Content-Type": "application/json" };
    const answer = await attempt(() => request(`/export/${file.format}`, { method: "POST", headers, body, expect: "blob" }));
    if (!answer) return;
    if (answer.status === 202) setJob(JSON.parse(await answer.data.text()));
    else save(answer.data, `termbase.${file.format}`);
  };
  return html`
    <section class="card" id="export-file" aria-busy=${losses ? undefined : "true"}>
      ${losses ? html`<${Losses} losses=${losses} units=${profile.holds === "units"} />` : html`<p role="status">${t("export-looking")}</p>`}
      <p class="row"><button type="button" id="download" class="main" disabled=${!losses || Boolean(job && isOpen(job))} onClick=${download}>${t("export-download")}</button>
        ${profile.holds === "terms" ? html`<span class="quiet">${t("export-remembered")}</span>` : null}</p>
      ${job ? html`<${Written} key=${job.id} first=${job} name=${`termbase.${file.format}`} />` : null}
    </section>`;
}

/** A file that is written as a job, and taken when it is done. */
function Written({ first, name }) {
  const [job, setJob] = useJob(first, async (last) => {
    if (last.state !== "done") return;
    const answer = await resultOf(last, "blob");
    if (answer) save(answer.data, name);
  });
  return html`<${JobState} job=${job} onChange=${setJob} />`;
}
