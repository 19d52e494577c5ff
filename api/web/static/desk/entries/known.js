// Entries that have a term already, shown while somebody types it.
import { html, useEffect, useState } from "../html.js";
import { t } from "../words.js";
import { Brief, found } from "./shown.js";

const PATIENCE = 200; // milliseconds after the last letter. Chosen: half asks twice as often, double is felt
const SAME = /^(exact|case folded|width folded|script folded|punctuation folded|spacing|inflected)/;

/** The hits that are the term itself, in another script, case or form, of other entries than `own`. */
function useKnown(text, own = "") {
  const [known, setKnown] = useState([]);
  const q = text.trim();
  useEffect(() => {
    if (!q) return void setKnown([]);
    const newer = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await found(q, newer.signal);
      if (answer && !newer.signal.aborted) setKnown(answer.items.filter((hit) => SAME.test(hit.why) && hit.concept_id !== own));
    }, PATIENCE);
    return () => (clearTimeout(timer), newer.abort());
  }, [q, own]);
  return q ? known : [];
}

/** `ways(hit)`: what can be done with such an entry, as links. */
export function Known({ text, own, ways }) {
  const known = useKnown(text, own);
  return html`
    <div class="known" role="status">${known.map((hit) => html`
      <p key=${hit.concept_id}>${t("known-already")} <${Brief} hit=${hit} /> ${ways(hit)}</p>`)}</div>`;
}
