// What views that find something in texts share: which of them, the keys, putting other words in.
import { html, useEffect } from "../html.js";
import { hasModifier, isComposing, isTyping } from "../keys.js";
import { t } from "../words.js";

export const SETTLED = 400; // milliseconds without a key before a text is looked at. Chosen: between two words
export const SHOWN = 100; // findings at first, and with each "more". Chosen: some screens; half asks more often, double scrolls more

/** Links between the views: of a translation, and of one Chinese text. */
export const Which = ({ here }) => html`
  <nav class="row" aria-label=${t("view-check")}>${["check", "lint"].map((name) => html`
    <a class="button" href=${`/${name}`} aria-current=${name === here ? "page" : undefined}>${t(`which-${name}`)}</a>`)}</nav>`;

/** A text with other words in the place of a span, which is in code points. */
export function mended(text, [start, end], words) {
  const points = Array.from(text);
  return points.slice(0, start).join("") + words + points.slice(end).join("");
}

/** ↓ and ↑, or j and k, go from finding to finding; the key of an act (`data-act`) does it. */
export function useFindingKeys(list) {
  useEffect(() => {
    const pressed = (event) => {
      if (event.defaultPrevented || isComposing(event) || hasModifier(event) || isTyping(event)) return;
      const items = [...(list.current?.children ?? [])];
      const at = items.findIndex((each) => each.contains(document.activeElement));
      const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
      const to = step ? items[Math.max(0, Math.min(items.length - 1, at < 0 ? 0 : at + step))] : null;
      const act = items[at]?.querySelector(`[data-act="${event.key}"]`);
      if (!to && !act) return;
      event.preventDefault();
      if (to) return to.focus(), to.scrollIntoView({ block: "nearest" });
      act.click();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
