// The desk: its views, in the order of the bar, and what is around them.
import { loadScripts } from "./chinese.js";
import { html, mayOpen, render, useEffect, useErrorBoundary, useState } from "./html.js";
import { hasModifier, isComposing, isTyping } from "./keys.js";
import { Bar } from "./parts/bar.js";
import { Alert, Copied, Unlock } from "./parts/said.js";
import { go, route, useRoute } from "./route.js";
import { followSetting, setting } from "./settings.js";
import { loadWords, t } from "./words.js";

/** Every view: its address, its name in the catalogues (`view-…`), its module, whether the bar has it. */
export const VIEWS = [
  { path: /^\/$/, name: "look-up", load: () => import("./views/look_up.js"), href: "/" },
  { path: /^\/review$/, name: "review", load: () => import("./views/review.js"), href: "/review" },
  { path: /^\/recognise$/, name: "recognise", load: () => import("./views/recognise.js"), href: "/recognise" },
  { path: /^\/check$/, name: "check", load: () => import("./views/check.js"), href: "/check" },
  { path: /^\/lint$/, name: "lint", load: () => import("./views/lint.js") },
  { path: /^\/memory$/, name: "memory", load: () => import("./views/memory.js"), href: "/memory" },
  { path: /^\/documents$/, name: "documents", load: () => import("./views/documents.js"), href: "/documents" },
  { path: /^\/documents\/(?<sha>[^/]+)$/, name: "document", load: () => import("./views/document.js") },
  { path: /^\/import$/, name: "import", load: () => import("./views/import.js"), href: "/import" },
  { path: /^\/export$/, name: "export", load: () => import("./views/export.js"), href: "/export" },
  { path: /^\/overview$/, name: "overview", load: () => import("./views/overview.js"), href: "/overview" },
  { path: /^\/wanted$/, name: "wanted", load: () => import("./views/wanted.js") },
  { path: /^\/conflicts$/, name: "conflicts", load: () => import("./views/conflicts.js") },
  { path: /^\/jobs$/, name: "jobs", load: () => import("./views/jobs.js") },
  { path: /^\/history$/, name: "history", load: () => import("./views/history.js") },
  { path: /^\/hooks$/, name: "hooks", load: () => import("./views/hooks.js") },
  { path: /^\/concepts\/new$/, name: "new-entry", load: () => import("./views/new_entry.js") },
  { path: /^\/concepts\/(?<id>[^/]+)$/, name: "entry", load: () => import("./views/entry.js") },
];

function viewAt(path) {
  for (const view of mayOpen(path) ? VIEWS : []) {
    const match = view.path.exec(path);
    if (match) return { view, params: match.groups ?? {} };
  }
  return { view: null, params: {} };
}

function Desk() {
  const here = useRoute();
  const { view, params } = viewAt(here.path);
  useEffect(() => {
    document.title = view ? `${t(`view-${view.name}`)} · ${t("glossary")}` : t("glossary");
  });
  return html`
    <a class="skip" href="#main">${t("skip")}</a>
    <${Bar} views=${VIEWS.filter((each) => each.href && mayOpen(each.href))} current=${view?.name} />
    <main id="main" tabindex="-1">
      <${Alert} />
      <${Unlock} />
      ${view
        ? html`<${Shown} key=${view.name + (params.id ?? params.sha ?? "")} view=${view} params=${params} query=${here.query} />`
        : html`<h1>${t("no-such-page")}</h1><p class="empty"><a href="/">${t("view-look-up")}</a></p>`}
    </main>
    <${Copied} />`;
}

/** A view, once its module is there. */
function Shown({ view, params, query }) {
  const [module, setModule] = useState(null);
  const [broken, again] = useErrorBoundary((error) => console.error(error));
  useEffect(() => {
    let left = false;
    view.load().then((loaded) => !left && setModule(loaded), () => !left && setModule({ default: NotLoaded }));
    return () => (left = true);
  }, [view]);
  if (broken) return html`<p class="empty">${t("view-broke")} <button type="button" onClick=${again}>${t("try-again")}</button></p>`;
  return module ? html`<${module.default} ...${params} query=${query} />` : null;
}

const NotLoaded = () => html`<p class="empty">${t("not-loaded")} <a href=${location.href} target="_self">${t("try-again")}</a></p>`;

// ---------------------------------------------------------------- keys of every view

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || route().path === "/" || event.defaultPrevented || isComposing(event) || hasModifier(event) || isTyping(event)) return;
  event.preventDefault();
  go("/");
});

// ---------------------------------------------------------------- start

function dressed() {
  document.documentElement.dataset.theme = setting("theme");
}

/** Nothing is mounted anew when the language changes: what is typed stays. */
const show = () => render(html`<${Desk} />`, document.getElementById("desk"));

async function spoken() {
  await loadWords();
  show();
}

followSetting("theme", dressed);
followSetting("language", spoken);
dressed();
// The module of the view is asked for beside the words, not behind them; a failure is told when it is shown.
const first = viewAt(route().path).view?.load().catch(() => {});
await Promise.all([loadScripts(), loadWords(), first]);
show();
