// The review queue: one candidate after another, by button or key.
import { attempt, get, post, reviewer } from "./api.js";
import * as conflicts from "./conflicts.js";
import { byId, element, fill, highlighted, languageName, plural } from "./dom.js";

const PAGE = 50;
let queue = [];
let waiting = 0;
let amending = false;
let busy = false;

export async function count() {
  const answer = await attempt(() => get("/candidates", { limit: 1 }));
  if (answer) showCount(answer.total);
}

function showCount(total) {
  waiting = total;
  byId("waiting").textContent = total;
  byId("waiting").hidden = !total;
}

export async function shown() {
  conflicts.shown();
  const answer = await attempt(() => get("/candidates", { limit: PAGE }));
  if (!answer) return;
  queue = answer.items;
  showCount(answer.total);
  render();
}

async function render() {
  amending = false;
  const candidate = queue[0];
  byId("queue").textContent = waiting ? `${plural(waiting, "pair waits", "pairs wait")} for a decision` : "";
  renderNext();
  if (!candidate) {
    fill(byId("candidate"), element("p", {}, waiting ? "That was all of this page." : "Nothing waits for review."), undoRow());
    return;
  }
  fill(byId("candidate"), pair(candidate), evidence(candidate), facts(candidate), buttons());
  const full = await attempt(() => get(`/candidates/${candidate.id}`));
  if (full?.suggestions.length && queue[0]?.id === candidate.id) {
    byId("candidate").insertBefore(targets(full.joins, full.suggestions), byId("candidate").lastElementChild);
  }
}

function renderNext() {
  const rest = queue.slice(1, 9);
  byId("next-title").hidden = !rest.length;
  fill(byId("next"), rest.map((candidate, at) =>
    element("li", {}, element("button", { type: "button", on: { click: () => bring(at + 1) } },
      element("span", { lang: "zh" }, candidate.zh), ` — ${candidate.en}`))));
}

function bring(at) {
  queue.unshift(...queue.splice(at, 1));
  render();
}

// ---------------------------------------------------------------- one candidate

function pair(candidate) {
  const abbreviation = candidate.abbreviation
    ? element("span", { className: "label" }, candidate.abbreviation) : null;
  return element("div", { className: "sides" },
    element("div", { className: "side", id: "zh-side" }, element("p", { className: "term", lang: "zh" }, candidate.zh)),
    element("div", { className: "side", id: "en-side" }, element("p", { className: "term", lang: "en" }, candidate.en, abbreviation)));
}

function evidence(candidate) {
  return candidate.evidence.slice(0, 3).map((item) => {
    const same = item.zh_context === item.en_context;
    const marked = (text, lang, terms) => element("p", { className: "context", lang }, highlighted(text, terms));
    const both = same
      ? [marked(item.zh_context, "zh", [candidate.zh, candidate.en])]
      : [marked(item.zh_context, "zh", [candidate.zh]), marked(item.en_context, "en", [candidate.en])];
    return element("div", {},
      element("div", { className: same ? "" : "sides" }, both),
      definitions(item),
      element("p", { className: "about" }, `${item.document}, line ${item.line}`));
  });
}

/** What the document says that the terms mean, where it does. */
function definitions(item) {
  const of = (definition, lang) => definition
    ? element("p", { className: "definition", lang }, definition.text) : null;
  return element("div", { className: "sides" }, of(item.zh_definition, "zh"), of(item.en_definition, "en"));
}

function facts(candidate) {
  const percent = Math.round(candidate.confidence * 100);
  const more = candidate.evidence.length - 3;
  return element("p", { className: "about" },
    element("span", {}, "Confidence ",
      element("meter", { min: 0, max: 1, low: 0.5, high: 0.9, optimum: 1, value: candidate.confidence, title: `${percent} %` }),
      ` ${percent} %`),
    element("span", {}, candidate.kind),
    element("span", {}, `found as ${candidate.method}`),
    candidate.subject ? element("span", {}, candidate.subject) : null,
    more > 0 ? element("span", {}, `${more} more in the documents`) : null);
}

/** Where the terms may go: into the entry that has both already (`home`), where there is one. */
function targets(home, concepts) {
  const choice = (value, label, checked) => element("label", {},
    element("input", { type: "radio", name: "into", value, checked }), " ", label);
  const named = (concept) => concept.languages.flatMap((section) => [
    element("span", { className: "label" }, languageName(section.tag)), " ",
    element("span", { lang: section.tag }, section.terms.map((term) => term.text).join(" · ")), " "]);
  return element("fieldset", { className: "into" },
    element("legend", {}, "A concept has one of the terms already. Approve"),
    choice("", "as a concept of its own", !home),
    concepts.slice(0, 5).map((concept) => choice(concept.id, element("span", {}, "into ", named(concept)), concept.id === home)));
}

