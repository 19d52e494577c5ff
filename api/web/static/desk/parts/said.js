// What the desk says to a person: what failed, that a token is wanted, that something was copied.
import { failed, locked } from "../api.js";
import { langOf } from "../chinese.js";
import { copied } from "../copying.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { useWatched } from "../watched.js";
import { around, orPlain, t } from "../words.js";

/** What happened, what to do, and the server's own words. Always there, so that a reader hears it. */
export function Alert() {
  const told = useWatched(failed);
  return html`<div id="alert" role="alert">${told ? html`<${Told} ...${told} />` : null}</div>`;
}

function Told({ failure, again, leave }) {
  return html`
    <div class="told">
      <p><strong>${orPlain(`failure-${failure.status}`, t("failure-other", { status: failure.status }))}</strong>
        ${failure.message ? html` <span lang="en">${failure.message}</span>` : null}</p>
      <p class="row">
        ${again ? html`<button type="button" class="main" onClick=${again}>${t("try-again")}</button>` : null}
        <button type="button" onClick=${leave}>${again ? t("leave-it") : t("understood")}</button>
      </p>
    </div>`;
}

/** Asks for the token of the server; the requests that want one wait, and nothing typed is lost. */
export function Unlock() {
  const asked = useWatched(locked);
  const [token, setToken] = useState("");
  const field = useRef(null);
  useEffect(() => void (asked && field.current?.focus()), [asked]);
  if (!asked) return null;
  const brought = (event) => (event.preventDefault(), asked.given(token));
  return html`
    <form id="unlock" class="told" onSubmit=${brought}>
      <label>${asked.wrong ? t("token-wrong") : t("token-wanted")}
        <input id="token" ref=${field} type="password" autocomplete="off" value=${token} onInput=${(event) => setToken(event.target.value)} />
      </label>
      <button class="main">${t("unlock")}</button>
      <button type="button" onClick=${asked.refused}>${t("leave-it")}</button>
    </form>`;
}

export function Copied() {
  const text = useWatched(copied);
  return html`<div id="copied" role="status" class=${text ? "toast shown" : "toast"}>${text ? around("copied", "text", html`<span lang=${langOf(text)}>${text}</span>`) : ""}</div>`;
}
