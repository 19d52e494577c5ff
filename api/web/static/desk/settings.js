// What the desk remembers for a person, in this browser.
import { Watched, useWatched } from "./watched.js";

const DEFAULTS = {
  language: "", // of the interface; "" as the browser says
  chinese: "", // the Chinese that is wanted, as a language tag; "" all alike
  theme: "", // "light", "dark"; "" as the system has it
  by: "", // the name that steps are stored under
  compact: "", // "yes": results as a table
};
const KEPT = 12; // last queries. Chosen: what fits on two lines; half or double, one or four

/** The store of the browser, or none where it is forbidden: the desk then forgets, and works. */
function stored(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function store(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing still has the value until the page is closed.
  }
}

const settings = Object.fromEntries(
  Object.entries(DEFAULTS).map(([name, usual]) => [name, new Watched(stored(name) ?? usual)]),
);

export const setting = (name) => settings[name].value;
export const useSetting = (name) => useWatched(settings[name]);
export const followSetting = (name, run) => settings[name].follow(run);

export function set(name, value) {
  store(name, value);
  settings[name].set(value);
}

/** The name of who is signed in, on a server with accounts. */
export const signedIn = document.documentElement.dataset.name;

export const reviewer = () => signedIn ?? setting("by").trim();

// ---------------------------------------------------------------- last queries

const asked = new Watched(readQueries());

function readQueries() {
  try {
    const read = JSON.parse(stored("queries") ?? "[]");
    return Array.isArray(read) ? read.filter((query) => typeof query === "string") : [];
  } catch {
    return [];
  }
}

export const useLastQueries = () => useWatched(asked);

export function rememberQuery(query) {
  const others = asked.value.filter((known) => known !== query);
  const kept = [query, ...others].slice(0, KEPT);
  store("queries", JSON.stringify(kept));
  asked.set(kept);
}

export function forgetQueries() {
  store("queries", "[]");
  asked.set([]);
}

// ---------------------------------------------------------------- other windows

window.addEventListener("storage", (event) => {
  if (event.key in settings) settings[event.key].set(event.newValue ?? DEFAULTS[event.key]);
  if (event.key === "queries") asked.set(readQueries());
});
