// One Chinese text: words of another region in it, and characters of the other script; pasted or dropped.
import { attempt, post, upload } from "../api.js";
import { chineseOrUsual, langOf, tagName } from "../chinese.js";
import { Drop } from "../files/drop.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { SETTLED, SHOWN, Which, mended, useFindingKeys } from "../parts/findings.js";
import { length, spanned } from "../text.js";
import { t } from "../words.js";

const LIMIT = 200_000; // characters that the server takes at once
const TAGS = ["zh-Hant-TW", "zh-Hans-CN", "zh-Hant-HK", "zh-Hans-SG"];

export default function Lint() {
  const [text, setText] = useState("");
  const [tag, setTag] = useState(chineseOrUsual());
  const report = useReport(text, tag);
  const size = length(text);
  const dropped = async ([file]) => {
    const answer = await attempt(() => upload("/lint", { file }, { zh_tag: tag }));
    if (answer) setText(answer.data.text);
  };
  return html`
    <h1 class="unseen">${t("view-lint")}</h1>
    <${Which} here="lint" />
    <textarea id="lint-text" rows="8" value=${text} lang=${langOf(text, tag)} aria-label=${t("lint-text")} placeholder=${t("lint-text")} onInput=${(event) => setText(event.target.value)}></textarea>
    <p class="row"><label>${t("lint-for")} <select id="lint-tag" onChange=${(event) => setTag(event.target.value)}>
      ${TAGS.map((each) => html`<option value=${each} selected=${each === tag}>${tagName(each)}</option>`)}</select></label>
      ${size > LIMIT ? html`<span>${t("text-too-long", { size, limit: LIMIT })}</span>` : null}</p>
    ${text ? null : html`<${Drop} id="lint-file" hint=${t("lint-drop")} onFiles=${dropped} />`}
    ${report ? html`<${Report} ...${report} tag=${tag} onPut=${(span, words) => setText(mended(report.of, span, words))} />` : null}`;
}

/** {findings, counts, of: the text that they are of}, of the text that was looked at last. */
function useReport(text, tag) {
  const [report, setReport] = useState(null);
  useEffect(() => {
    if (!text.trim() || length(text) > LIMIT) return void setReport(null);
    let newer = false;
    const timer = setTimeout(async () => {
      const answer = await attempt(() => post("/lint", { text, zh_tag: tag }));
      if (answer && !newer) setReport({ ...answer, of: text });
    }, SETTLED);
    return () => ((newer = true), clearTimeout(timer));
  }, [text, tag]);
  return report;
}

function Report({ findings, counts, of, tag, onPut }) {
  const [most, setMost] = useState(SHOWN);
  const list = useRef(null);
  useFindingKeys(list);
  const shown = findings.slice(0, most);
  const jump = (event) => list.current.children[event.target.dataset.at]?.focus();
  return html`
    <p id="linted" role="status">${t("lint-found", { count: findings.length, warnings: counts.warning, questions: counts.question })}</p>
    <p id="lint-marked" class="running" lang=${langOf(of, tag)} onClick=${jump}>${spanned(of, shown.map((each) => each.span)).map((piece) => piece.span
      ? html`<mark data-at=${shown.findIndex((each) => each.span === piece.span)}>${piece.text}</mark>` : piece.text)}</p>
    <ol id="findings" class="plain" ref=${list}>${shown.map((finding) => html`<${Finding} key=${finding.span.join("-")} ...${finding} tag=${tag} onPut=${onPut} />`)}</ol>
    ${findings.length > most ? html`<button type="button" onClick=${() => setMost(most + SHOWN)}>${t("more")}</button>` : null}`;
}

function Finding({ severity, kind, text, span, line, context, counterparts, english, source, because, repeated, tag, onPut }) {
  const put = (words) => () => onPut(span, words);
  return html`
    <li class="card finding" tabindex="-1" data-severity=${severity === "question" ? "note" : "warning"}>
      <p class="about"><strong>${kind === "script" ? t("check-rule-script") : t(`lint-${severity}`)}</strong> <span class="term" lang=${langOf(text)}>${text}</span>
        <span lang="en">${english}</span> <span class="quiet">${t("line", { line })}</span> ${repeated ? html`<span class="quiet">${t("lint-repeated", { count: repeated })}</span>` : null}</p>
      <p class="context" lang=${langOf(context)}>${context}</p>
      <p class="row">${counterparts.map((form, at) => html`
        <button type="button" data-act=${at ? undefined : "f"} onClick=${put(form)}>${t("check-fix")} <span lang=${langOf(form, tag)}>${form}</span>${at ? null : html` <kbd aria-hidden="true">f</kbd>`}</button>`)}
        <span class="quiet">${because.length ? html`<span lang="zh">${because.join(" ")}</span> · ` : null}<span lang="en">${source}</span></span></p>
    </li>`;
}
