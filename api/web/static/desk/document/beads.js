// The beads of an alignment, side by side, and the acts that correct them.
import { attempt, get, post } from "../api.js";
import { langOf } from "../chinese.js";
import { classes, html, may, useEffect, useRef, useState } from "../html.js";
import { hasModifier, isComposing, isTyping } from "../keys.js";
import { reviewer } from "../settings.js";
import { t } from "../words.js";
import { Acts, possible } from "./acts.js";
import { Marked } from "./marked.js";
import { Pages } from "./pages.js";
import { useRibbons } from "./ribbons.js";
import { Splitting } from "./split.js";

const PAGE = 50; // beads. Chosen: some pages of a book; half leafs more often, double is slower to show
const KEYS = {
  j: { act: "join" },
  z: { act: "move", language: "zh", to: "next" }, Z: { act: "move", language: "zh", to: "previous" },
  e: { act: "move", language: "en", to: "next" }, E: { act: "move", language: "en", to: "previous" },
};

export function Beads({ sha, alignment, from, onChange }) {
  const [page, setPage] = useState(null);
  const [current, setCurrent] = useState(0);
  const [splitting, setSplitting] = useState(false);
  const [done, setDone] = useState(null);
  const list = useRef(null);
  const wanted = useRef(null); // which bead the next drawing gives the focus
  const drawn = useRef(null); // what an act is of
  const turn = useRef(Promise.resolve());
  const load = async (again) => {
    const got = await attempt(() => get(`/documents/${sha}/beads`, { alignment: alignment.id, limit: PAGE, offset: from }));
    if (!got) return;
    setPage(got);
    if (again) focusOn(Math.max(0, Math.min(drawn.current.current, got.items.length - 1)));
  };
  useEffect(() => void (load(), setCurrent(0), setSplitting(false)), [sha, alignment.id, from]);
  useRibbons(list, page);
  // With the drawing and not after it: a bead that is drawn anew has lost the focus, and with it the next key.
  useEffect(() => {
    if (wanted.current !== null) list.current?.children[wanted.current]?.focus();
    wanted.current = null;
  });
  const focusOn = (at) => {
    setCurrent(at);
    wanted.current = at;
  };
  // An act that is asked for while another is on its way comes after it, and is of the beads that there are then.
  const inTurn = (act) => (turn.current = turn.current.catch(() => {}).then(() => act(drawn.current)));
  const corrected = (how) => inTurn(async ({ bead, isFirst, isLast }) => {
    if (!possible(how, bead, isFirst, isLast)) return;
    const answer = await attempt(() => post(`/documents/${sha}/beads/${bead.id}/correction`, { ...how, by: reviewer() }));
    if (!answer) return;
    setSplitting(false);
    setDone({ ...answer, act: how.act });
    await shownAgain();
  });
  const undo = () => inTurn(async ({ done }) => {
    if (!done?.step || !(await attempt(() => post("/undo", { step: done.step, by: reviewer() })))) return;
    setDone({ undone: true });
    await shownAgain();
  });
  const shownAgain = async () => {
    focusOn(drawn.current.current);
    await load(true);
    onChange();
    window.dispatchEvent(new Event("waiting-changed"));
  };
  const pressed = (event) => {
    if (splitting || hasModifier(event) || isComposing(event) || isTyping(event)) return;
    const at = { ArrowDown: current + 1, ArrowUp: current - 1 }[event.key];
    if (at !== undefined && at >= 0 && at < page.items.length) focusOn(at);
    else if (!may(3)) return;
    else if (event.key in KEYS) corrected(KEYS[event.key]);
    else if (event.key === "s") setSplitting(true);
    else if (event.key === "u") undo();
    else return;
    event.preventDefault();
  };
  if (!page) return null;
  const bead = page.items[current];
  const isFirst = from + current === 0;
  const isLast = from + current + 1 >= page.total;
  drawn.current = { bead, current, isFirst, isLast, done };
  return html`
    <p least="3" class="quiet" id="beads-keys">${t("beads-keys")}</p>
    <ol id="beads" class="beads" start=${from + 1} ref=${list} onKeyDown=${pressed} aria-describedby="beads-keys">${page.items.map((each, at) => html`
      <${Bead} key=${each.id} bead=${each} number=${from + at + 1} sha=${sha} alignment=${alignment} current=${at === current} onFocus=${() => setCurrent(at)} />`)}</ol>
    ${bead ? html`
      <div least="3" class="bead-acts" role="group" aria-label=${t("beads-acts")}>
        ${splitting
          ? html`<${Splitting} key=${bead.id} bead=${bead} onSplit=${(zh, en) => corrected({ act: "split", zh, en })} onLeave=${() => (setSplitting(false), focusOn(current))} />`
          : html`<${Acts} number=${from + current + 1} bead=${bead} first=${isFirst} last=${isLast} done=${done}
              onCorrect=${corrected} onSplit=${() => setSplitting(true)} onUndo=${undo} />`}
      </div>` : html`<p class="empty">${t("document-empty")}</p>`}
    <${Pages} from=${from} size=${PAGE} total=${page.total} />`;
}

function Bead({ bead, number, sha, alignment, current, onFocus }) {
  const alone = !bead.zh.length || !bead.en.length;
  return html`
    <li class=${classes("bead", alone && "alone", current && "current")} tabindex=${current ? 0 : -1} data-bead=${bead.id} aria-label=${t("bead-number", { number })} aria-current=${current ? "true" : undefined} onFocusIn=${onFocus} onClick=${onFocus}>
      <${Side} sentences=${bead.zh} language="zh" document=${alignment.zh.sha256} />
      <div class="ribbon-cell"><svg class="ribbon" aria-hidden="true" focusable="false"><path /></svg></div>
      <${Side} sentences=${bead.en} language="en" document=${alignment.en.sha256} />
    </li>`;
}

function Side({ sentences, language, document }) {
  return html`
    <div class="bead-side" data-language=${language}>${sentences.length ? html`<p>${sentences.map((each, at) => html`${at && language === "en" ? " " : ""}<span class="sentence" lang=${langOf(each.text, language)}><${Marked} text=${each.text} marks=${each.marks} document=${document} /></span>`)}</p>`
      : html`<p class="quiet">${t("bead-nothing")}</p>`}</div>`;
}
