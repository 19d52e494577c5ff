// Earlier translations: sentences like this one, or with this piece in them.
import { attempt, get } from "./api.js";
import { byId, element, fill, plural, settled } from "./dom.js";

let running = null;
const how = () => document.querySelector("input[name=how]:checked").value;

async function look() {
  const q = byId("sentence-q").value.trim();
  running?.abort();
  byId("threshold-row").hidden = how() !== "memory";
  if (!q) return fill(byId("matches")), fill(byId("remembered"));
  running = new AbortController();
  const query = how() === "memory" ? { q, threshold: byId("threshold").value, limit: 20 } : { q, limit: 20 };
  const answer = await attempt(() => get(`/${how()}`, query, running.signal));
  if (!answer) return;
  byId("remembered").textContent = answer.total ? plural(answer.total, "sentence") : "Nothing like it in the memory.";
  fill(byId("matches"), answer.items.map(how() === "memory" ? match : occurrence));
}

function card(source, translation, facts) {
  return element("li", { className: "card" }, element("div", { className: "sides" }, source, translation),
    element("p", { className: "about" }, facts.filter(Boolean).map((fact) => element("span", {}, fact))));
}

const side = (tag, ...children) => element("p", { lang: tag, className: "side" }, ...children);

function match(hit) {
  const words = [...hit.penalties, ...hit.differs.map((what) => `other ${what}`)];
  const score = element("span", { className: "score" }, `${hit.score} %`);
  return card(side(hit.tag, hit.diff.map(change)), side(hit.translation_tag, hit.translation), [score, ...words, hit.document]);
}

/** How the stored sentence becomes the one asked for. */
function change(part) {
  if (part.op === "equal") return [part.stored];
  return [part.stored ? element("del", {}, part.stored) : null, part.query ? element("ins", {}, part.query) : null];
}

function occurrence(hit) {
  const points = Array.from(hit.text);
  const pieces = [];
  let at = 0;
  for (const [start, end] of hit.spans) {
    pieces.push(points.slice(at, start).join(""), element("mark", {}, points.slice(start, end).join("")));
    at = end;
  }
  pieces.push(points.slice(at).join(""));
  return card(side(hit.tag, pieces), side(hit.translation_tag, hit.translation), [hit.document]);
}

byId("sentence").addEventListener("input", settled(look, 200));
byId("sentence").addEventListener("submit", (event) => (event.preventDefault(), look()));

export const shown = () => byId("sentence-q").focus();
