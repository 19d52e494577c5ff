// Earlier translations: sentences like this one, pieces of it, or sentences that contain it.
import { attempt, get } from "../api.js";
import { langOf } from "../chinese.js";
import { copy } from "../copying.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { isComposing } from "../keys.js";
import { copyNumber, numberOf } from "../numbered.js";
import { useBox } from "../parts/box.js";
import { Sentence } from "../parts/sentence.js";
import { replaceQuery } from "../route.js";
import { spanned } from "../text.js";
import { number, orPlain, t } from "../words.js";

const SETTLED = 150; // milliseconds without a key before the memory is asked. Chosen: below a pause
const LEAST = 70; // percent, as long as nobody says otherwise: the server's own

export default function Memory({ query }) {
  const how = query.how === "concordance" ? "concordance" : "memory";
  const threshold = query.least || LEAST;
  const { props } = useBox(query.q);
  const box = useRef(null);
  useEffect(() => box.current.focus(), []);
  const { found, pieces } = useMemory(query.q, how, threshold);
  useCopyKeys();
  return html`
    <h1 class="unseen">${t("view-memory")}</h1>
    <form id="sentence" role="search" onSubmit=${(event) => (event.preventDefault(), copyNumber(1))}>
      <textarea id="sentence-q" ref=${box} rows="2" maxlength="5000" aria-label=${t("sentence-box")} placeholder=${t("sentence-example")}
        onKeyDown=${entered} ...${props}></textarea>
      <p class="row narrowing">
        ${["memory", "concordance"].map((each) => html`
          <label><input type="radio" name="how" value=${each} checked=${how === each} onChange=${() => replaceQuery({ how: each === "memory" ? "" : each })} /> ${t(`how-${each}`)}</label>`)}
        ${how === "memory" ? html`<label id="threshold-row">${t("from-percent")} <input id="threshold" type="number" min="30" max="100" value=${threshold}
          onChange=${(event) => event.target.reportValidity() && replaceQuery({ least: event.target.value })} /></label>` : null}
      </p>
    </form>
    <p id="remembered" role="status" class="quiet">${said(query.q, found)}</p>
    ${query.q && found ? html`<ol id="matches" class="cards">${found.items.map((hit, at) => (found.how === "memory"
      ? html`<${Match} key=${hit.unit_id} hit=${hit} n=${at + 1} />` : html`<${Occurrence} key=${hit.unit_id} hit=${hit} n=${at + 1} />`))}</ol>` : null}
    ${query.q && how === "memory" && pieces?.length ? html`<${Pieces} pieces=${pieces} from=${found?.items.length ?? 0} />` : null}`;
}

function said(q, found) {
  if (!q || !found) return "";
  return found.total ? t("sentences-found", { count: found.total }) : t("no-sentence");
}

/** What was found last; it stays until the next is there. */
function useMemory(q, how, threshold) {
  const [found, setFound] = useState(null);
  const [pieces, setPieces] = useState(null);
  useEffect(() => {
    if (!q) return void (setFound(null), setPieces(null));
    const newer = new AbortController();
    const timer = setTimeout(async () => {
      const given = how === "memory" ? { q, threshold, limit: 20 } : { q, limit: 20, order: "best" };
      const answer = await attempt(() => get(`/${how}`, given, newer.signal));
      if (newer.signal.aborted) return;
      if (answer) setFound({ ...answer, how });
      const parts = answer && how === "memory" ? await attempt(() => get("/memory/pieces", { q }, newer.signal)) : null;
      if (!newer.signal.aborted) setPieces(parts?.items ?? null);
    }, SETTLED);
    return () => (clearTimeout(timer), newer.abort());
  }, [q, how, threshold]);
  return { found, pieces };
}

// ---------------------------------------------------------------- one unit

function Unit({ source, hit, facts, n }) {
  return html`
    <li class="card unit" tabindex="-1">
      <div class="sides">
        <p class="side" lang=${langOf(hit.text, hit.tag)}>${source}</p>
        <p class="side"><button type="button" class="copies" title=${t("copy")} lang=${langOf(hit.translation, hit.translation_tag)} onClick=${() => copy(hit.translation)}>
          ${n <= 9 ? html`<kbd class="number" aria-hidden="true">${n}</kbd>` : null}${hit.translation}</button></p>
      </div>
      <p class="about">${facts.filter(Boolean).map((fact) => html`<span>${fact}</span>`)}</p>
    </li>`;
}

function Match({ hit, n }) {
  const differs = [...hit.penalties, ...hit.differs].map((what) => t("other-what", { what: orPlain(`differs-${what}`, what) }));
  return html`<${Unit} hit=${hit} n=${n} source=${hit.diff.map(change)}
    facts=${[html`<strong>${number(hit.score)} %</strong>`, ...differs, html`<span lang=${langOf(hit.document)}>${hit.document}</span>`]} />`;
}

/** How the stored sentence becomes the one asked for. */
function change(part) {
  if (part.op === "equal") return part.stored;
  return html`${part.stored ? html`<del>${part.stored}</del>` : null}${part.query ? html`<ins>${part.query}</ins>` : null}`;
}

function Occurrence({ hit, n }) {
  const pieces = spanned(hit.text, hit.spans).map((piece) => (piece.span ? html`<mark>${piece.text}</mark>` : piece.text));
  return html`<${Unit} hit=${hit} n=${n} source=${pieces} facts=${[html`<span lang=${langOf(hit.document)}>${hit.document}</span>`]} />`;
}

// ---------------------------------------------------------------- pieces

/** The longest pieces of what was asked that stand in stored sentences. */
function Pieces({ pieces, from }) {
  let n = from;
  return html`
    <h2>${t("pieces")}</h2>
    <ul id="pieces" class="cards">${pieces.map((piece) => html`
      <li class="card">
        <p><strong lang=${langOf(piece.text)}>${piece.text}</strong> <span class="quiet">${t("sentences-found", { count: piece.total })}</span></p>
        ${piece.items.map((hit) => html`
          <div class="sides piece">
            <${Sentence} text=${hit.text} tag=${hit.tag} spans=${hit.spans} kind="side" />
            <p class="side"><button type="button" class="copies" title=${t("copy")} lang=${langOf(hit.translation, hit.translation_tag)} onClick=${() => copy(hit.translation)}>
              ${++n <= 9 ? html`<kbd class="number" aria-hidden="true">${n}</kbd>` : null}${hit.translation}</button></p>
          </div>`)}
      </li>`)}</ul>`;
}

// ---------------------------------------------------------------- keys

function entered(event) {
  if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
  event.preventDefault();
  copyNumber(1);
}

/** 1 to 9 copy a translation; with Alt also out of the box. */
function useCopyKeys() {
  useEffect(() => {
    const pressed = (event) => {
      if (isComposing(event) || event.ctrlKey || event.metaKey || !numberOf(event)) return;
      if (copyNumber(numberOf(event))) event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
