// The proof of an entry: the sentences it was found in, looked up again in the documents as stored.
import { attempt, get } from "../api.js";
import { html, useEffect, useState } from "../html.js";
import { t } from "../words.js";
import { Sentence } from "./sentence.js";

/** `terms` are those of the entry, to be marked in the sentences. */
export function Proofs({ id, terms = [] }) {
  const [proofs, setProofs] = useState(null);
  useEffect(() => {
    const left = new AbortController();
    attempt(() => get(`/why/${encodeURIComponent(id)}`, {}, left.signal)).then((answer) => answer && setProofs(answer.proofs));
    return () => left.abort();
  }, [id]);
  if (!proofs) return html`<p class="quiet">${t("loading")}</p>`;
  if (!proofs.length) return html`<p class="quiet">${t("not-mined")}</p>`;
  return html`<ul class="proofs">${proofs.map((proof) => html`<${Proof} ...${proof} terms=${terms} />`)}</ul>`;
}

function Proof({ holds, reason, evidence, terms }) {
  const same = evidence.zh_context === evidence.en_context;
  const place = evidence.document_sha256
    ? html`<a href=${`/documents/${evidence.document_sha256}?at=${evidence.zh_span[0]}`}>${evidence.document}</a>`
    : evidence.document;
  return html`
    <li>
      <p class="quiet"><span class=${holds ? "holds" : "fails"}>${holds ? t("proof-holds") : t("proof-fails")}</span>
        ${" "}${place}, ${t("line", { line: evidence.line })}${holds ? null : html` — <span lang="en">${reason}</span>`}</p>
      <${Sentence} text=${evidence.zh_context} tag="zh" terms=${terms} />
      ${same ? null : html`<${Sentence} text=${evidence.en_context} tag="en" terms=${terms} />`}
    </li>`;
}
