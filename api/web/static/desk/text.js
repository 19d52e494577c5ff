// Pieces of text. Places from the server count code points, strings here UTF-16 units.

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The pieces of `text` as {text, marked}, every occurrence of one of `terms` marked. */
export function occurrences(text, terms) {
  const wanted = terms.filter(Boolean).sort((a, b) => b.length - a.length).map(escaped);
  if (!wanted.length) return [{ text, marked: false }];
  return text
    .split(new RegExp(`(${wanted.join("|")})`, "giu"))
    .map((piece, at) => ({ text: piece, marked: at % 2 === 1 }))
    .filter((piece) => piece.text);
}

/** The pieces of `text` as {text, span?}: what lies in one of `spans` ([start, end] in code points, in
 * order, apart) comes with it. */
export function spanned(text, spans) {
  const points = Array.from(text);
  const pieces = [];
  let at = 0;
  for (const span of spans) {
    const [start, end] = span;
    if (start < at) continue;
    pieces.push({ text: points.slice(at, start).join("") }, { text: points.slice(start, end).join(""), span });
    at = end;
  }
  pieces.push({ text: points.slice(at).join("") });
  return pieces.filter((piece) => piece.text);
}

/** How many code points: what the server counts. */
export const length = (text) => Array.from(text).length;
