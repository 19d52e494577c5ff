// A concept entry as the API has it: its fields, in the order in which people read them.
import { isChinese } from "../chinese.js";

/** The fields that are plain text, of the concept, of a language and of a term. */
export const FIELDS = {
  concept: ["subject", "definition", "definition_source", "note", "source"],
  language: ["definition", "definition_source", "note"],
  term: ["status", "part_of_speech", "term_type", "source", "note"],
};
export const LONG = new Set(["definition", "note"]);

/** The values that TBX-Basic lists; a term may have others. */
export const VALUES = {
  status: ["preferred", "admitted", "deprecated", "superseded"],
  part_of_speech: ["noun", "properNoun", "verb", "adjective", "adverb", "other"],
  term_type: ["fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"],
  grammaticalGender: ["masculine", "feminine", "neuter", "other"],
  grammaticalNumber: ["singular", "plural", "dual", "mass", "other"],
};

/** What the model has no field for, kept as in TBX: the grammar of a term. */
export const GRAMMAR = ["grammaticalGender", "grammaticalNumber"];

/** Fields by which an entry records what happened: nobody writes them. */
const RECORDED = ["evidence", "created_by", "created_at", "changed_by", "changed_at"];

export const blankTerm = (text = "", status = "preferred") => ({
  text, status, part_of_speech: "noun", term_type: "", source: "", note: "", contexts: [], extra: [],
});
export const blankLanguage = (tag, ...terms) => ({
  tag, terms: terms.length ? terms : [blankTerm()], definition: "", definition_source: "", note: "", extra: [],
});
export const blankEntry = () => ({
  languages: [], subject: "", definition: "", definition_source: "", note: "", source: "", extra: [],
});

/** The entry as a request brings it: without its id and without what the server records. */
export const writable = (entry) =>
  Object.fromEntries(Object.entries(entry).filter(([name]) => name !== "id" && !RECORDED.includes(name)));

export const termsOf = (entry, wanted = () => true) =>
  entry.languages.filter((section) => wanted(section.tag)).flatMap((section) => section.terms);

/** The entry on a line, by its first terms. */
export function titleOf(entry) {
  const first = (wanted) => termsOf(entry, wanted)[0]?.text ?? "";
  const [zh, other] = [first(isChinese), first((tag) => !isChinese(tag))];
  return { zh, other, text: [zh, other].filter(Boolean).join(" · ") || (entry.id ?? "") };
}

// ---------------------------------------------------------------- what is kept as in TBX

export const extraValue = (holder, type) => holder.extra.find((extra) => extra.type === type)?.value ?? "";

/** The holder with one such value, or with none where it is empty. */
export function withExtra(holder, type, value) {
  const others = holder.extra.filter((extra) => extra.type !== type);
  const one = { element: "termNote", type, value, attributes: [], children: [] };
  return { ...holder, extra: value ? [...others, one] : others };
}

const isReference = (extra) => extra.element === "ref" && extra.type === "crossReference";
const targetOf = (extra) => (extra.attributes.find(([name]) => name === "target") ?? [])[1] ?? "";

/** The entries that this one points to: [{id, text}]. */
export const referencesOf = (entry) =>
  entry.extra.filter(isReference).map((extra) => ({ id: targetOf(extra), text: extra.value }));

export function withReferences(entry, references) {
  const made = ({ id, text }) => ({ element: "ref", type: "crossReference", value: text, attributes: [["target", id]], children: [] });
  return { ...entry, extra: [...entry.extra.filter((extra) => !isReference(extra)), ...references.map(made)] };
}
