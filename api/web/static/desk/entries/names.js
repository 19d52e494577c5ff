// What the fields and values of an entry are called.
import { tagName } from "../chinese.js";
import { orPlain, t } from "../words.js";

export const fieldName = (field) => orPlain(`field-${field}`, field.replaceAll("_", " "));

/** A value as people read it: those of a list by their names. */
export const valueName = (field, value) => (value ? (NAMES[field] ?? String)(value) : "");

const NAMES = {
  status: (value) => orPlain(`status-${value}`, value),
  term_type: (value) => orPlain(`type-${value}`, value),
  part_of_speech: (value) => orPlain(`part-${value}`, value),
  grammaticalGender: (value) => orPlain(`gender-${value}`, value),
  grammaticalNumber: (value) => orPlain(`number-${value}`, value),
};

/** Where a field stands: nothing for the concept, a language, a term of it. */
export const placeName = ({ tag, term }) => [term, tag && tagName(tag)].filter(Boolean).join(" · ");

/** What a step did, in words. */
export const verbName = (verb) => orPlain(`verb-${verb}`, verb);

export const nameOf = (by) => by || t("nobody-named");
