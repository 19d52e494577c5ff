// One entry of two: what both started from where that is known, ours, and theirs. Wherever the two
// differ a person chooses; what only one side changed is taken without a question.
import { FIELDS, writable } from "./model.js";

export const SIDES = ["was", "ours", "theirs"];
export const KEPT = "kept";
export const LEFT_OUT = "";

/** The rows in which ours and theirs differ: {key, tag, term, field, values: {was, ours, theirs}, value}.
 * A value is undefined where its side has no such place. `value` is what a merge takes: theirs where only
 * they changed it, else ours. `open` says that both changed it, or that nobody knows.
 * Of terms and contexts, which a side has or has not, `value` is KEPT or LEFT_OUT. */
export function rowsOf(sides) {
  const rows = [...rowsOfHolder(sides, "concept", "", "")];
  for (const tag of tagsOf(sides)) {
    const sections = each(sides, (entry) => entry.languages.find((section) => section.tag === tag));
    rows.push(...rowsOfHolder(sections, "language", tag, ""));
    for (const name of namesOf(sections)) rows.push(...rowsOfTerm(sections, tag, name));
  }
  return rows;
}

function rowsOfTerm(sections, tag, name) {
  const terms = each(sections, (section) => section.terms.find((term) => term.text === name));
  const present = presence(terms, tag, name, "term", name);
  const rows = present ? [present] : [];
  rows.push(...rowsOfHolder(terms, "term", tag, name));
  const demoted = present && demotion(sections, terms, tag, name);
  if (demoted) rows.push(demoted);
  for (const text of union(terms, (term) => term.contexts.map((context) => context.text))) {
    if (!terms.ours || !terms.theirs) continue;
    const has = each(terms, (term) => term.contexts.find((context) => context.text === text));
    const row = presence(has, tag, name, "context", text);
    if (row) rows.push(row);
  }
  return rows;
}

/** A second preferred term of a language becomes admitted, unless somebody says otherwise. */
function demotion(sections, terms, tag, name) {
  const preferred = (section) => section?.terms.some((term) => term.status === "preferred");
  if (terms.ours || terms.theirs?.status !== "preferred" || !preferred(sections.ours)) return null;
  const values = { was: terms.was?.status, ours: undefined, theirs: "preferred" };
  return { ...row(tag, name, "status", values), value: "admitted" };
}

function rowsOfHolder(holders, level, tag, term) {
  if (!holders.ours || !holders.theirs) return [];
  return FIELDS[level]
    .map((field) => row(tag, term, field, each(holders, (holder) => holder[field])))
    .filter(({ values }) => values.ours !== values.theirs);
}

function row(tag, term, field, values) {
  const { was, ours, theirs } = values;
  const taken = ours === was || (was === undefined && !ours) ? theirs : ours;
  const open = was === undefined ? Boolean(ours && theirs) : ours !== was && theirs !== was;
  return { key: [tag, term, field].join("\n"), tag, term, field, values, value: taken, open };
}

function presence(holders, tag, term, field, text) {
  if (Boolean(holders.ours) === Boolean(holders.theirs)) return null;
  const values = each(holders, () => text);
  const deleted = holders.was !== undefined && same(holders.was, holders.ours ?? holders.theirs);
  const place = { key: [tag, term, field, text].join("\n"), tag, term, field, text };
  return { ...place, values, present: true, value: deleted ? LEFT_OUT : KEPT, open: !deleted };
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// ---------------------------------------------------------------- the entry that comes of it

/** The entry with what was chosen: `chosen` {key: value} over what each row takes by itself. */
export function assembled(sides, rows, chosen = {}) {
  const values = new Map(rows.map((each) => [each.key, chosen[each.key] ?? each.value]));
  const value = (usual, ...place) => values.get(place.join("\n")) ?? usual;
  const kept = (...place) => (values.get(place.join("\n")) ?? KEPT) === KEPT;
  const both = { ours: sides.ours, theirs: sides.theirs };
  const made = fieldsOf(both, "concept", (field, usual) => value(usual, "", "", field));
  made.languages = tagsOf(both).map((tag) => {
    const sections = each(both, (entry) => entry.languages.find((section) => section.tag === tag));
    const section = fieldsOf(sections, "language", (field, usual) => value(usual, tag, "", field));
    const names = namesOf(sections).filter((name) => kept(tag, name, "term", name));
    section.terms = names.map((name) => {
      const terms = each(sections, (held) => held.terms.find((term) => term.text === name));
      const term = fieldsOf(terms, "term", (field, usual) => value(usual, tag, name, field));
      term.contexts = joined(terms, "contexts", (context) => context.text).filter((context) => kept(tag, name, "context", context.text));
      return term;
    });
    return section;
  }).filter((section) => section.terms.length);
  return writable(made);
}

/** A copy of the holder, ours first, with each field as `value` says, and what TBX says of either. */
function fieldsOf(holders, level, value) {
  const made = { ...(holders.ours ?? holders.theirs) };
  for (const field of FIELDS[level]) made[field] = value(field, made[field]);
  made.extra = joined(holders, "extra", (extra) => JSON.stringify(extra));
  return made;
}

function joined(holders, name, key) {
  const all = [...(holders.ours?.[name] ?? []), ...(holders.theirs?.[name] ?? [])];
  return [...new Map(all.map((item) => [key(item), item])).values()];
}

// ---------------------------------------------------------------- sides

const each = (sides, read) =>
  Object.fromEntries(SIDES.map((side) => [side, sides[side] ? read(sides[side]) : undefined]));

const union = (sides, read) =>
  [...new Set([sides.ours, sides.theirs].filter(Boolean).flatMap(read))];

const tagsOf = (sides) => union(sides, (entry) => entry.languages.map((section) => section.tag));
const namesOf = (sections) => union(sections, (section) => section.terms.map((term) => term.text));
