// Preact and htm, as the rest of the desk uses them. Text only ever becomes text: nothing here
// takes markup. What a person may not do is not made at all.
import { Fragment, h, render } from "../vendor/preact.js";
import htm from "../vendor/htm.js";

export { Fragment, render };
// An effect comes with the drawing, never a frame after it: a key pressed in between would go to what had the
// focus before, or to nobody.
export {
  useCallback, useErrorBoundary, useId, useLayoutEffect as useEffect, useMemo, useReducer, useRef, useState,
} from "../vendor/hooks.js";

/** Where this termbase stands on its server: "" at the root, else "/t/NAME". */
export const ROOT = new URL("../..", import.meta.url).pathname.slice(0, -1);

const { rank } = document.documentElement.dataset; // of who is signed in; none without accounts

/** Whether this person has at least that rank: 2 proposes and comments, 3 decides and changes, 4 administers. */
export const may = (least) => !(rank < least);

/** Views that are not for everybody, and the least rank that they are for. */
const RANKS = [[/^\/concepts\/new\b/, 2], [/^\/(review|import|conflicts)\b/, 3], [/^\/hooks\b/, 4]];

/** Whether a view, by its address within the desk, is for this person. */
export const mayOpen = (address) => may(RANKS.find(([views]) => views.test(address))?.[1]);

/** An element, or none where it takes a higher rank (`least`). Addresses are within this termbase; a
 * link to a view that is not for this person is its text. */
function made(type, props, ...children) {
  const { least, ...given } = props ?? {};
  if (!may(least)) return null;
  if (type !== "a" || given.href?.[0] !== "/") return h(type, given, ...children);
  const { href, ...rest } = given;
  if (mayOpen(href)) return h("a", { ...rest, href: ROOT + href }, ...children);
  return /button/.test(rest.class) ? null : h("span", rest, ...children);
}

/** Elements from a template: html`<p lang=${tag}>${text}</p>`. */
export const html = htm.bind(made);

/** Class names, those that are set: classes("card", chosen && "chosen"). */
export const classes = (...names) => names.filter(Boolean).join(" ");
