// The Chinese of Taiwan, the mainland and Hong Kong: names, the one that is wanted, and the script of
// a text whose tag does not say it.
import { ROOT } from "./html.js";
import { setting } from "./settings.js";
import { orPlain } from "./words.js";

export const REGIONS = ["zh-Hant-TW", "zh-Hans-CN", "zh-Hant-HK"];

/** What people call a language tag. */
export const tagName = (tag) => orPlain(`tag-${tag}`, tag);

export const isChinese = (tag) => /^zh(-|$)/.test(tag);

/** The Chinese that a request takes where it must take one. */
export const chineseOrUsual = () => setting("chinese") || REGIONS[0];

/** The tags with the wanted Chinese first: itself, then its script, then Chinese of no region. */
export function wantedFirst(tags, wanted = setting("chinese")) {
  if (!wanted) return tags;
  return [...tags].sort((a, b) => far(a, wanted) - far(b, wanted));
}

/** How far a tag is from the wanted one: 0 itself, 1 its script without region, 2 no script, ... */
export function far(tag, wanted) {
  if (tag === wanted) return 0;
  const script = wanted.split("-", 2).join("-");
  if (tag === script) return 1;
  if (tag === "zh") return 2;
  return tag.startsWith(script) ? 3 : 4;
}

// ---------------------------------------------------------------- script

let hant = new Set();
let hans = new Set();

/** Fetch the characters that only one script has. */
export async function loadScripts() {
  const answer = await fetch(`${ROOT}/scripts.json`);
  if (!answer.ok) return;
  const read = await answer.json();
  hant = stepped(read.hant);
  hans = stepped(read.hans);
}

/** The set of characters, each written as its distance from the one before, from the blank on. */
function stepped(text) {
  let at = 0;
  return new Set(Array.from(text, (step) => String.fromCodePoint((at += step.codePointAt(0) - 0x20))));
}

const LOOKED_AT = 2_000; // characters of a long text. Chosen: a page tells its script as well as a book
const HAN = /\p{Script=Han}/u;

/** The `lang` of a text in Chinese or English. The browser takes the font by it, and a Traditional
 * text in a Simplified font is wrong; so the characters tell what the tag leaves open. */
export function langOf(text, tag = "") {
  if (tag && (!isChinese(tag) || tag.includes("-"))) return tag;
  if (!tag && !HAN.test(text)) return "en";
  let balance = 0;
  for (const char of text.slice(0, LOOKED_AT)) balance += hant.has(char) - hans.has(char);
  if (balance) return balance > 0 ? "zh-Hant" : "zh-Hans";
  const wanted = setting("chinese");
  return wanted ? wanted.split("-", 2).join("-") : "zh-Hant";
}
