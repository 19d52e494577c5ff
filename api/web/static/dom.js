// Elements from data. Text only ever becomes text: there is no innerHTML in this page.

/** An element with properties (`lang`, `className`, `on: {event: handler}`, ...) and children. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key === "on") for (const [event, run] of Object.entries(value)) made.addEventListener(event, run);
    else if (key === "data") Object.assign(made.dataset, value);
    else if (key.startsWith("aria-")) made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export const byId = (id) => document.getElementById(id);

export function fill(target, ...children) {
  target.replaceChildren(...children.flat(Infinity).filter(Boolean));
}

/** `run` once the calls have stopped for a moment. */
export function settled(run, wait = 160) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...given), wait);
  };
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The pieces of `text`, every occurrence of one of `terms` in a <mark>. */
export function highlighted(text, terms) {
  const wanted = terms.filter(Boolean).sort((a, b) => b.length - a.length).map(escaped);
  if (!wanted.length) return [text];
  return text
    .split(new RegExp(`(${wanted.join("|")})`, "gi"))
    .map((piece, at) => (at % 2 ? element("mark", {}, piece) : piece));
}

const NAMES = {
  en: "English", "zh-Hant-TW": "Taiwan", "zh-Hans-CN": "Mainland", "zh-Hant-HK": "Hong Kong",
  "zh-Hant": "Traditional", "zh-Hans": "Simplified", "zh-Hans-SG": "Singapore",
  "zh-Hant-MO": "Macau", zh: "Chinese",
};

/** What people call a language tag. */
export const languageName = (tag) => NAMES[tag] ?? tag;

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
