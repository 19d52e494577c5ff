// What can be done with the bead that is looked at; every button has its key.
import { html } from "../html.js";
import { t } from "../words.js";

export function Acts({ number, bead, first, last, done, onCorrect, onSplit, onUndo }) {
  const move = (language, to) => ({ act: "move", language, to });
  const few = bead.zh.length + bead.en.length < 1;
  const button = (name, key, act, off) => html`
    <button type="button" id=${`bead-${name}`} disabled=${off} onClick=${act}>${t(`bead-${name}`)} <kbd>${key}</kbd></button>`;
  return html`
    <span class="quiet">${t("bead-number", { number })}</span>
    ${button("join", "j", () => onCorrect({ act: "join" }), last)}
    ${button("split", "s", onSplit, few)}
    ${button("zh-previous", "Z", () => onCorrect(move("zh", "previous")), first || !bead.zh.length)}
    ${button("zh-next", "z", () => onCorrect(move("zh", "next")), last || !bead.zh.length)}
    ${button("en-previous", "E", () => onCorrect(move("en", "previous")), first || !bead.en.length)}
    ${button("en-next", "e", () => onCorrect(move("en", "next")), last || !bead.en.length)}
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
