// A document: its text beside its translation, bead by bead, with the terms that were found in it.
import { attempt, get } from "../api.js";
import { Beads } from "../document/beads.js";
import { PlainText, pageOf } from "../document/plain.js";
import { html, useEffect, useState } from "../html.js";
import { address, replaceQuery } from "../route.js";
import { number, orPlain, t, time } from "../words.js";

export default function DocumentView({ sha, query }) {
  const [record, setRecord] = useState(null);
  const load = async () => setRecord((await attempt(() => get(`/documents/${sha}`))) ?? null);
  useEffect(() => void load(), [sha]);
  if (!record) return html`<h1>${t("view-document")}</h1>`;
  const alignment = record.alignments.find((each) => String(each.id) === query.alignment) ?? record.alignments[0];
  const at = query.at ? Number(query.at) : null; // a place that a proof points to
  const plain = !alignment || query.as === "text" || at !== null;
  return html`
    <h1 class="differs">${record.name}</h1>
    <${About} record=${record} />
    ${alignment ? html`<${Ways} record=${record} alignment=${alignment} plain=${plain} />` : html`<p class="quiet">${t("document-not-aligned")}</p>`}
    ${plain
      ? html`<${PlainText} key=${sha} sha=${sha} from=${query.from ? Number(query.from) : pageOf(at ?? 0)} at=${at} />`
      : html`<${Beads} key=${alignment.id} sha=${sha} alignment=${alignment} from=${Number(query.from) || 0} onChange=${load} />`}`;
}

function About({ record }) {
  const { proposed, approved, rejected, withdrawn } = record.candidates;
  const languages = record.languages.map((language) => orPlain(`language-${language}`, language)).join(" · ");
  return html`
    <p class="about" id="document-about">
      <span>${languages}</span>
      <span>${t("document-length", { count: record.length })}</span>
      ${record.read_at ? html`<span>${t("document-read-at", { time: time(record.read_at) })}</span>` : null}
      <span>${t("document-counts", { approved, rejected })}</span>
      ${withdrawn ? html`<span>${t("document-withdrawn", { count: withdrawn })}</span>` : null}
      <a href=${address("/review", { document: record.sha256 })}>${t("document-waiting", { count: proposed })}</a>
    </p>`;
}

/** Sentence beside sentence, or the text as it was read; with which translation, where there are several. */
function Ways({ record, alignment, plain }) {
  const way = (as, said) => html`
    <button type="button" aria-pressed=${plain === (as === "text") ? "true" : "false"} onClick=${() => replaceQuery({ as, from: "", at: "" })}>${said}</button>`;
  return html`
    <div class="row ways">
      <div class="toggle" role="group" aria-label=${t("document-how")}>${way("", t("document-beside"))}${way("text", t("document-text"))}</div>
      ${record.alignments.length > 1 && !plain ? html`<${Translations} record=${record} alignment=${alignment} />` : null}
      ${plain ? null : html`<span class="quiet">${alignment.zh.sha256 === alignment.en.sha256 ? "" : `${alignment.zh.name} ⇄ ${alignment.en.name} · `}${t("document-beads", { count: alignment.beads })} · ${number(alignment.units)} ${t("document-units")}</span>`}
    </div>`;
}

function Translations({ record, alignment }) {
  return html`
    <label class="filter"><span>${t("document-with")}</span>
      <select id="alignment" onChange=${(event) => replaceQuery({ alignment: event.target.value, from: "" })}>
        ${record.alignments.map((each) => html`<option value=${each.id} selected=${each.id === alignment.id}>${each.zh.name} ⇄ ${each.en.name}</option>`)}
      </select>
    </label>`;
}
