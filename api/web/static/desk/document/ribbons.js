// The ribbons that join the two sides of each bead, drawn by the height that their texts have.
import { useEffect } from "../html.js";

/** Draw the ribbons of a list of beads now, and whenever its size changes. */
export function useRibbons(list, shown) {
  useEffect(() => draw(list.current));
  useEffect(() => {
    if (!list.current) return undefined;
    const watcher = new ResizeObserver(() => draw(list.current));
    watcher.observe(list.current);
    return () => watcher.disconnect();
  }, [shown !== null]);
}

function draw(list) {
  const beads = [...(list?.children ?? [])];
  const shapes = beads.map((bead) => {
    const [zh, en] = bead.querySelectorAll(".bead-side > p");
    return { path: bead.querySelector(".ribbon path"), zh: zh.offsetHeight, en: en.offsetHeight, width: bead.querySelector(".ribbon").clientWidth };
  }); // all is measured before any is drawn
  for (const { path, zh, en, width } of shapes) path.setAttribute("d", ribbon(width, zh, en));
}

/** A band from the whole height of the one side to that of the other. */
function ribbon(width, left, right) {
  const half = width / 2;
  return `M0,0 L${width},0 L${width},${right} C${half},${right} ${half},${left} 0,${left} Z`;
}
