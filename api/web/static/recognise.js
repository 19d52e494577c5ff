// The terms in a running text, marked in place.
import { attempt, post } from "./api.js";
import { byId, element, fill, plural, settled } from "./dom.js";

async function recognise() {
  const text = byId("text").value;
  if (!text.trim()) return fill(byId("marked")), fill(byId("terms")), fill(byId("recognised"));
  const body = { text, zh_tag: byId("zh-tag").value, all: byId("all").checked };
  const answer = await attempt(() => post("/recognize", body));
  if (!answer || byId("text").value !== text) return;
  byId("recognised").textContent = plural(new Set(answer.items.map((hit) => hit.concept_id)).size, "term");
  fill(byId("marked"), marked(text, answer.items));
  fill(byId("terms"), pairs(answer.items));
}

/** The text with the covering hits marked. Places count code points, strings UTF-16 units. */
function marked(text, hits) {
  const points = Array.from(text);
  const pieces = [];
  let at = 0;
  for (const hit of hits.filter((h) => h.cover).sort((a, b) => a.start - b.start)) {
    if (hit.start < at) continue;
    pieces.push(points.slice(at, hit.start).join(""));
    const title = hit.targets.map((target) => target.text).join(" · ") || hit.term;
    pieces.push(element("mark", { title, data: { status: hit.status } }, points.slice(hit.start, hit.end).join("")));
    at = hit.end;
  }
  pieces.push(points.slice(at).join(""));
  return pieces;
}

function pairs(hits) {
  const first = new Map();
  for (const hit of hits) if (!first.has(hit.term)) first.set(hit.term, hit);
  return [...first.values()].map((hit) =>
    element("li", {},
      element("span", { lang: hit.tag, className: hit.status }, hit.term), " — ",
      hit.targets.length
        ? hit.targets.map((target, at) => element("span", { lang: target.tag }, `${at ? " · " : ""}${target.text}`))
        : element("span", { className: "quiet" }, "no term in this Chinese"),
      hit.status === "preferred" || hit.status === "admitted" ? null : element("span", { className: "label" }, hit.status),
      hit.edge ? null : element("span", { className: "label" }, "inside a word")));
}

byId("running").addEventListener("input", settled(recognise, 250));
byId("running").addEventListener("submit", (event) => event.preventDefault());

export const shown = () => byId("text").focus();
