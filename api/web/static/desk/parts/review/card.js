// One pair: its terms with edges to move, its proof, the entry it may join, what was decided.
import { langOf, tagName } from "../../chinese.js";
import { classes, html, useEffect, useRef } from "../../html.js";
import { isComposing } from "../../keys.js";
import { orPlain, percent, t, time } from "../../words.js";
import { Proofs } from "../proofs.js";
import { withEdge } from "./edges.js";
import { Evidence, ordered } from "./evidence.js";
import { Use } from "./use.js";

/** The terms as they would be entered: drafted, else as they were found. */
export function termsOf(candidate, draft) {
  return { zh: draft.zh ?? candidate.zh, en: draft.en ?? candidate.en };
}

export function Card({ queue, candidate, editing, setEditing, proved }) {
  const draft = queue.draft(candidate.id);
  const { zh, en } = termsOf(candidate, draft);
  const detail = queue.details.get(candidate.id);
  return html`
    <section id="candidate" class="card" aria-label=${t("pair")}>
      <${Facts} candidate=${candidate} />
      ${queue.refused.has(candidate.id) ? html`<p class="refused"><strong>${t("not-stored")}</strong> <span lang="en">${queue.refused.get(candidate.id)}</span></p>` : null}
      ${editing ? html`<${Editor} queue=${queue} candidate=${candidate} close=${() => setEditing(false)} />`
        : html`<${Pair} queue=${queue} candidate=${candidate} zh=${zh} en=${en} />`}
      <${Entered} candidate=${candidate} draft=${draft} detail=${detail} />
      <${Evidence} candidate=${candidate} zh=${zh} en=${en} />
      ${proved ? html`<${Proofs} id=${candidate.id} terms=${[candidate.zh, candidate.en]} />` : null}
      <${Into} queue=${queue} candidate=${candidate} detail=${detail} />
      <${Use} candidate=${candidate} />
      <${Judgements} detail=${detail} />
    </section>`;
}

function Facts({ candidate }) {
  const sure = percent(candidate.confidence);
  return html`
    <p class="about facts">
      <span>${t("confidence")} <meter min="0" max="1" low="0.5" high="0.9" optimum="1" value=${candidate.confidence} aria-label=${t("confidence")}>${sure}</meter> ${sure}</span>
      <span>${t(`kind-${candidate.kind}`)}</span>
      <span>${t(`method-${candidate.method}`)}</span>
      ${candidate.subject ? html`<span>${candidate.subject}</span>` : null}
      ${candidate.skipped_by === null ? null : html`<span>${t("skipped-by", { by: candidate.skipped_by || t("nobody-named") })}</span>`}
    </p>`;
}

// ---------------------------------------------------------------- the terms

function Pair({ queue, candidate, zh, en }) {
  return html`
    <div class="sides pair">
      <${Edged} queue=${queue} candidate=${candidate} language="zh" term=${zh} />
      <${Edged} queue=${queue} candidate=${candidate} language="en" term=${en} />
    </div>`;
}

/** Move an edge of a term of the pair within its sentence. */
export function moveEdge(queue, candidate, language, edge, steps) {
  const [best] = ordered(candidate);
  const term = termsOf(candidate, queue.draft(candidate.id))[language];
  const moved = best && withEdge(best[`${language}_context`], term, language, edge, steps);
  if (moved) queue.redraft(candidate.id, { [language]: moved, listed: false });
}

function Edged({ queue, candidate, language, term }) {
  const button = (edge, steps, sign) => html`
    <button type="button" class="edge" onClick=${() => moveEdge(queue, candidate, language, edge, steps)}
      aria-label=${t(`edge-${edge}-${steps > 0 ? "right" : "left"}`, { language: t(`language-${language}`) })}>${sign}</button>`;
  return html`
    <div class="side" id=${`${language}-side`}>
      <p class=${classes("term", term !== candidate[language] && "changed")} lang=${langOf(term, language)}>${term}
        ${language === "en" && candidate.abbreviation ? html` <span class="label">${candidate.abbreviation}</span>` : null}</p>
      <p class="edges">
        <span>${t("edge-start")} ${button("start", -1, "◂")}${button("start", 1, "▸")}</span>
        <span>${t("edge-end")} ${button("end", -1, "◂")}${button("end", 1, "▸")}</span></p>
    </div>`;
}

