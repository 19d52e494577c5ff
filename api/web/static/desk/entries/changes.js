// What changed between two revisions of an entry: a line for each place, to be shown word by word.
import { FIELDS, GRAMMAR, extraValue, referencesOf } from "./model.js";

/** The changes from one entry to another, [{tag, term, field, before, after}]; either may be null. A term
 * that came or went is one line; one that was renamed is a change of its text. */
export function changes(before, after) {
  const names = renamed(before, after);
  const [old, now] = [facts(before, names), facts(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  const whole = new Set(keys.filter((key) => (old.get(key) ?? now.get(key)).field === "term" && !(old.has(key) && now.has(key))));
  const within = (fact) => fact.field !== "term" && whole.has(keyOf({ ...fact, field: "term", text: "" }));
  return [...renames(names), ...keys.map((key) => change(old.get(key), now.get(key)))].filter((each) => each.before !== each.after && !within(each));
}

const change = (old, now) => {
  const { tag, term, field } = old ?? now;
  return { tag, term, field, before: old?.text ?? "", after: now?.text ?? "" };
};

// ---------------------------------------------------------------- facts

/** What an entry says, by place. Of contexts and references each is a place of its own. */
function facts(entry, names = new Map()) {
  const found = new Map();
  const put = (tag, term, field, text) => text && found.set(keyOf({ tag, term, field, text }), { tag, term, field, text });
  if (!entry) return found;
  for (const field of FIELDS.concept) put("", "", field, entry[field]);
  for (const { id } of referencesOf(entry)) put("", "", "reference", id);
  for (const section of entry.languages) {
    for (const field of FIELDS.language) put(section.tag, "", field, section[field]);
    for (const term of section.terms) {
      const name = names.get(`${section.tag}\n${term.text}`) ?? term.text;
      put(section.tag, name, "term", name);
      for (const field of FIELDS.term) put(section.tag, name, field, term[field]);
      for (const type of GRAMMAR) put(section.tag, name, type, extraValue(term, type));
      for (const context of term.contexts) put(section.tag, name, "context", context.text);
    }
  }
  return found;
}

const SEVERAL = new Set(["context", "reference"]);
const keyOf = ({ tag, term, field, text }) => [tag, term, field, SEVERAL.has(field) ? text : ""].join("\n");

// ---------------------------------------------------------------- renamed terms

/** New names by `tag\nold name`: where as many terms went from a language as came, they were renamed. */
function renamed(before, after) {
  const names = new Map();
  for (const section of before?.languages ?? []) {
    const twin = after?.languages.find((each) => each.tag === section.tag);
    if (!twin) continue;
    const left = (one, other) => one.terms.map((term) => term.text).filter((text) => !other.terms.some((term) => term.text === text));
    const [gone, come] = [left(section, twin), left(twin, section)];
    if (gone.length === come.length) gone.forEach((text, at) => names.set(`${section.tag}\n${text}`, come[at]));
  }
  return names;
}

const renames = (names) =>
  [...names].map(([key, after]) => {
    const [tag, before] = key.split("\n");
    return { tag, term: after, field: "term", before, after };
  });
