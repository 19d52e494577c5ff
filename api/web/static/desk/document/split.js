// Splitting a bead: on each side a place is chosen, and both halves are shown while it is.
import { langOf } from "../chinese.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { t } from "../words.js";

const textOf = (sentences, language) => sentences.map((each) => each.text).join(language === "en" ? " " : "");
const PAUSE = /[，,；;：:、。.!！?？]/u;

/** The places where a side may be cut, in code points: between any two characters of Chinese, between words of English. */
function places(points, language) {
  const inside = points.map((_, at) => at).slice(1);
  const cuts = language === "zh" ? inside : inside.filter((at) => points[at - 1] === " ");
  return [0, ...cuts, points.length];
}

/** Behind the first sentence; in a single one, behind the pause that is nearest to its middle. */
function likely(sentences, points, cuts, language) {
  if (sentences.length > 1) {
    const end = Array.from(sentences[0].text).length + (language === "en" ? 1 : 0);
    return Math.max(0, cuts.indexOf(end));
  }
  const middle = points.length / 2;
  const pauses = cuts.filter((at) => at > 0 && at < points.length && PAUSE.test(points.slice(0, at).join("").trimEnd().at(-1) ?? ""));
  const near = (pauses.length ? pauses : cuts).reduce((best, at) => (Math.abs(at - middle) < Math.abs(best - middle) ? at : best), cuts[0]);
  return cuts.indexOf(near);
}

function useCut(sentences, language) {
  const points = Array.from(textOf(sentences, language));
  const cuts = places(points, language);
  const [at, setAt] = useState(() => likely(sentences, points, cuts, language));
  return { at, setAt, cuts, place: cuts[at], head: points.slice(0, cuts[at]).join(""), rest: points.slice(cuts[at]).join("") };
}

/** `onSplit(zh, en)`: how many characters of each side stay in the first bead. */
export function Splitting({ bead, onSplit, onLeave }) {
  const zh = useCut(bead.zh, "zh");
  const en = useCut(bead.en, "en");
  const first = useRef(null);
  useEffect(() => first.current?.querySelector("input")?.focus(), []);
  const sent = (event) => (event.preventDefault(), onSplit(zh.place, en.place));
  const pressed = (event) => {
    if (event.key === "Enter" && event.target.matches("input")) sent(event);
    if (event.key === "Escape") (event.stopPropagation(), onLeave());
  };
  const empty = (zh.head + en.head).trim() === "" || (zh.rest + en.rest).trim() === "";
  return html`
    <form id="splitting" ref=${first} onSubmit=${sent} onKeyDown=${pressed}>
      <${Cut} language="zh" cut=${zh} />
      <${Cut} language="en" cut=${en} />
      <p class="row">
        <button class="main" id="split-here" disabled=${empty}>${t("split-here")} <kbd>⏎</kbd></button>
        <button type="button" onClick=${onLeave}>${t("leave-it")} <kbd>${"Esc"}</kbd></button>
        <span class="quiet">${t("split-how")}</span>
      </p>
    </form>`;
}

function Cut({ language, cut }) {
  const whole = cut.head + cut.rest;
  return html`
    <div class="cut" id=${`cut-${language}`}>
      <input type="range" min="0" max=${cut.cuts.length - 1} value=${cut.at} aria-label=${t(`split-${language}`)} aria-valuetext=${cut.head.slice(-12) || t("split-nothing")} onInput=${(event) => cut.setAt(Number(event.target.value))} />
      <p lang=${langOf(whole, language)}><span class="head">${cut.head}</span><span class="blade" aria-hidden="true">✂</span><span class="rest">${cut.rest}</span></p>
    </div>`;
}
