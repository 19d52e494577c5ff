// Copying a term, and saying so.
import { Watched } from "./watched.js";

const SHOWN = 1400; // milliseconds that "copied" stands. Chosen: long enough to be read

/** What was just copied, or "". */
export const copied = new Watched("");
let timer;

export async function copy(text) {
  if (!text) return false;
  if (!(await written(text))) return false;
  copied.set(text);
  clearTimeout(timer);
  timer = setTimeout(() => copied.set(""), SHOWN);
  return true;
}

/** Browsers give the clipboard to pages on localhost or HTTPS only; elsewhere the old way works. */
async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return selectedAndCopied(text);
  }
}

function selectedAndCopied(text) {
  const before = document.activeElement;
  const field = Object.assign(document.createElement("textarea"), { value: text, className: "unseen" });
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  before?.focus?.();
  return done;
}
