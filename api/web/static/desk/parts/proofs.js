// The proof of an entry: both sentences, each place in its document, and whether it holds, checked again.
import { attempt, get } from "../api.js";
import { langOf } from "../chinese.js";
import { html, useEffect, useState } from "../html.js";
import { number, t } from "../words.js";
import { Sentence } from "./sentence.js";

/** The proofs of an entry, looked up again whenever one of `when` changes; null until they are there. */
export function useProofs(id, ...when) {
  const [proofs, setProofs] = useState(null);
  useEffect(() => {
    const left = new AbortController();
    attempt(() => get(`/why/${encodeURIComponent(id)}`, {}, left.signal)).then((answer) => answer && setProofs(answer.proofs));
    return () => left.abort();
  }, [id, ...when]);
  return proofs;
}

/** `proofs` as a list; `terms` are those of the entry, to be marked in the sentences. */
export function ProofList({ proofs, terms }) {
  if (!proofs?.length) return html`<p class="quiet">${proofs ? t("not-mined") : t("loading")}</p>`;
  return html`<ol class="proofs">${proofs.map((proof) => html`<${Piece} ...${proof} terms=${terms} />`)}</ol>`;
}

export const Proofs = ({ id, terms }) => html`<${ProofList} proofs=${useProofs(id)} terms=${terms} />`;

function Piece({ holds, reason, evidence, zh_place, en_place, terms }) {
  const same = evidence.zh_context === evidence.en_context;
  return html`
    <li>
      <p><span class=${holds ? "holds" : "fails"}>${holds ? t("proof-holds") : t("proof-fails")}</span>
        ${holds ? null : html` <span lang="en" class="quiet">${reason}</span>`}</p>
      <${Sentence} text=${evidence.zh_context} tag=${same ? "" : "zh"} terms=${terms} />
      ${same ? null : html`<${Sentence} text=${evidence.en_context} tag="en" terms=${terms} />`}
      <details class="places">
        <summary>${t("in-document")} <span class="quiet">${evidence.document}${evidence.en_document ? ` / ${evidence.en_document}` : ""}, ${t("line", { line: number(evidence.line) })}</span></summary>
        <${Place} place=${zh_place} /><${Place} place=${en_place} />
      </details>
    </li>`;
}

/** A span of a document with what stands around it. */
function Place({ place }) {
  if (!place) return html`<p class="quiet">${t("place-not-stored")}</p>`;
  const { document_sha256, document, line, span, before, text, after } = place;
  return html`
    <p class="quiet"><a href=${`/documents/${document_sha256}?at=${span[0]}`}>${document}</a>, ${t("line", { line: number(line) })}</p>
    <p class="place" lang=${langOf(before + text + after)}>…${before}<mark>${text}</mark>${after}…</p>`;
}
