// Preact and htm, as the rest of the desk uses them. Text only ever becomes text: nothing here
// takes markup.
import { Fragment, h, render } from "../vendor/preact.js";
import htm from "../vendor/htm.js";

export { Fragment, render };
export {
  useCallback, useEffect, useErrorBoundary, useId, useLayoutEffect, useMemo, useReducer, useRef, useState,
} from "../vendor/hooks.js";

/** Elements from a template: html`<p lang=${tag}>${text}</p>`. */
export const html = htm.bind(h);

/** Class names, those that are set: classes("card", chosen && "chosen"). */
export const classes = (...names) => names.filter(Boolean).join(" ");
