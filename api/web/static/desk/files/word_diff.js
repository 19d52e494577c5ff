// Two texts compared word by word, Chinese character by character.
import { html } from "../html.js";

const TOKENS = /\p{Script=Han}|[\p{L}\p{N}]+|\s+|./gsu;
const MOST = 1_000_000; // cells of the table of a comparison. Chosen: a second at worst; beyond it whole texts are shown

/** Pieces {text, kind}: kind is "same", "gone" or "come". */
export function compared(before, after) {
  const old = before.match(TOKENS) ?? [];
  const now = after.match(TOKENS) ?? [];
  if (old.length * now.length > MOST) return [{ text: before, kind: "gone" }, { text: after, kind: "come" }];
  return joined(steps(old, now, lengths(old, now)));
}

/** lengths[i][j]: of the longest common sequence of old[i:] and now[j:]. */
function lengths(old, now) {
  const table = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      table[i][j] = old[i] === now[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}

function steps(old, now, table) {
  const made = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) (made.push({ text: old[i], kind: "same" }), i++, j++);
    else if (j >= now.length || (i < old.length && table[i + 1][j] >= table[i][j + 1])) made.push({ text: old[i++], kind: "gone" });
    else made.push({ text: now[j++], kind: "come" });
  }
  return made;
}

function joined(pieces) {
  const made = [];
  for (const piece of pieces) {
    if (made.at(-1)?.kind === piece.kind) made.at(-1).text += piece.text;
    else made.push({ ...piece });
  }
  return made;
}

const SHOWN = {
  same: (text) => text,
  gone: (text) => html`<del>${text}</del>`,
  come: (text) => html`<ins>${text}</ins>`,
};

/** The change from one text to the other, in one line. */
export const WordDiff = ({ before, after }) => compared(before, after).map((piece) => SHOWN[piece.kind](piece.text));
