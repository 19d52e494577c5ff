// What somebody is writing: kept in this window's storage until it is stored or thrown away, so that a
// reload, a step back or a server that is gone costs no word.
import { ROOT, useRef, useState } from "../html.js";

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still has the draft until the page is closed.
  }
}

/** [draft, change, drop, restored]: what is kept under `name`, else what `begin()` gives. A draft is
 * kept from its first change on. */
export function useDraft(name, begin) {
  const key = `draft:${ROOT}${name}`;
  const [state, setState] = useState(() => {
    const kept = read(key);
    return { draft: kept ?? begin(), changed: Boolean(kept), restored: Boolean(kept) };
  });
  const latest = useRef(state.draft);
  // Written at once, not in an effect: that would come after the next frame, and a reload before it.
  const change = (next) => {
    latest.current = typeof next === "function" ? next(latest.current) : next;
    write(key, latest.current);
    setState((now) => ({ ...now, changed: true, draft: latest.current }));
  };
  const drop = (next = null) => {
    latest.current = next ?? begin();
    write(key, null);
    setState({ draft: latest.current, changed: false, restored: false });
  };
  return [state.draft, change, drop, state];
}
