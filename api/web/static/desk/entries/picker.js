// Choosing an entry by looking it up: type, arrow down to a hit, Enter.
import { html, useEffect, useId, useRef, useState } from "../html.js";
import { isComposing } from "../keys.js";
import { Brief, found } from "./shown.js";

const PATIENCE = 150; // milliseconds after the last letter. Chosen: half asks twice as often, double is felt

export function Picker({ label, onPick, except = "" }) {
  const [text, setText] = useState("");
  const hits = useHits(text, except);
  const list = useRef(null);
  const id = useId();
  const picked = (hit) => (setText(""), onPick(hit));
  const pressed = (event) => {
    if (isComposing(event) || !["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key)) return;
    if (event.key === "Enter" && event.target.tagName === "BUTTON") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") setText("");
    else if (event.key === "Enter") hits[0] && picked(hits[0]);
    else moved(event, list.current);
  };
  return html`
    <div class="picker" onKeyDown=${pressed}>
      <label for=${id}>${label}</label>
      <input id=${id} type="search" autocomplete="off" value=${text} onInput=${(event) => setText(event.target.value)} />
      <ul ref=${list} class="hits">${hits.map((hit) => html`
        <li key=${hit.concept_id}><button type="button" onClick=${() => picked(hit)}><${Brief} hit=${hit} /></button></li>`)}</ul>
    </div>`;
}

function useHits(text, except) {
  const [hits, setHits] = useState([]);
  const q = text.trim();
  useEffect(() => {
    if (!q) return void setHits([]);
    const newer = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await found(q, newer.signal);
      if (answer && !newer.signal.aborted) setHits(answer.items.filter((hit) => hit.concept_id !== except));
    }, PATIENCE);
    return () => (clearTimeout(timer), newer.abort());
  }, [q, except]);
  return q ? hits : [];
}

/** Move the focus among the box and the hits. */
function moved(event, list) {
  const places = [event.currentTarget.querySelector("input"), ...list.querySelectorAll("button")];
  const at = places.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  places[Math.max(0, Math.min(at, places.length - 1))].focus();
}
