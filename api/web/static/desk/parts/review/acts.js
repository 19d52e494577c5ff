// What can be done in the review, by keys and by buttons.
import { attempt, get } from "../../api.js";
import { useEffect, useMemo, useRef } from "../../html.js";
import { hasModifier, isComposing, isTyping } from "../../keys.js";
import { choicesOf, moveEdge } from "./card.js";

/** The acts that have a button, with their keys. */
export const BUTTONS = [["approve", "a"], ["amend", "e"], ["reject", "r"], ["skip", "s"], ["undo", "u"]];

const DECIDING = new Set(["a", "r", "s", "u"]); // a key that is held down decides once

/** The acts by their keys; a key that does nothing here is left to the browser. */
export function useActs(queue, open, toggle, choosing) {
  const acts = actsOf(queue, open, toggle, choosing);
  const now = useRef(acts);
  now.current = acts;
  useEffect(() => {
    const pressed = (event) => {
      if (event.defaultPrevented || isComposing(event) || hasModifier(event) || isTyping(event)) return;
      const act = document.querySelector("dialog[open], [role=alertdialog]") ? null : now.current[nameOf(event)];
      if (!act || (event.repeat && DECIDING.has(event.key))) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  return acts;
}

function nameOf({ key, shiftKey }) {
  if (key.length === 1) return key.toLowerCase();
  return shiftKey && key.startsWith("Arrow") ? `Shift ${key}` : key;
}

function actsOf(queue, open, toggle, choosing) {
  const { current } = queue;
  const edge = (language, side, steps) => () => queue.current && moveEdge(queue, queue.current, language, side, steps);
  const move = (steps) => () => queue.move(steps);
  return {
    a: () => queue.decide("approve"),
    r: () => queue.decide("reject"),
    s: () => queue.decide("skip"),
    u: () => void undo(queue, toggle),
    e: () => current && toggle("editing", true),
    d: () => asDictionary(queue),
    m: () => nextEntry(queue),
    w: () => toggle("proved", !open.proved),
    "[": edge("zh", "start", -1), "]": edge("zh", "start", 1), "{": edge("zh", "end", -1), "}": edge("zh", "end", 1),
    ",": edge("en", "start", -1), ".": edge("en", "start", 1), "<": edge("en", "end", -1), ">": edge("en", "end", 1),
    j: move(1), k: move(-1), ArrowDown: move(1), ArrowUp: move(-1),
    x: () => queue.current && choosing.from(queue.current.id),
    "Shift ArrowDown": () => choosing.move(1), "Shift ArrowUp": () => choosing.move(-1),
    Escape: () => (queue.chosen.size ? queue.chooseNone() : queue.current && queue.redraft(queue.current.id, null)),
    "?": () => toggle("help", true),
  };
}

/** Ours of this sitting at once; anything wider is named first. */
async function undo(queue, toggle) {
  if (queue.undo()) return;
  const found = await attempt(() => get("/steps", { limit: 100 }));
  const step = found?.items.find((item) => item.undoable);
  if (step) toggle("earlier", step);
  else if (found) queue.say("nothing-to-undo");
}

/** The terms as a dictionary lists them; once more, as they were found. */
function asDictionary(queue) {
  const { current } = queue;
  const listed = current && queue.details.get(current.id)?.dictionary_form;
  if (!listed) return;
  const { zh, en } = queue.draft(current.id);
  queue.redraft(current.id, zh === listed.zh && en === listed.en ? { zh: undefined, en: undefined, listed: false } : { ...listed, listed: true });
}

/** The next of the entries that the pair may join, or a concept of its own. */
function nextEntry(queue) {
  const { current } = queue;
  const detail = current && queue.details.get(current.id);
  const choices = choicesOf(detail);
  if (!choices.length) return;
  const chosen = queue.draft(current.id).into ?? detail.joins ?? "";
  queue.redraft(current.id, { into: choices[(choices.indexOf(chosen) + 1) % choices.length] });
}

/** Choosing many: from one pair, up to another. */
export function useChoosing(queue) {
  return useMemo(() => choosingIn(queue), [queue]);
}

function choosingIn(queue) {
  let anchor = null;
  return {
    from(id) {
      anchor = id;
      queue.choose(id);
    },
    upTo(id) {
      queue.chooseBetween(anchor ?? queue.current?.id ?? id, id);
      queue.look(id);
    },
    move(steps) {
      const { current } = queue;
      if (!current) return;
      if (!queue.chosen.size) anchor = current.id;
      if (queue.move(steps)) queue.chooseBetween(anchor ?? current.id, queue.current.id);
    },
  };
}