/** Both terms as fields. Enter keeps what is typed and approves; Esc leaves the pair as it was. */
function Editor({ queue, candidate, close }) {
  const first = useRef(null);
  const { zh, en } = termsOf(candidate, queue.draft(candidate.id));
  useEffect(() => first.current.focus(), []);
  const saved = (event) => {
    event.preventDefault();
    close();
    queue.decide("amend");
  };
  const pressed = (event) => {
    if (event.key !== "Escape" || isComposing(event)) return;
    event.stopPropagation();
    queue.redraft(candidate.id, { zh: undefined, en: undefined });
    close();
  };
  const field = (language, value) => html`
    <input id=${`amended-${language}`} ref=${language === "zh" ? first : undefined} lang=${langOf(value, language)} value=${value} autocomplete="off" spellcheck=${false}
      aria-label=${t(`term-${language}`)} onInput=${(event) => queue.redraft(candidate.id, { [language]: event.target.value, listed: false })} />`;
  return html`
    <form class="sides pair" onSubmit=${saved} onKeyDown=${pressed}>
      ${field("zh", zh)}${field("en", en)}
      <p class="row"><button class="main">${t("save")} <kbd>${"Enter"}</kbd></button>
        <button type="button" onClick=${close}>${t("cancel")} <kbd>${"Esc"}</kbd></button></p>
    </form>`;
}

/** What would be entered, where that differs from what was found. Its line is always there. */
function Entered({ candidate, draft, detail }) {
  const listed = detail?.dictionary_form;
  const changed = (draft.zh ?? candidate.zh) !== candidate.zh || (draft.en ?? candidate.en) !== candidate.en;
  const was = html`${t("was")} <span lang=${langOf(candidate.zh, "zh")}>${candidate.zh}</span> = <span lang="en">${candidate.en}</span>`;
  const differs = listed && (listed.zh !== candidate.zh || listed.en !== candidate.en);
  const form = differs ? html`${t("dictionary-form")} <span lang=${langOf(listed.zh, "zh")}>${listed.zh}</span> = <span lang="en">${listed.en}</span> <kbd>d</kbd>` : "";
  return html`<p id="entered" class="quiet entered">${changed ? was : form}</p>`;
}

// ---------------------------------------------------------------- the entry it may join

/** The choices of where the terms may go: "" is a concept of its own. */
export function choicesOf(detail) {
  return detail?.suggestions.length ? ["", ...detail.suggestions.map((entry) => entry.id)] : [];
}

function Into({ queue, candidate, detail }) {
  if (!choicesOf(detail).length) return null;
  const chosen = queue.draft(candidate.id).into ?? detail.joins ?? "";
  const choice = (id, label) => html`
    <label><input type="radio" name="into" value=${id} checked=${id === chosen} onChange=${() => queue.redraft(candidate.id, { into: id })} /> ${label}</label>`;
  return html`
    <fieldset class="into">
      <legend>${t("into")} <kbd>m</kbd></legend>
      ${choice("", t("into-own"))}
      ${detail.suggestions.map((entry) => choice(entry.id, html`<${Entry} entry=${entry} />`))}
    </fieldset>`;
}

/** An entry in full, on a few lines. */
function Entry({ entry }) {
  const defined = [entry.definition, ...entry.languages.map((section) => section.definition)].filter(Boolean);
  return html`
    <span class="joined">
      ${entry.languages.map((section) => html`<span class="region">${tagName(section.tag)}</span><span lang=${section.tag}>${section.terms.map((term) => term.text).join(" · ")}</span> `)}
      ${entry.subject ? html`<span class="label">${entry.subject}</span> ` : null}
      ${defined.map((text) => html`<span class="quiet" lang=${langOf(text)}>${text}</span> `)}
      <a href=${`/concepts/${encodeURIComponent(entry.id)}`} aria-label=${t("open-named", { term: entry.id })}>${t("open-entry")}</a>
    </span>`;
}

// ---------------------------------------------------------------- what was decided

function Judgements({ detail }) {
  if (!detail?.judgements.length) return null;
  return html`
    <section class="judgements" aria-label=${t("decisions")}>
      <h2>${t("decisions")}</h2>
      <ul>${detail.judgements.map((said) => html`
        <li>${orPlain(`decision-${said.decision}`, said.decision)} <span lang=${langOf(said.zh, "zh")}>${said.zh}</span> = <span lang="en">${said.en}</span>${" "}
          <span class="quiet">${said.by || t("nobody-named")}, ${time(said.at)}</span>${said.note ? html` — ${said.note}` : null}
          ${said.concept_id ? html` <a href=${`/concepts/${encodeURIComponent(said.concept_id)}`}>${t("open-entry")}</a>` : null}</li>`)}</ul>
    </section>`;
}
