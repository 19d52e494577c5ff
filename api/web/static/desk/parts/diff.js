// What differs between two texts, word by word. A Chinese character is a word, and so are a Latin
// word, a number, a run of white space and every other sign.

const HAN = "\\p{Script=Han}\\p{M}*";
const LETTERS = "(?:(?!\\p{Script=Han})[\\p{L}\\p{M}\\p{N}])+";
const WORD = new RegExp(`${HAN}|${LETTERS}(?:['’]${LETTERS})*|\\s+|.`, "gsu");

export const words = (text) => text.match(WORD) ?? [];

const MOST = 400; // words that come or go. Chosen: beyond half of it nobody reads single words, and double takes four times as long

/** The pieces {kind, text} that lead from `before` to `after`: "same", "gone" or "come". Those that are
 * the same or gone make up `before`, those that are the same or come `after`. */
export function differences(before, after) {
  const [old, now] = [words(before), words(after)];
  const start = common(old, now, (list, at) => list[at], 0);
  const end = common(old, now, (list, at) => list[list.length - 1 - at], start);
  const middle = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  return joined([
    { kind: "same", list: old.slice(0, start) },
    ...script(...middle),
    { kind: "same", list: old.slice(old.length - end) },
  ]);
}

/** How many words both have alike, by the order of `at`, of those that the first `taken` leave. */
function common(old, now, at, taken) {
  const most = Math.min(old.length, now.length) - taken;
  let count = 0;
  while (count < most && at(old, count) === at(now, count)) count += 1;
  return count;
}

// ---------------------------------------------------------------- the shortest script

/** The edits of the shortest script, by Myers's greedy algorithm: as far as possible along each
 * diagonal with one more edit each time, until the end is met. */
function script(old, now) {
  const reached = [new Map([[1, 0]])]; // for each number of edits: diagonal -> how far in `old`
  for (let edits = 0; edits <= Math.min(MOST, old.length + now.length); edits += 1) {
    const far = new Map(reached[edits]);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = comesFirst(far, diagonal, edits) ? far.get(diagonal + 1) : far.get(diagonal - 1) + 1;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x += 1;
      far.set(diagonal, x);
      if (x >= old.length && x - diagonal >= now.length) return walked(old, now, reached, edits);
    }
    reached.push(far);
  }
  return [{ kind: "gone", list: old }, { kind: "come", list: now }];
}

/** Whether a diagonal is best reached by a word that comes, not by one that goes. */
const comesFirst = (far, diagonal, edits) =>
  diagonal === -edits || (diagonal !== edits && far.get(diagonal - 1) < far.get(diagonal + 1));

/** The way back from the end to the beginning. */
function walked(old, now, reached, edits) {
  const way = [];
  let [x, y] = [old.length, now.length];
  for (let left = edits; left >= 0; left -= 1) {
    const [far, diagonal] = [reached[left], x - y];
    const comes = comesFirst(far, diagonal, left);
    const from = far.get(comes ? diagonal + 1 : diagonal - 1) ?? 0;
    const until = left ? (comes ? from : from + 1) : 0; // where this edit ended and words are the same
    while (x > until) way.push({ kind: "same", list: [old[(x -= 1)]] }), (y -= 1);
    if (left && comes) way.push({ kind: "come", list: [now[(y -= 1)]] });
    else if (left) way.push({ kind: "gone", list: [old[(x -= 1)]] });
  }
  return way.reverse();
}

// ---------------------------------------------------------------- pieces that people read

/** The edits as texts. White space alone between two changes belongs to both, and in each change
 * what goes stands before what comes. */
function joined(edits) {
  const pieces = [];
  let [gone, come, space] = ["", "", ""];
  const settle = () => {
    if (gone) pieces.push({ kind: "gone", text: gone });
    if (come) pieces.push({ kind: "come", text: come });
    if (space) same(space);
    [gone, come, space] = ["", "", ""];
  };
  const same = (text) => {
    const last = pieces.at(-1);
    if (last?.kind === "same") last.text += text;
    else pieces.push({ kind: "same", text });
  };
  for (const { kind, list } of edits) {
    const text = list.join("");
    if (!text) continue;
    if (kind === "same" && gone + come && /^\s+$/.test(text)) {
      space += text;
    } else if (kind === "same") {
      settle();
      same(text);
    } else {
      [gone, come, space] = [gone + space, come + space, ""];
      if (kind === "gone") gone += text;
      else come += text;
    }
  }
  settle();
  return pieces;
}
