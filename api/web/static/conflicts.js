// What an import and somebody here changed to different things: keep ours, or take theirs.
import { attempt, get, post, reviewer } from "./api.js";
import { byId, element, fill, plural } from "./dom.js";

const PAGE = 20;
let busy = false;

/** Fetch the conflicts and show them; hidden where there are none. */
export async function shown() {
  const answer = await attempt(() => get("/conflicts", { limit: PAGE }));
  if (!answer) return;
  byId("conflicts-title").hidden = !answer.total;
  byId("conflicts-title").textContent = `${plural(answer.total, "conflict", "conflicts")} of imports`;
  fill(byId("conflicts"), answer.items.map(card));
}

function card(conflict) {
  const choice = (take, label) => element("button", {
    type: "button", data: { take }, on: { click: () => settle(conflict, take) },
    "aria-label": `${label}: ${conflict.concept_id}`,
  }, label);
  return element("li", { className: "card" },
    element("h3", {}, conflict.concept_id),
    element("p", { className: "about" }, element("span", {}, `from ${conflict.source}`)),
    element("ul", {}, conflict.differences.map((said) => element("li", { className: "differs" }, said))),
    element("div", { className: "decide" }, choice("ours", "Keep ours"), choice("theirs", "Take theirs")));
}

async function settle(conflict, take) {
  if (busy) return;
  busy = true;
  const settled = await attempt(() => post(`/conflicts/${conflict.id}/settlement`, { take, by: reviewer() }));
  busy = false;
  if (!settled) return;
  await shown();
  byId("settled").textContent = `${conflict.concept_id}: ${take} kept`;
  (document.querySelector("#conflicts button") ?? byId("candidate")).focus();
}
