// The edges of a term in its sentence, moved by a character of Chinese or a word of English.

const PIECES = { zh: /[\p{Script=Latin}\p{N}]+|\p{L}\p{M}*/gu, en: /[\p{L}\p{N}]+(?:[.'’&-][\p{L}\p{N}]+)*/gu };

/** Where the term stands in the sentence, in units of a string: [start, end]; null if it does not. */
export function placeOf(sentence, term) {
  const exact = sentence.indexOf(term);
  const at = exact < 0 ? sentence.toLowerCase().indexOf(term.toLowerCase()) : exact;
  return at < 0 || !term ? null : [at, at + term.length];
}

/** The term with its "start" or "end" moved by so many pieces to the right; null if that cannot be. */
export function withEdge(sentence, term, language, edge, steps) {
  const place = placeOf(sentence, term);
  if (!place) return null;
  const pieces = [...sentence.matchAll(PIECES[language])].map((piece) => [piece.index, piece.index + piece[0].length]);
  const [start, end] = edge === "start"
    ? [moved(pieces.map((piece) => piece[0]), place[0], steps), place[1]]
    : [place[0], moved(pieces.map((piece) => piece[1]), place[1], steps)];
  return start === undefined || end === undefined || start >= end ? null : sentence.slice(start, end);
}

/** The next of the places, in that direction; undefined behind the last. */
function moved(places, from, steps) {
  return steps > 0 ? places.find((place) => place > from) : places.findLast((place) => place < from);
}
