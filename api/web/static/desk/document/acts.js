// What can be done with the bead that is looked at; every button has its key.
import { html } from "../html.js";
import { t } from "../words.js";

/** Whether a correction can be made: the first bead has none before it, an empty side nothing to move. */
export function possible({ act, language, to }, bead, first, last) {
  if (act === "split") return true; // where, it was asked for this bead
  return !(to === "previous" ? first : last) && (act === "join" || bead[language].length > 0);
}

export function Acts({ number, bead, first, last, done, onCorrect, onSplit, onUndo }) {
  const move = (language, to) => ({ act: "move", language, to });
  const few = bead.zh.length + bead.en.length < 1;
  const button = (name, key, act, off) => html`
    <button type="button" id=${`bead-${name}`} disabled=${off} onClick=${act}>${t(`bead-${name}`)} <kbd>${key}</kbd></button>`;
  const correcting = (name, key, how) => button(name, key, () => onCorrect(how), !possible(how, bead, first, last));
  return html`
    <span class="quiet">${t("bead-number", { number })}</span>
    ${correcting("join", "j", { act: "join" })}
    ${button("split", "s", onSplit, few)}
    ${correcting("zh-previous", "Z", move("zh", "previous"))}
    ${correcting("zh-next", "z", move("zh", "next"))}
    ${correcting("en-previous", "E", move("en", "previous"))}
    ${correcting("en-next", "e", move("en", "next"))}
    <span role="status" id="bead-done" class="quiet">${done ? said(done) : ""}</span>
    ${done && !done.undone ? html`<button type="button" id="bead-undo" onClick=${onUndo}>${t("undo")} <kbd>u</kbd></button>` : null}`;
}

function said(done) {
  if (done.undone) return t("bead-undone");
  const parts = [t(`bead-did-${done.act}`)];
  if (done.lost.length) parts.push(t("bead-lost", { count: done.lost.length }));
  if (done.regained.length) parts.push(t("bead-regained", { count: done.regained.length }));
  return parts.join(" ");
}
