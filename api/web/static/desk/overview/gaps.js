// The entries without a form of one region, to be filled.
import { attempt, get } from "../api.js";
import { langOf, tagName, wantedFirst } from "../chinese.js";
import { Pages } from "../document/pages.js";
import { html, useEffect, useState } from "../html.js";
import { t } from "../words.js";

const PAGE = 50;

export function Gaps({ tag, from }) {
  const [found, setFound] = useState(null);
  useEffect(() => {
    let left = false;
    attempt(() => get("/concepts", { missing: tag, limit: PAGE, offset: from })).then((answer) => !left && answer && setFound(answer));
    return () => (left = true);
  }, [tag, from]);
  return html`
    <h1>${t("gaps", { tag: tagName(tag) })}</h1>
    <p><a href="/overview">${t("view-overview")}</a> <span class="quiet" role="status">${found ? t("count-entries", { count: found.total }) : t("loading")}</span></p>
    ${found ? html`
      <table id="gaps"><thead><tr><th scope="col">${t("language-en")}</th><th scope="col">${t("language-zh")}</th><th scope="col">${t("subject")}</th></tr></thead>
        <tbody>${found.items.map((entry) => html`<${Row} key=${entry.id} entry=${entry} />`)}</tbody></table>
      <${Pages} from=${from} size=${PAGE} total=${found.total} />` : null}`;
}

function Row({ entry }) {
  const sections = new Map(entry.languages.map((section) => [section.tag, section]));
  const english = [...sections.values()].filter((section) => section.tag.startsWith("en"));
  const chinese = wantedFirst([...sections.keys()].filter((tag) => tag.startsWith("zh")));
  return html`
    <tr>
      <td><a href=${`/concepts/${encodeURIComponent(entry.id)}`}>${english.flatMap((section) => section.terms).map((term) => term.text).join("; ") || entry.id}</a></td>
      <td>${chinese.map((tag, at) => html`${at ? " · " : ""}<span lang=${langOf(sections.get(tag).terms[0].text, tag)}>${sections.get(tag).terms.map((term) => term.text).join("、")}</span> <span class="quiet">${tagName(tag)}</span>`)}</td>
      <td>${entry.subject}</td>
    </tr>`;
}
