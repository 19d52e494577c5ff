// The history of an entry, newest first: who, when, what changed word by word, and the way back.
import { Failure, attempt, get, request } from "../api.js";
import { html, useEffect, useState } from "../html.js";
import { reviewer } from "../settings.js";
import { t, time } from "../words.js";
import { changes } from "./changes.js";
import { Differing } from "../parts/differing.js";
import { fieldName, nameOf, placeName, valueName, verbName } from "./names.js";

const PAGE = 100; // revisions of one request: as many as the API gives

/** All revisions, oldest first; null until they are there. `now` asks again whenever it changes. */
export function useHistory(id, now) {
  const [revisions, setRevisions] = useState(null);
  useEffect(() => {
    const left = new AbortController();
    attempt(() => allOf(id, left.signal)).then((found) => found && setRevisions(found));
    return () => left.abort();
  }, [id, now]);
  return revisions;
}

/** Every page of them; none of an entry that never was. */
async function allOf(id, signal) {
  const found = [];
  for (let total = 1; found.length < total; ) {
    const page = await get(`/concepts/${encodeURIComponent(id)}/history`, { limit: PAGE, offset: found.length }, signal).catch(never);
    found.push(...page.items);
    total = page.total;
  }
  return found;
}

function never(failure) {
  if (failure instanceof Failure && failure.status === 404) return { items: [], total: 0 };
  throw failure;
}

/** The entry as a revision had it: {entry, etag, step}. */
export async function reverted(id, number, etag) {
  const { data, headers } = await request(`/concepts/${encodeURIComponent(id)}/revert`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(etag ? { "If-Match": etag } : {}) },
    body: JSON.stringify({ revision: number, by: reviewer() }),
  });
  return { entry: data, etag: headers.get("ETag"), step: Number(headers.get("Glossary-Step")) };
}

export function History({ id, etag, onBack }) {
  const revisions = useHistory(id, etag);
  if (!revisions) return html`<p class="quiet">${t("loading")}</p>`;
  const rows = revisions.map((revision, at) => ({ revision, before: revisions[at - 1]?.entry ?? null, last: at === revisions.length - 1 }));
  const back = async (number) => {
    const made = await attempt(() => reverted(id, number, etag));
    if (made) onBack(made, t("reverted", { number }));
  };
  return html`<ol id="revisions" class="revisions">${rows.reverse().map((row) => html`<${Revision} key=${row.revision.number} ...${row} onBack=${back} />`)}</ol>`;
}

function Revision({ revision, before, last, onBack }) {
  const { number, step, entry, undone } = revision;
  return html`
    <li>
      <p class="row">
        <strong>${number}</strong>
        <span>${verbName(step.verb)}${undone ? html` <span class="label">${t("undone")}</span>` : null}</span>
        <span class="quiet">${nameOf(step.by)}, <time datetime=${step.at}>${time(step.at)}</time></span>
        ${entry && !last ? html`<button least="3" type="button" onClick=${() => onBack(number)} aria-label=${t("revert-to", { number })}>${t("revert")}</button>` : null}
      </p>
      ${before && entry ? html`<${Changes} before=${before} after=${entry} />` : html`<p class="quiet">${entry ? t("revision-made") : t("revision-gone")}</p>`}
    </li>`;
}

/** The changes from one entry to another, each with where it is. */
function Changes({ before, after }) {
  const found = changes(before, after);
  if (!found.length) return html`<p class="quiet">${t("no-changes")}</p>`;
  return html`
    <dl class="changes">${found.map((each) => html`
      <div><dt>${fieldName(each.field)}${placeName(each) ? html` <span class="quiet">${placeName(each)}</span>` : null}</dt>
        <dd><${Differing} before=${valueName(each.field, each.before)} after=${valueName(each.field, each.after)} tag=${each.tag} /></dd></div>`)}
    </dl>`;
}