const BUTTONS = [
  ["approve", "Approve", "a"], ["amend", "Amend", "e"], ["reject", "Reject", "r"], ["skip", "Skip", "s"], ["undo", "Undo", "u"],
];

const button = ([name, label, key]) =>
  element("button", { type: "button", className: name === "approve" ? "main" : "", data: { action: name }, on: { click: () => act(name) } },
    label, element("kbd", {}, key));

const buttons = () => element("div", { className: "decide" }, BUTTONS.map(button));
const undoRow = () => element("div", { className: "decide" }, button(BUTTONS[4]));

// ---------------------------------------------------------------- deciding

async function act(name) {
  if (busy) return;
  busy = true;
  try {
    await { approve: () => decide("approve"), amend: amend, reject: () => decide("reject"), skip, undo }[name]();
  } finally {
    busy = false;
  }
}

const steps = [];

async function decide(decision, changed = {}) {
  const candidate = queue[0];
  if (!candidate) return;
  const into = document.querySelector("input[name=into]:checked")?.value;
  const place = into === undefined || decision === "reject" ? {} : into ? { concept_id: into } : { new: true };
  const body = { decision, by: reviewer(), ...changed, ...place };
  const answer = await attempt(() => post(`/candidates/${candidate.id}/judgement`, body));
  if (!answer) return;
  steps.push(answer.step);
  queue.shift();
  showCount(waiting - 1);
  if (queue.length) render();
  else await shown();
}

function skip() {
  if (queue.length > 1) queue.push(queue.shift());
  render();
}

/** Our own steps of this sitting at once; anything wider is named first. */
async function undo() {
  if (steps.length) await takeBack(steps.at(-1));
  else await askForEarlier();
}

async function takeBack(id) {
  const step = await attempt(() => post("/undo", { by: reviewer(), step: id }));
  if (!step) return;
  if (steps.at(-1) === id) steps.pop();
  await shown();
  byId("queue").textContent = `Taken back: ${step.verb} ${step.summary}`;
}

async function askForEarlier() {
  const found = await attempt(() => get("/steps", { limit: 100 }));
  if (!found) return;
  const step = found.items.find((item) => item.undoable);
  if (!step) {
    byId("queue").textContent = "Nothing of this sitting to take back.";
    return;
  }
  const row = element("div", { className: "ask", role: "alertdialog", "aria-label": "Take an earlier step back?" },
    element("p", {}, `Nothing of this sitting to take back. The last step here was ${named(step)}`),
    element("button", { type: "button", on: { click: () => { row.remove(); takeBack(step.id); } } }, "Take it back"),
    element("button", { type: "button", className: "main", on: { click: () => row.remove() } }, "Leave it"));
  document.querySelector(".ask")?.remove();
  byId("candidate").append(row);
  row.lastElementChild.focus();
}

function named(step) {
  const sizes = [["entries", "entry", "entries"], ["judgements", "judgement", "judgements"], ["units", "unit", "units"]];
  const size = sizes.filter(([name]) => step.counts[name]).map(([name, one, many]) => plural(step.counts[name], one, many));
  const when = step.at ? ` on ${step.at.slice(0, 16).replace("T", " at ")}` : "";
  return `“${step.verb} ${step.summary}” by ${step.by || "nobody named"}${when}${size.length ? `: ${size.join(", ")}` : ""}.`;
}

function amend() {
  const candidate = queue[0];
  if (!candidate || amending) return;
  amending = true;
  const field = (side, lang) => {
    const input = element("input", { className: "amended", lang, value: candidate[lang], id: `amended-${lang}`, "aria-label": lang === "zh" ? "Chinese term" : "English term" });
    fill(byId(side), input);
    return input;
  };
  const zh = field("zh-side", "zh");
  const en = field("en-side", "en");
  const save = () => act_amended({
    ...(zh.value !== candidate.zh ? { zh: zh.value } : {}), ...(en.value !== candidate.en ? { en: en.value } : {}),
  });
  for (const input of [zh, en]) {
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") save();
      if (event.key === "Escape") render();
    });
  }
  fill(byId("candidate").querySelector(".decide"),
    element("button", { type: "button", className: "main", on: { click: save } }, "Save", element("kbd", {}, "Enter")),
    element("button", { type: "button", on: { click: () => render() } }, "Cancel", element("kbd", {}, "Esc")));
  zh.focus();
}

async function act_amended(changed) {
  if (busy) return;
  busy = true;
  await (Object.keys(changed).length ? decide("amend", changed) : decide("approve"));
  busy = false;
}

const KEYS = Object.fromEntries(BUTTONS.map(([name, , key]) => [key, name]));

export function pressed(event) {
  const name = KEYS[event.key];
  if (!name || amending) return;
  event.preventDefault();
  act(name);
}
