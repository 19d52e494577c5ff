// The change from one text to another, word by word, in one line.
import { html } from "../html.js";
import { differences } from "../parts/diff.js";

const SHOWN = {
  same: (text) => text,
  gone: (text) => html`<del>${text}</del>`,
  come: (text) => html`<ins>${text}</ins>`,
};

export const WordDiff = ({ before, after }) => differences(before, after).map((piece) => SHOWN[piece.kind](piece.text));
