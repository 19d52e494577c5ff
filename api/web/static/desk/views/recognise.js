// The terms in a running text, marked in place, each with a card of its translations.
import { attempt, post } from "../api.js";
import { chineseOrUsual, langOf } from "../chinese.js";
import { copy } from "../copying.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { useSetting } from "../settings.js";
import { length, spanned } from "../text.js";
import { orPlain, t } from "../words.js";

const LIMIT = 200_000; // characters that the server takes at once
const SETTLED = 250; // milliseconds without a key before the text is looked at. Chosen: between two words
const TEXTS = /\.(txt|md|csv|tsv|srt|vtt|po|json|xml|html?)$/i;

export default function Recognise() {
  const [text, setText] = useState("");
  const [all, setAll] = useState(false);
  const chinese = useSetting("chinese");
  const { hits, working, of } = useTerms(text, all, chinese);
  const size = length(text);
  return html`
    <h1 class="unseen">${t("view-recognise")}</h1>
    <${Dropping} onText=${setText}>
      <textarea id="text" rows="6" value=${text} lang=${text ? langOf(text) : undefined} aria-label=${t("text-box")} placeholder=${t("text-example")}
        onInput=${(event) => setText(event.target.value)}></textarea>
    <//>
    <p class="row narrowing">
      <label><input id="all" type="checkbox" checked=${all} onChange=${(event) => setAll(event.target.checked)} /> ${t("inside-words")}</label>
      <span class="quiet">${t("chinese-wanted-is", { chinese: orPlain(`tag-${chineseOrUsual()}`, chineseOrUsual()) })}</span>
    </p>
    <p id="recognised" role="status" class="quiet">
      ${size > LIMIT ? t("text-too-long", { size, limit: LIMIT }) : working ? t("recognising") : hits?.length && text.trim() ? t("terms-in-text", { count: distinct(hits).length, places: hits.filter((hit) => hit.cover).length }) : hits && text.trim() ? t("no-terms-in-text") : ""}
    </p>
    ${hits && of.trim() ? html`<${Marked} text=${of} hits=${hits} />${hits.length ? html`<${Pairs} hits=${hits} />` : null}` : null}`;
}

/** The hits of the text that was looked at last (`of`); they stay until those of the next are there. */
function useTerms(text, all, chinese) {
  const [found, setFound] = useState({ hits: null, of: "" });
  const [working, setWorking] = useState(false);
  useEffect(() => {
    if (!text.trim() || length(text) > LIMIT) return void (setFound({ hits: null, of: "" }), setWorking(false));
    let newer = false;
    const timer = setTimeout(async () => {
      setWorking(true);
      const answer = await attempt(() => post("/recognize", { text, zh_tag: chineseOrUsual(), all }));
      if (newer) return;
      setWorking(false);
      if (answer) setFound({ hits: answer.items, of: text });
    }, SETTLED);
    return () => ((newer = true), clearTimeout(timer));
  }, [text, all, chinese]);
  return { ...found, working };
}

function distinct(hits) {
  const first = new Map();
  for (const hit of hits) if (!first.has(hit.term)) first.set(hit.term, hit);
  return [...first.values()];
}

// ---------------------------------------------------------------- dropping a file

function Dropping({ onText, children }) {
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState("");
  const dropped = async (event) => {
    const file = event.dataTransfer?.files?.[0];
    setOver(false);
    if (!file) return;
    event.preventDefault();
    if (!TEXTS.test(file.name) && !file.type.startsWith("text/")) return setRefused(file.name);
    setRefused("");
    onText(await file.text());
  };
  const dragged = (event) => (event.preventDefault(), setOver(true));
  return html`
    <div class=${over ? "dropping over" : "dropping"} onDragOver=${dragged} onDragLeave=${() => setOver(false)} onDrop=${dropped}>${children}</div>
    ${refused ? html`<p role="status">${t("not-a-text", { name: refused })} <a href="/documents">${t("view-documents")}</a></p>` : null}`;
}

// ---------------------------------------------------------------- the marked text

/** The text with the covering hits as buttons; one card at a time stands by the one that is looked at. */
function Marked({ text, hits }) {
  const [shown, setShown] = useState(null);
  const frame = useRef(null);
  const covering = hits.filter((hit) => hit.cover).sort((a, b) => a.start - b.start);
  const at = new Map(covering.map((hit) => [`${hit.start}-${hit.end}`, hit]));
  const open = (event) => {
    const mark = event.target.closest?.("[data-at]");
    if (mark) setShown({ hit: at.get(mark.dataset.at), mark });
  };
  const left = (event) => (event.key === "Escape" && shown ? (event.stopPropagation(), setShown(null)) : undefined);
  return html`
    <div class="marked-frame" ref=${frame} onKeyDown=${left} onMouseLeave=${() => setShown(null)}>
      <p id="marked" class="running" lang=${langOf(text)} onMouseOver=${open} onFocusIn=${open} onClick=${open}>
        ${spanned(text, covering.map((hit) => [hit.start, hit.end])).map((piece) => piece.span
          ? html`<mark tabindex="0" role="button" data-at=${piece.span.join("-")} data-status=${at.get(piece.span.join("-")).status}
              aria-describedby=${shown?.hit === at.get(piece.span.join("-")) ? "term-card" : undefined}>${piece.text}</mark>`
          : piece.text)}
      </p>
      ${shown ? html`<${TermCard} hit=${shown.hit} mark=${shown.mark} frame=${frame} />` : null}
    </div>`;
}

function TermCard({ hit, mark, frame }) {
  const card = useRef(null);
  useEffect(() => {
    const [outer, inner, own] = [frame.current, mark, card.current].map((each) => each.getBoundingClientRect());
    card.current.style.left = `${Math.max(0, Math.min(inner.left - outer.left, outer.width - own.width))}px`;
    card.current.style.top = `${inner.bottom - outer.top}px`;
  });
  return html`
    <div id="term-card" class="card term-card" role="group" aria-label=${hit.term} ref=${card}>
      <p><span class="term" lang=${langOf(hit.term, hit.tag)}>${hit.term}</span> <${Status} status=${hit.status} /></p>
      <p>${hit.targets.length ? hit.targets.map((target) => html`
        <button type="button" class="chip" lang=${langOf(target.text, target.tag)} title=${t("copy")} onClick=${() => copy(target.text)}>${target.text}</button> `)
        : html`<span class="quiet">${t("no-term-in-chinese")}</span>`}</p>
      <p class="about"><a href=${`/concepts/${encodeURIComponent(hit.concept_id)}`}>${t("open-entry")}</a></p>
    </div>`;
}

const Status = ({ status }) => (status === "preferred" || status === "admitted" ? null : html`<span class="label">${orPlain(`status-${status}`, status)}</span>`);

/** Every term once, with its translations. */
function Pairs({ hits }) {
  return html`
    <h2>${t("terms-found")}</h2>
    <ul id="terms" class="pairs">${distinct(hits).map((hit) => html`
      <li>
        <span lang=${langOf(hit.term, hit.tag)} class=${hit.status}>${hit.term}</span> — ${hit.targets.length
          ? hit.targets.map((target, n) => html`${n ? " · " : ""}<button type="button" class="plain" title=${t("copy")} lang=${langOf(target.text, target.tag)} onClick=${() => copy(target.text)}>${target.text}</button>`)
          : html`<span class="quiet">${t("no-term-in-chinese")}</span>`}
        ${" "}<${Status} status=${hit.status} />${hit.edge ? null : html` <span class="label">${t("inside-a-word")}</span>`}
      </li>`)}</ul>`;
}
