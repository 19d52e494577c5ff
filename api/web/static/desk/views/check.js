// A source and its translation checked against the termbase: pasted, or a bilingual file that is dropped.
import { attempt, getEntry, patchEntry, post } from "../api.js";
import { chineseOrUsual, langOf } from "../chinese.js";
import { blankLanguage, blankTerm, writable } from "../entries/model.js";
import { Drop } from "../files/drop.js";
import { isOpen, JobState, resultOf, send, useJob } from "../files/work.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { SETTLED, SHOWN, Which, mended, useFindingKeys } from "../parts/findings.js";
import { Sentence } from "../parts/sentence.js";
import { useSetting } from "../settings.js";
import { orPlain, t } from "../words.js";

const LINES = 2_000; // segments that the server takes at once

export default function Check() {
  const [sides, setSides] = useState({ source: "", target: "" });
  const [file, setFile] = useState(null);
  const put = (side) => (event) => (setFile(null), setSides((now) => ({ ...now, [side]: event.target.value })));
  const segments = segmentsOf(sides);
  return html`
    <h1 class="unseen">${t("view-check")}</h1>
    <${Which} here="check" />
    <div class="sides">${["source", "target"].map((side) => html`
      <textarea id=${side} rows="6" value=${sides[side]} lang=${sides[side] ? langOf(sides[side]) : undefined} aria-label=${t(`check-${side}`)} placeholder=${t(`check-${side}`)} onInput=${put(side)}></textarea>`)}
    </div>
    <p class="quiet">${t("chinese-wanted-is", { chinese: orPlain(`tag-${chineseOrUsual()}`, chineseOrUsual()) })} ${segments.length > LINES ? t("check-too-long", { limit: LINES }) : segments.apart ? t("check-lines-apart") : ""}</p>
    ${file || segments.length ? null : html`<${Drop} id="check-file" hint=${t("check-drop")} onFiles=${([chosen]) => setFile(chosen)} />`}
    ${file ? html`<${OfFile} key=${file.name + file.lastModified} file=${file} onLeave=${() => setFile(null)} />`
      : segments.length && segments.length <= LINES ? html`<${OfText} segments=${segments} onTarget=${(target) => setSides((now) => ({ ...now, target }))} target=${sides.target} />` : null}`;
}

/** The segments of two texts: line by line where both have as many, else (`apart`) one of each whole. */
function segmentsOf({ source, target }) {
  const [from, to] = [source, target].map((text) => text.split("\n").map((line) => line.trim()));
  const pairs = from.map((line, at) => [line, to[at] ?? ""]).filter(([a, b]) => a && b);
  const isApart = pairs.length !== from.filter(Boolean).length || pairs.length !== to.filter(Boolean).length;
  const found = isApart && source.trim() && target.trim() ? [[source, target]] : isApart ? [] : pairs;
  return Object.assign(found.map(([a, b]) => ({ source: { text: a }, target: { text: b } })), { apart: isApart && found.length > 0 });
}

function OfText({ segments, target, onTarget }) {
  const [report, setReport] = useState(null);
  const chinese = useSetting("chinese");
  const asked = JSON.stringify(segments);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let newer = false;
    const timer = setTimeout(async () => {
      const answer = await attempt(() => post("/check", { segments, zh_tag: chineseOrUsual() }));
      if (answer && !newer) setReport(answer);
    }, SETTLED);
    return () => ((newer = true), clearTimeout(timer));
  }, [asked, chinese, round]);
  if (!report) return html`<p role="status" class="quiet">${t("checking")}</p>`;
  const fixed = (finding) => onTarget(target.replace(finding.target.text, () => mended(finding.target.text, finding.fix.span, finding.fix.text)));
  return html`<${Report} report=${report} onFix=${fixed} onAllowed=${() => setRound(round + 1)} />`;
}

function OfFile({ file, onLeave }) {
  const [work, setWork] = useState(null);
  const check = async () => {
    const answer = await send("/check", { file }, { zh_tag: chineseOrUsual() });
    if (answer) setWork(answer);
    else onLeave();
  };
  useEffect(() => void check(), []);
  return html`
    <p class="row"><strong>${file.name}</strong> <button type="button" class="link" onClick=${onLeave}>${t("choose-another")}</button></p>
    ${work?.result ? html`<${Report} report=${work.result} onAllowed=${check} />`
      : work?.job ? html`<${Running} first=${work.job} onReport=${(result) => setWork({ result })} />`
      : html`<p role="status" class="quiet">${t("checking")}</p>`}`;
}

