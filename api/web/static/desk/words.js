// The words of the interface, from the catalogues in words/: one Fluent file a language.
import { FluentBundle, FluentResource } from "../vendor/fluent/index.js";
import { ROOT } from "./html.js";
import { setting } from "./settings.js";

/** The languages there are, each by its own name. */
export const LANGUAGES = { en: "English", "zh-Hant": "正體中文", "zh-Hans": "简体中文" };

let bundle = new FluentBundle("en");

/** The language chosen, else the first of the browser's that there is. */
export function languageWanted(browser = navigator.languages) {
  const chosen = setting("language");
  if (chosen in LANGUAGES) return chosen;
  return browser.map(ofTag).find(Boolean) ?? "en";
}

function ofTag(tag) {
  const parts = tag.toLowerCase().split("-");
  if (parts[0] === "en") return "en";
  if (parts[0] !== "zh" && parts[0] !== "yue") return undefined;
  if (parts.includes("hans")) return "zh-Hans";
  const traditional = ["hant", "tw", "hk", "mo"].some((part) => parts.includes(part));
  return traditional || parts[0] === "yue" ? "zh-Hant" : "zh-Hans";
}

/** Fetch the catalogue of the language wanted and use it from now on. */
export async function loadWords() {
  const language = languageWanted();
  const answer = await fetch(`${ROOT}/static/words/${language}.ftl`);
  if (!answer.ok) throw new Error(`words/${language}.ftl: ${answer.status}`);
  const loaded = new FluentBundle(language, { useIsolating: false });
  for (const fault of loaded.addResource(new FluentResource(await answer.text()))) console.error(fault);
  bundle = loaded;
  document.documentElement.lang = language;
}

/** The message `id` in the language of the interface. `given` are its arguments. */
export function t(id, given = undefined) {
  const message = bundle.getMessage(id);
  if (!message?.value) return id;
  const faults = [];
  const text = bundle.formatPattern(message.value, given, faults);
  for (const fault of faults) console.error(`${id}: ${fault}`);
  return text;
}

/** The message `id` with an element in the place of its argument `name`: [before, element, after]. */
export function around(id, name, element) {
  const [before, after] = t(id, { [name]: "\0" }).split("\0");
  return [before, element, after];
}

/** Whether the catalogue has the message: for what is named by the server. */
export const known = (id) => bundle.hasMessage(id);

/** The message where there is one, else what the server said. */
export const orPlain = (id, plain) => (known(id) ? t(id) : plain);

export const language = () => document.documentElement.lang || "en";
export const number = (value, options = undefined) => value.toLocaleString(language(), options);
export const percent = (share) => number(share, { style: "percent", maximumFractionDigits: 0 });

/** A time of the server (ISO 8601, UTC) as people here write it. */
export function time(iso) {
  if (!iso) return "";
  return new Date(iso).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });
}
