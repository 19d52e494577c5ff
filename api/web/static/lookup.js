// Looking terms up while typing.
import { attempt, get } from "./api.js";
import { byId, element, fill, highlighted, languageName, plural, settled } from "./dom.js";

const PAGE = 20;
let running = null;
let offset = 0;

const WHY = [
  [/^exact/, "the term itself"],
  [/script/, "the same in the other script"],
  [/width|folded/, "the same but for form"],
  [/^prefix/, "begins with it"],
  [/^contains/, "contains it"],
  [/^initials/, "its pinyin initials"],
  [/^pinyin/, "sounds like it in pinyin"],
];

/** Why a hit matched, in words; what is not known here is said as the server says it. */
const inWords = (why) => {
  const known = WHY.find(([pattern]) => pattern.test(why));
  return known ? `${known[1]} (${why})` : why;
};

async function search({ remember = false, more = false } = {}) {
  const q = byId("q").value.trim();
  running?.abort();
  if (!q) return clear();
  running = new AbortController();
  offset = more ? offset + PAGE : 0;
  const query = { q, offset, limit: PAGE, remember };
  const answer = await attempt(() => get("/terms", query, running.signal));
  if (!answer || byId("q").value.trim() !== q) return;
  const cards = answer.items.map(card);
  if (more) byId("results").append(...cards);
  else fill(byId("results"), cards);
  byId("more").hidden = offset + PAGE >= answer.total;
  fill(byId("found"), summary(answer));
}

function clear() {
  fill(byId("results"));
  fill(byId("found"));
  byId("more").hidden = true;
}

function summary(answer) {
  if (answer.total) return [plural(answer.total, "concept")];
  if (!answer.suggestions.length) return ["Nothing found."];
  return ["Nothing found. Did you mean ", ...answer.suggestions.flatMap((term, at) => [at ? ", " : "", asked(term)]), "?"];
}

const asked = (term) =>
  element("a", { href: "#look-up", on: { click: (event) => (event.preventDefault(), ask(term)) } }, term);

function ask(term) {
  byId("q").value = term;
  byId("q").focus();
  search({ remember: true });
}

// ---------------------------------------------------------------- one hit

function card(hit) {
  const tags = Object.keys(hit.terms);
  const english = tags.filter((tag) => tag.startsWith("en"));
  const others = tags.filter((tag) => !tag.startsWith("en"));
  return element(
    "li",
    { className: "card", tabIndex: -1 },
    element("div", { className: "sides" }, side(hit, english, false), side(hit, others, true)),
    about(hit),
  );
}

function side(hit, tags, named) {
  const language = tags[0];
  const whole = language && !named ? hit.definitions[""] : undefined;
  return element(
    "div",
    { className: "side" },
    tags.map((tag) => termLine(hit, tag, named)),
    definition(whole, "en"),
    tags.map((tag) => definition(hit.definitions[tag], tag)),
    hit.contexts.filter((context) => tags.includes(context.tag)).slice(0, 3).map(contextLine),
  );
}

function termLine(hit, tag, named) {
  const terms = hit.terms[tag].map((term) => termOf(hit, tag, term));
  return element("p", {}, named ? element("span", { className: "region" }, languageName(tag)) : null, terms);
}

function termOf(hit, tag, term) {
  const matched = tag === hit.tag && term.text === hit.term;
  const notes = [term.status === "preferred" || term.status === "admitted" ? "" : term.status, kindOf(term)];
  return element(
    "span",
    { className: `term ${term.status}`, lang: tag },
    matched ? element("mark", {}, term.text) : term.text,
    notes.filter(Boolean).map((note) => element("span", { className: "label", lang: "en" }, note)),
  );
}

const kindOf = (term) => ({ acronym: "acronym", abbreviation: "abbreviation", variant: "variant" })[term.term_type];

const definition = (text, tag) => (text ? element("p", { className: "definition", lang: tag }, text) : null);

const contextLine = (context) =>
  element("p", { className: "context", lang: context.tag, title: context.source }, highlighted(context.text, [context.term]));

function about(hit) {
  const row = element(
    "p",
    { className: "about" },
    element("span", {}, `Matched: ${inWords(hit.why)}`),
    hit.subject ? element("span", {}, hit.subject) : null,
    hit.source ? element("span", {}, `Source: ${hit.source}`) : null,
    hit.note ? element("span", {}, hit.note) : null,
  );
  const button = element("button", { type: "button", "aria-expanded": "false" }, "proof");
  button.addEventListener("click", () => proofs(hit.concept_id, row, button));
  row.append(button);
  return row;
}

async function proofs(id, row, button) {
  const shown = row.nextElementSibling;
  if (shown) return shown.remove(), button.setAttribute("aria-expanded", "false");
  const answer = await attempt(() => get(`/why/${encodeURIComponent(id)}`));
  if (!answer) return;
  const lines = answer.proofs.length ? answer.proofs.map(proofLine) : [element("li", {}, "entered by a person, not mined")];
  row.after(element("ul", { className: "proofs" }, lines));
  button.setAttribute("aria-expanded", "true");
}

function proofLine({ holds, reason, evidence }) {
  const mark = holds ? element("span", { className: "holds" }, "✓ ") : element("span", { className: "fails" }, "✗ ");
  const same = evidence.zh_context === evidence.en_context;
  return element(
    "li",
    {},
    mark,
    `${evidence.document}, line ${evidence.line}${holds ? "" : ` — ${reason}`}`,
    element("p", { className: "context", lang: "zh" }, evidence.zh_context),
    same ? null : element("p", { className: "context", lang: "en" }, evidence.en_context),
  );
}

// ---------------------------------------------------------------- keys

function move(step) {
  const cards = [...byId("results").children];
  const at = cards.indexOf(document.activeElement?.closest(".card"));
  if (at + step < 0) return byId("q").focus();
  cards[Math.min(at + step, cards.length - 1)]?.focus();
}

byId("look-up").addEventListener("keydown", (event) => {
  if (event.isComposing || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  event.preventDefault();
  move(event.key === "ArrowDown" ? 1 : -1);
});
byId("q").addEventListener("input", settled(() => search()));
byId("search").addEventListener("submit", (event) => (event.preventDefault(), search({ remember: true })));
byId("more").addEventListener("click", () => search({ more: true }));

export function shown() {
  if (!byId("q").value) byId("q").focus();
}