function Running({ first, onReport }) {
  const [job, setJob] = useJob(first, async (last) => {
    const answer = last.state === "done" && (await resultOf(last));
    if (answer) onReport(answer.data);
  });
  return html`<section class="card"><${JobState} job=${job} onChange=${setJob} />${isOpen(job) ? null : html`<p class="quiet">${t("check-not-done")}</p>`}</section>`;
}

// ---------------------------------------------------------------- what was found

function Report({ report, onFix, onAllowed }) {
  const { findings, refused } = report;
  const [most, setMost] = useState(SHOWN);
  const list = useRef(null);
  useFindingKeys(list);
  return html`
    <p id="checked" role="status">${t("check-found", { count: findings.length, segments: report.segments, terms: report.terms })}</p>
    ${refused.length ? html`<details><summary>${t("check-refused", { count: refused.length })}</summary>
      <ul>${refused.slice(0, SHOWN).map(({ line, reason }) => html`<li><span class="quiet">${t("line", { line })}</span> <span lang="en">${reason}</span></li>`)}</ul></details>` : null}
    <ol id="findings" class="plain" ref=${list}>${findings.slice(0, most).map((finding) => html`
      <${Finding} key=${finding.fingerprint} finding=${finding} onFix=${onFix} onAllowed=${onAllowed} />`)}</ol>
    ${findings.length > most ? html`<button type="button" onClick=${() => setMost(most + SHOWN)}>${t("more")}</button>` : null}`;
}

function Finding({ finding, onFix, onAllowed }) {
  const { rule, severity, message, source, target, expected, fix, concept_id: id } = finding;
  const [said, setSaid] = useState("");
  const own = useRef(null);
  const allow = async () => {
    const form = chosenIn(own.current) || finding.found;
    if (!form) return setSaid(t("check-choose-form"));
    if (await attempt(() => allowed(id, target.tag, form))) onAllowed();
  };
  return html`
    <li class="card finding" tabindex="-1" data-severity=${severity} ref=${own}>
      <p class="about"><strong class=${severity === "error" ? "fails" : ""}>${orPlain(`check-rule-${rule}`, rule)}</strong> <span lang=${langOf(message)}>${message}</span>
        ${finding.id || finding.line ? html`<span class="quiet">${finding.id || t("line", { line: finding.line })}</span>` : null}</p>
      <div class="sides"><${Sentence} text=${source.text} tag=${source.tag} spans=${source.spans} />
        <div class="of-target"><${Sentence} text=${target.text} tag=${target.tag} spans=${target.spans} /></div></div>
      <p class="row">
        ${expected.map((form) => html`<span class="term" lang=${langOf(form, target.tag)}>${form}</span>`)}
        ${fix && onFix ? html`<button type="button" data-act="f" onClick=${() => onFix(finding)}>${t("check-fix")} <span lang=${langOf(fix.text, target.tag)}>${fix.text}</span> <kbd aria-hidden="true">f</kbd></button>` : null}
        ${id ? html`<button least="3" type="button" data-act="a" onClick=${allow}>${t("check-allow")} <kbd aria-hidden="true">a</kbd></button>
          <a href=${`/concepts/${encodeURIComponent(id)}`}>${t("open-entry")}</a>` : null}
        <span role="status" class="quiet">${said}</span></p>
    </li>`;
}

/** What is selected in the target of a finding. */
function chosenIn(finding) {
  const selection = getSelection();
  const inside = finding.querySelector(".of-target").contains(selection.anchorNode);
  return inside ? selection.toString().trim() : "";
}

/** Add a form to the entry as one that is admitted, in the language of the target. */
async function allowed(id, tag, form) {
  const { data, etag } = await getEntry(id);
  const { languages } = writable(data);
  const term = blankTerm(form, "admitted");
  const there = languages.some((section) => section.tag === tag);
  const more = there ? languages.map((section) => (section.tag === tag ? { ...section, terms: [...section.terms, term] } : section))
    : [...languages, blankLanguage(tag, term)];
  return patchEntry(id, etag, { languages: more });
}
