// Requests that change an entry. Each answers {entry, etag, step}, and `step` takes it back. What the
// server refuses because of what was sent is thrown, so that the form says it beside the words.
import { Failure, attempt, post, request } from "../api.js";
import { reviewer } from "../settings.js";
import { address } from "../route.js";
import { writable } from "./model.js";

const path = (id) => `/concepts/${encodeURIComponent(id)}`;

async function sent(where, method, body, etag = "") {
  const headers = { ...(body ? { "Content-Type": "application/json" } : {}), ...(etag ? { "If-Match": etag } : {}) };
  const answer = await request(where, { method, headers, body: body && JSON.stringify(body) });
  return { entry: answer.data, etag: answer.headers.get("ETag"), step: Number(answer.headers.get("Glossary-Step")) };
}

const byMe = (where) => address(where, { by: reviewer() });

export const created = (entry) => sent(byMe("/concepts"), "POST", writable(entry));
export const edited = (id, etag, was, now) => sent(byMe(path(id)), "PATCH", changedFields(was, now), etag);
export const deleted = (id, etag) => sent(byMe(path(id)), "DELETE", null, etag);
export const merged = (id, etag, other, otherRevision, entry) =>
  sent(`${path(id)}/merge`, "POST", { other, entry, other_revision: otherRevision, by: reviewer() }, etag);
export const settled = (number, revision, take, entry) =>
  sent(`/conflicts/${number}/settlement`, "POST", { take, ...(entry ? { entry } : {}), by: reviewer() }, `"${revision}"`);
export const replacedInMemory = (id, wanted, etag) =>
  sent(`${path(id)}/impact/replace`, "POST", { ...wanted, by: reviewer() }, etag);
export const undone = (step) => post("/undo", { step, by: reviewer() });

/** The fields that are others now: what somebody else changes elsewhere in the entry stays theirs to see. */
function changedFields(was, now) {
  const [old, next] = [writable(was), writable(now)];
  return Object.fromEntries(Object.entries(next).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name])));
}

/** The entry without lines that somebody began and left empty. */
export function cleaned(entry) {
  const contexts = (term) => ({ ...term, contexts: term.contexts.filter((context) => context.text.trim()) });
  const said = (term) => term.text.trim() || term.note || term.contexts.length;
  const terms = (section) => ({ ...section, terms: section.terms.map(contexts).filter(said) });
  const kept = (section) => section.terms.length || section.definition || section.note;
  return { ...entry, languages: entry.languages.map(terms).filter(kept) };
}

const OF_THE_WORDS = new Set([404, 409, 412, 413, 422]);

/** Run `work`; {made} or {failure} that is of what was sent; undefined where the page says it already. */
export const tried = (work) =>
  attempt(async () => {
    try {
      return { made: await work() };
    } catch (failure) {
      if (failure instanceof Failure && OF_THE_WORDS.has(failure.status)) return { failure };
      throw failure;
    }
  });
