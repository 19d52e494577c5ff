// Proposing one pair, for who may not add it: its terms, and the sentences in which they stand.
import { post } from "../api.js";
import { langOf } from "../chinese.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { address, go } from "../route.js";
import { reviewer } from "../settings.js";
import { t } from "../words.js";
import { useDraft } from "./draft.js";
import { Saving } from "./edit.js";
import { Field } from "./form.js";
import { Known } from "./known.js";
import { nameOf } from "./names.js";
import { tried } from "./storing.js";

const LANGUAGES = ["zh", "en"];

export function Proposing({ zh, en, subject }) {
  const begin = () => ({ zh, en, zh_sentence: "", en_sentence: "", subject });
  const [draft, change, drop, { restored }] = useDraft(`propose ${zh} ${en}`, begin);
  const [{ made, failure }, setAnswer] = useState({});
  const outcome = useRef(null);
  useEffect(() => void (made && (focusTerm(), outcome.current.scrollIntoView({ block: "center" }))), [made]); // for the next one
  const put = (field) => (value) => change((now) => ({ ...now, [field]: value }));
  const save = async () => {
    const given = Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, value.trim().replace(/\s+/g, " ")]));
    const answer = await tried(() => post("/candidates", { ...given, by: reviewer() }));
    if (answer?.made) drop({ ...begin(), zh: "", en: "" });
    if (answer) setAnswer(answer);
  };
  const there = failure?.detail?.concept_id;
  return html`
    <p class="quiet">${t("propose-about")}</p>
    <${Saving} name="propose" label=${t("propose-it")} onSave=${save} onLeave=${() => history.back()} onThrow=${() => (drop(), go("/"))} failure=${failure}>
      <div id="proposed" role="status" ref=${outcome}>${made ? html`<${Outcome} ...${made} />` : null}</div>
      ${restored ? html`<p class="quiet">${t("draft-restored")}</p>` : null}
      <div class="entry-form">${LANGUAGES.map((language) => html`<${Side} key=${language} language=${language} draft=${draft} put=${put} />`)}
        <${Field} field="subject" value=${draft.subject} onChange=${put("subject")} /></div>
      ${there ? html`<p><a id="there" href=${`/concepts/${encodeURIComponent(there)}`}>${t("open-entry")}</a></p>` : null}
    <//>`;
}

const focusTerm = () => document.querySelector("#propose .term-box").focus({ preventScroll: true });

function Side({ language, draft, put }) {
  const [composing, setComposing] = useState(false); // half a pinyin is no term
  const sentence = `${language}_sentence`;
  return html`
    <fieldset class="language-form"><legend>${t(`language-${language}`)}</legend>
      <${Field} field="term" value=${draft[language]} tag=${language} onChange=${put(language)} onComposing=${setComposing} />
      <${Known} text=${composing ? "" : draft[language]} ways=${(hit) => html`<a href=${`/concepts/${encodeURIComponent(hit.concept_id)}`}>${t("open-entry")}</a>`} />
      <${Field} field="sentence" value=${draft[sentence]} tag=${language} onChange=${put(sentence)} />
    </fieldset>`;
}

/** What became of the pair: it waits, it waited, or was decided. */
function Outcome({ candidate, is_new, decided }) {
  const { zh, en, state } = candidate;
  const told = state === "approved" || state === "rejected" ? t(`proposed-${state}`, { by: nameOf(decided?.by) }) : t(is_new ? "proposed-now" : "proposed-before");
  return html`<p><strong><span lang=${langOf(zh, "zh")}>${zh}</span> = <span lang="en">${en}</span></strong> ${told}${decided?.note ? ` — ${decided.note}` : null}</p>
    ${state === "approved" && decided?.concept_id ? html`<p><a href=${`/concepts/${encodeURIComponent(decided.concept_id)}`}>${t("open-entry")}</a></p>` : null}`;
}
