// A bar beside its number; the number says what the bar shows.
import { html } from "../html.js";

/** `share` from 0 to 1; `parts` [[share, name]] for one in several colours. */
export function Bar({ share, parts = [[share, "all"]] }) {
  let at = 0;
  return html`
    <svg class="share-bar" aria-hidden="true" focusable="false" preserveAspectRatio="none" viewBox="0 0 1000 10">
      ${parts.map(([width, name]) => {
        const x = at;
        at += width * 1000;
        return html`<rect class=${`part-${name}`} x=${x} y="0" width=${width * 1000} height="10" />`;
      })}
    </svg>`;
}
