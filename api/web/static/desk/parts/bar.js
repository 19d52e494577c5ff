// The bar: the views, and what a person sets once.
import { get } from "../api.js";
import { REGIONS, tagName } from "../chinese.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { set, signedIn, useSetting } from "../settings.js";
import { LANGUAGES, language, number, t } from "../words.js";

export function Bar({ views, current }) {
  const waiting = useWaiting(current);
  const nav = useRef(null);
  useEffect(() => inView(nav.current), [current, waiting, language()]);
  return html`
    <header class="bar">
      <a class="brand" href="/">${t("glossary")}</a>
      <nav aria-label=${t("views")} ref=${nav}>
        ${views.map((view) => html`
          <a href=${view.href} aria-current=${view.name === current ? "page" : undefined}>
            ${t(`view-${view.name}`)}
            ${view.name === "review" && waiting ? html` <span class="count" id="waiting">${number(waiting)}</span>` : null}
          </a>`)}
      </nav>
      <${MyChinese} />
      <${Settings} />
    </header>`;
}

/** Scroll the bar, and never the page, to the view that is open: a phone shows half of them. */
function inView(nav) {
  const [outer, inner] = [nav, nav.querySelector("[aria-current]")].map((each) => each?.getBoundingClientRect());
  if (inner) nav.scrollLeft += (inner.left + inner.right - outer.left - outer.right) / 2;
}

/** How many pairs wait for review; looked up whenever another view is opened. */
function useWaiting(current) {
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    const look = () => get("/candidates", { limit: 1 }).then((answer) => setWaiting(answer.total), () => {});
    look();
    window.addEventListener("waiting-changed", look);
    return () => window.removeEventListener("waiting-changed", look);
  }, [current]);
  return waiting;
}

function MyChinese() {
  const chinese = useSetting("chinese");
  return html`
    <label class="my-chinese">
      <span>${t("my-chinese")}</span>
      <select id="my-chinese" value=${chinese} onChange=${(event) => set("chinese", event.target.value)}>
        <option value="" selected=${!chinese}>${t("chinese-all")}</option>
        ${REGIONS.map((tag) => html`<option value=${tag} selected=${tag === chinese}>${tagName(tag)}</option>`)}
      </select>
    </label>`;
}

// ---------------------------------------------------------------- settings

function Settings() {
  const menu = useRef(null);
  useEffect(() => {
    const outside = (event) => menu.current?.open && !menu.current.contains(event.target) && (menu.current.open = false);
    document.addEventListener("click", outside);
    return () => document.removeEventListener("click", outside);
  }, []);
  const closed = (event) => {
    if (event.key !== "Escape" || !menu.current.open) return;
    menu.current.open = false;
    menu.current.querySelector("summary").focus();
  };
  return html`
    <details class="settings" ref=${menu} onKeyDown=${closed}>
      <summary id="settings" aria-label=${t("settings")}><span aria-hidden="true">⚙</span></summary>
      <div class="panel">
        <${Name} />
        <${Choice} name="language" label=${t("interface-language")} choices=${[["", t("as-browser")], ...Object.entries(LANGUAGES)]} own />
        <${Choice} name="theme" label=${t("theme")} choices=${["", "light", "dark"].map((theme) => [theme, t(`theme-${theme || "system"}`)])} />
        <p class="links">
          <a href="/wanted">${t("view-wanted")}</a>
          <a least="3" href="/conflicts">${t("view-conflicts")}</a>
          <a href="/jobs">${t("view-jobs")}</a>
          <a href="/history">${t("view-history")}</a>
          <a least="4" href="/hooks">${t("view-hooks")}</a>
          <a href="/docs">${t("api-docs")}</a>
        </p>
      </div>
    </details>`;
}

function Name() {
  const by = useSetting("by");
  if (signedIn) return html`<a href="/account" id="account">${signedIn}</a>`;
  return html`
    <label>${t("your-name")}
      <input id="by" value=${by} maxlength="200" autocomplete="username" onInput=${(event) => set("by", event.target.value)} />
    </label>`;
}

/** One of a few, as a list; `own`: each is written in its own language. */
function Choice({ name, label, choices, own }) {
  const chosen = useSetting(name);
  return html`
    <label>${label}
      <select id=${name} value=${chosen} onChange=${(event) => set(name, event.target.value)}>
        ${choices.map(([value, said]) => html`
          <option value=${value} selected=${value === chosen} lang=${own && value ? value : undefined}>${said}</option>`)}
      </select>
    </label>`;
}
