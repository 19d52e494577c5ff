// The page: its views, and what they share.
import { byId } from "./dom.js";
import * as jobs from "./jobs.js";
import * as lookUp from "./lookup.js";
import * as memory from "./memory.js";
import * as recognise from "./recognise.js";
import * as review from "./review.js";

const VIEWS = { "look-up": lookUp, review, recognise, memory, jobs };

function current() {
  const name = location.hash.slice(1);
  return name in VIEWS ? name : "look-up";
}

function show() {
  const chosen = current();
  for (const name of Object.keys(VIEWS)) byId(name).hidden = name !== chosen;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${chosen}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  VIEWS[chosen].shown();
}

function remember(id) {
  const field = byId(id);
  field.value = localStorage.getItem(id) ?? "";
  field.addEventListener("input", () => localStorage.setItem(id, field.value));
}

byId("unlock").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("token", byId("token").value);
  byId("unlock").hidden = true;
  byId("alert").hidden = true;
  start();
});

function start() {
  review.count();
  show();
}

const typing = (target) => target.closest("input, textarea, select") !== null;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    location.hash = "look-up";
    byId("q").focus();
  } else if (current() === "review") review.pressed(event);
});

remember("by");
window.addEventListener("hashchange", show);
start();
