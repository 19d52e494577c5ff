// The keys of the review.
import { Fragment, html, useEffect, useRef } from "../../html.js";
import { t } from "../../words.js";

const KEYS = [
  ["a", "help-approve"], ["e", "help-amend"], ["r", "help-reject"], ["s", "help-skip"], ["u", "help-undo"],
  ["[ ]", "help-zh-start"], ["{ }", "help-zh-end"], [", .", "help-en-start"], ["< >", "help-en-end"],
  ["d", "help-dictionary"], ["m", "help-into"], ["w", "help-why"], ["j k", "help-move"], ["↓ ↑", "help-move"],
  ["x", "help-choose"], ["Shift ↓ ↑", "help-choose-more"], ["Esc", "help-escape"], ["?", "help-help"],
];

export function Help({ close }) {
  const dialog = useRef(null);
  useEffect(() => dialog.current.showModal(), []);
  return html`
    <dialog id="help" ref=${dialog} onClose=${close} aria-labelledby="help-title">
      <h2 id="help-title">${t("keys-of-review")}</h2>
      <dl class="keys">${KEYS.map(([key, said]) => html`<${Fragment}><dt><kbd>${key}</kbd></dt><dd>${t(said)}</dd><//>`)}</dl>
      <p class="quiet">${t("help-queued")}</p>
      <p class="row"><button type="button" class="main" onClick=${close}>${t("understood")}</button></p>
    </dialog>`;
}
