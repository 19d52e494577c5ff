// What people say about an entry to each other.
import { attempt, get, post, remove, request } from "../api.js";
import { langOf } from "../chinese.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { isComposing } from "../keys.js";
import { reviewer, useSetting } from "../settings.js";
import { t, time } from "../words.js";
import { nameOf } from "./names.js";

const LIMIT = 100; // comments of one request: as many as the API gives

/** `closed`: of an entry that is not there any more nothing new is said. */
export function Comments({ id, closed = false }) {
  const [comments, setComments] = useState(null);
  const path = `/concepts/${encodeURIComponent(id)}/comments`;
  const load = async () => {
    const found = await attempt(() => get(path, { limit: LIMIT }));
    if (found) setComments(found.items);
  };
  useEffect(() => void load(), [id]);
  const done = (work) => attempt(work).then((made) => made !== undefined && load());
  const marked = (each) => done(() => mark(`${path}/${each.id}`, !each.done_at));
  const deleted = (each) => done(() => remove(`${path}/${each.id}`, { by: reviewer() }).then(() => true));
  return html`
    <section id="comments" aria-labelledby="comments-title">
      <h2 id="comments-title">${t("comments")}</h2>
      <ul class="comments">${(comments ?? []).map((each) => html`<${One} key=${each.id} comment=${each} onMark=${() => marked(each)} onDelete=${() => deleted(each)} />`)}</ul>
      ${closed ? null : html`<${Say} path=${path} onSaid=${load} />`}
    </section>`;
}

const mark = (path, done) => request(path, {
  method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ done, by: reviewer() }),
});

function One({ comment, onMark, onDelete }) {
  useSetting("by");
  const own = reviewer() === comment.by;
  return html`
    <li class=${comment.done_at ? "done" : undefined}>
      <p class="quiet">${nameOf(comment.by)}, <time datetime=${comment.at}>${time(comment.at)}</time>
        ${comment.done_at ? html` <span class="label">${t("comment-done", { by: nameOf(comment.done_by) })}</span>` : null}</p>
      <p class="said" lang=${langOf(comment.text)}>${comment.text}</p>
      <p class="row">
        <button least="2" type="button" class="link" onClick=${onMark}>${comment.done_at ? t("comment-reopen") : t("comment-mark")}</button>
        ${own ? html`<button least="2" type="button" class="link" onClick=${onDelete}>${t("comment-delete")}</button>` : null}
      </p>
    </li>`;
}

/** The box to say something in; what was typed stays there until it is stored. */
function Say({ path, onSaid }) {
  const [text, setText] = useState("");
  const box = useRef(null);
  const said = async (event) => {
    event.preventDefault();
    if (!text.trim() || !(await attempt(() => post(path, { text, by: reviewer() })))) return;
    setText("");
    await onSaid();
    box.current?.focus();
  };
  const pressed = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isComposing(event) && said(event);
  return html`
    <form least="2" class="say" onSubmit=${said}>
      <label for="comment">${t("comment-box")}</label>
      <textarea id="comment" ref=${box} rows="2" maxlength="10000" value=${text} lang=${text ? langOf(text) : undefined}
        onInput=${(event) => setText(event.target.value)} onKeyDown=${pressed}></textarea>
      <button>${t("comment-say")}</button>
    </form>`;
}
