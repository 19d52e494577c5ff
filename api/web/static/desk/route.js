// The address: which view, of what. Back, reload and a link sent to a colleague all work by it.
import { ROOT } from "./html.js";
import { Watched, useWatched } from "./watched.js";

const OLD = { "look-up": "/", review: "/review", recognise: "/recognise", memory: "/memory", jobs: "/jobs" };

function read() {
  return { path: decodeURI(location.pathname.slice(ROOT.length)), query: Object.fromEntries(new URLSearchParams(location.search)) };
}

/** Addresses of the page before it had paths: `/#review`. */
function moved() {
  const name = location.hash.slice(1);
  if (location.pathname === `${ROOT}/` && name in OLD) history.replaceState(null, "", ROOT + OLD[name]);
}

moved();
const here = new Watched(read());
const update = () => here.set(read());

export const route = () => here.value;
export const useRoute = () => useWatched(here);

/** The address of a view; what is empty is left out. */
export function address(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${path}?${search}` : path;
}

/** Go there, as a click on a link would. */
export function go(target) {
  write();
  history.pushState(null, "", ROOT + target);
  update();
  window.scrollTo(0, 0);
}

// Browsers allow a page a few hundred changes of its address a minute, and a person types more keys:
// what is shown follows at once, the bar of the browser a little later.
const LATER = 250; // milliseconds. Chosen: 240 a minute at most
let unwritten = null;
let timer;

/** Change the address of what is shown already, without a step for the back button. */
export function replace(target) {
  unwritten = target;
  clearTimeout(timer);
  timer = setTimeout(write, LATER);
  const url = new URL(target, location.origin);
  here.set({ path: decodeURI(url.pathname), query: Object.fromEntries(url.searchParams) });
}

function write() {
  clearTimeout(timer);
  if (unwritten !== null) history.replaceState(null, "", ROOT + unwritten);
  unwritten = null;
}

/** Change some of the query, in place. */
export const replaceQuery = (changed) => replace(address(here.value.path, { ...here.value.query, ...changed }));

const ELSEWHERE = /^\/(api|docs|static|account|t)(\/|$)/;

function followed(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[href]");
  if (!link || link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
  const target = (link.pathname + link.search).slice(ROOT.length);
  if (!link.pathname.startsWith(`${ROOT}/`) || ELSEWHERE.test(target) || (link.hash && link.pathname === location.pathname)) return;
  event.preventDefault();
  go(target);
}

document.addEventListener("click", followed);
window.addEventListener("popstate", () => ((unwritten = null), update()));
window.addEventListener("pagehide", write);
window.addEventListener("hashchange", () => (moved(), update()));
