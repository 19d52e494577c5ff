// The pairs of the filter, the surest first: one is looked at, some may be chosen.
import { langOf } from "../../chinese.js";
import { html, useEffect, useRef } from "../../html.js";
import { language, percent, t } from "../../words.js";

export function List({ queue, choosing }) {
  const list = useRef(null);
  const row = useRows(queue, choosing);
  const { current, items, total } = queue;
  useEffect(() => inView(list.current), [current?.id]);
  return html`
    <section class="queue-list" aria-label=${t("pair-list")}>
      <ol id="pairs" ref=${list}>
        ${items.map(row)}
      </ol>
      ${items.length < total ? html`<button type="button" class="link" onClick=${() => queue.more()}>${t("more-of", { count: total - items.length })}</button>` : null}
    </section>`;
}

/** Makes the row of a pair; one in which nothing changed is the same as before, and left alone: of a
 * hundred rows two change with a decision. */
function useRows(queue, choosing) {
  const rows = useRef(new Map());
  return (item) => {
    const state = [item === queue.current, queue.chosen.has(item.id), queue.refused.has(item.id), language()];
    const known = rows.current.get(item.id);
    if (known && known.item === item && known.queue === queue && known.state.every((each, at) => each === state[at])) return known.row;
    const [isCurrent, isChosen, cameBack] = state;
    const row = html`<${Row} key=${item.id} queue=${queue} item=${item} isCurrent=${isCurrent} isChosen=${isChosen} cameBack=${cameBack} choosing=${choosing} />`;
    rows.current.set(item.id, { item, queue, state, row });
    return row;
  };
}

/** Scroll the list, and never the page, to the pair that is looked at. */
function inView(list) {
  const row = list.querySelector("[aria-current]")?.parentElement;
  if (!row) return;
  const top = row.offsetTop; // the list is where places are counted from
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + row.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + row.offsetHeight - list.clientHeight;
}

function Row({ queue, item, isCurrent, isChosen, cameBack, choosing }) {
  const clicked = (event) => {
    if (event.shiftKey) choosing.upTo(item.id);
    else queue.look(item.id);
  };
  const ticked = (event) => (event.shiftKey ? choosing.upTo(item.id) : choosing.from(item.id));
  return html`
    <li class=${cameBack ? "came-back" : undefined}>
      <input type="checkbox" checked=${isChosen} onClick=${ticked} aria-label=${t("choose-pair", { pair: `${item.zh} = ${item.en}` })} />
      <button type="button" aria-current=${isCurrent ? "true" : undefined} onClick=${clicked}>
        <span lang=${langOf(item.zh, "zh")}>${item.zh}</span> <span class="of" lang="en">${item.en}</span>
        <span class="figure">${percent(item.confidence)}</span>
      </button>
    </li>`;
}

/** What is done to all that are chosen. */
export function Chosen({ queue }) {
  const count = queue.chosen.size;
  if (!count) return null;
  const act = (decision, key) => html`<button type="button" onClick=${() => queue.decide(decision)}>${t(`act-${decision}`)} <kbd>${key}</kbd></button>`;
  return html`
    <div id="chosen" class="row" role="group" aria-label=${t("chosen", { count })}>
      <strong>${t("chosen", { count })}</strong>
      ${act("approve", "a")}${act("reject", "r")}${act("skip", "s")}
      <button type="button" class="link" onClick=${() => queue.chooseNone()}>${t("choose-none")} <kbd>${"Esc"}</kbd></button>
    </div>`;
}
