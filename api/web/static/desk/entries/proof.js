// The proof of an entry with how much of it holds, and looking again.
import { html, useState } from "../html.js";
import { ProofList, useProofs } from "../parts/proofs.js";
import { t } from "../words.js";

/** `terms` are those of the entry, to be marked in the sentences; looked up anew when `now` changes. */
export function Proof({ id, terms, now }) {
  const [times, setTimes] = useState(0);
  const proofs = useProofs(id, now, times);
  const holding = proofs?.filter((proof) => proof.holds).length;
  return html`
    <section id="proof" aria-labelledby="proof-title">
      <h2 id="proof-title">${t("proof-title")}</h2>
      ${proofs?.length ? html`
        <p class="row"><span role="status">${t("proof-checked", { count: proofs.length, holding })}</span>
          <button type="button" onClick=${() => setTimes(times + 1)}>${t("check-again")}</button></p>` : null}
      <${ProofList} proofs=${proofs} terms=${terms} />
    </section>`;
}
