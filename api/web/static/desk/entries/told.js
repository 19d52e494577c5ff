// What was just done with an entry, said where it is shown, with the way back.
import { attempt } from "../api.js";
import { html } from "../html.js";
import { orPlain, t } from "../words.js";
import { Watched, useWatched } from "../watched.js";
import { undone } from "./storing.js";

/** {id, text, step}: of which entry, what, and the step that takes it back; or null. */
export const told = new Watched(null);

export const tell = (id, text, step) => told.set({ id, text, step });

export function Told({ id, onUndone }) {
  const said = useWatched(told);
  const mine = said && said.id === id ? said : null;
  const back = async () => {
    const step = await attempt(() => undone(mine.step));
    if (!step) return;
    tell(id, t("taken-back", { what: orPlain(`verb-${step.verb}`, step.verb) }));
    onUndone();
  };
  return html`
    <p id="told" class="row" role="status">${mine ? html`<span>${mine.text}</span>
      ${mine.step ? html`<button type="button" id="undo" onClick=${back}>${t("undo")}</button>` : null}` : null}</p>`;
}

/** What the server said against what was sent, beside the words. */
export const Refused = ({ failure }) => html`
  <div role="alert" class="refused">${failure ? html`<p><strong>${orPlain(`failure-${failure.status}`, "")}</strong> <span lang="en">${failure.message}</span></p>` : null}</div>`;
