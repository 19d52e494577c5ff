// Two entries made one: both before the eyes, and a choice wherever they differ.
import { attempt, getEntry } from "../api.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { address, go } from "../route.js";
import { t } from "../words.js";
import { Choice, focusFirst } from "./choice.js";
import { assembled, rowsOf } from "./choosing.js";
import { useDraft } from "./draft.js";
import { titleOf } from "./model.js";
import { Picker } from "./picker.js";
import { merged, tried } from "./storing.js";
import { Refused } from "./told.js";

const mergeAddress = (id, other) => address(`/concepts/${encodeURIComponent(id)}`, { act: "merge", with: other });

/** `read` {entry, etag} is kept; `other` the id of the one that goes into it, if it is chosen. Where
 * either was changed meanwhile both are read again, and what was chosen stays. */
export function Merging({ read, other, onStored, onStale }) {
  const { id } = read.entry;
  const [theirs, setTheirs] = useState(null);
  const [failure, setFailure] = useState(null);
  const [times, setTimes] = useState(0);
  const refused = (told) => {
    setFailure(told);
    if (told.status === 412) setTimes(times + 1), onStale();
  };
  useEffect(() => {
    const left = new AbortController();
    if (other) attempt(() => getEntry(other, left.signal)).then((found) => found && setTheirs(found));
    return () => left.abort();
  }, [other, read.etag, times]);
  return html`
    <section id="merging">
      <${Picker} label=${t("merge-which")} except=${id} onPick=${(hit) => go(mergeAddress(id, hit.concept_id))} />
      ${theirs && theirs.data.id === other ? html`<${Both} key=${`${other} ${theirs.etag} ${read.etag}`} read=${read} theirs=${theirs} onStored=${onStored} onRefused=${refused} failure=${failure} />` : null}
    </section>`;
}

function Both({ read, theirs, onStored, onRefused, failure }) {
  const sides = { ours: read.entry, theirs: theirs.data };
  const rows = rowsOf(sides);
  const [chosen, change, drop] = useDraft(`merge ${read.entry.id} ${theirs.data.id}`, () => ({}));
  const list = useRef(null);
  useEffect(() => focusFirst(list.current), []);
  const merge = async () => {
    const revision = Number(theirs.etag.replaceAll('"', ""));
    const entry = assembled(sides, rows, chosen);
    const answer = await tried(() => merged(read.entry.id, read.etag, theirs.data.id, revision, entry));
    if (answer?.made) drop(), onStored(answer.made);
    else if (answer) onRefused(answer.failure);
  };
  return html`
    <div ref=${list}>
      <p class="quiet">${t("merge-how", { kept: read.entry.id, other: theirs.data.id })}</p>
      <${Choice} rows=${rows.map((row) => ({ ...row, open: true }))} chosen=${chosen}
        onChoose=${(key, value) => change((now) => ({ ...now, [key]: value }))}
        names=${{ ours: titleOf(read.entry).text, theirs: titleOf(theirs.data).text }} />
      <${Refused} failure=${failure} />
      <p class="row acts">
        <button type="button" id="merge" class="main" onClick=${merge}>${t("merge")}</button>
        <button type="button" onClick=${() => go(mergeAddress(theirs.data.id, read.entry.id))}>${t("merge-swap")}</button>
      </p>
    </div>`;
}
