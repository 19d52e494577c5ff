// Translations that a number copies: 1 to 9, and with Alt also out of a field.
import { isTyping } from "./keys.js";

/** The number that a key says, or 0. */
export function numberOf(event) {
  if (event.altKey) return Number(/^Digit([1-9])$/.exec(event.code)?.[1] ?? 0);
  return isTyping(event) ? 0 : Number(/^[1-9]$/.exec(event.key)?.[0] ?? 0);
}

/** Copy the translation with that number; whether there is one. */
export function copyNumber(n) {
  const badge = [...document.querySelectorAll("main .number")].find((each) => each.textContent === String(n));
  badge?.closest("button").click();
  return Boolean(badge);
}
