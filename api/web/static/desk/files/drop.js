// A place to drop files on; they can be chosen with a button as well.
import { html, useState } from "../html.js";
import { t } from "../words.js";

/** `onFiles` gets the files, one or several, in their order. */
export function Drop({ id, hint, several = false, onFiles }) {
  const [over, setOver] = useState(false);
  const taken = (files) => files.length && onFiles(several ? [...files] : [files[0]]);
  const dropped = (event) => (event.preventDefault(), setOver(false), taken(event.dataTransfer.files));
  const dragged = (event) => (event.preventDefault(), setOver(true));
  const chosen = (event) => {
    taken(event.target.files);
    event.target.value = ""; // the same file may be chosen again
  };
  return html`
    <div class=${over ? "drop over" : "drop"} onDragOver=${dragged} onDragLeave=${() => setOver(false)} onDrop=${dropped}>
      <p>${hint}</p>
      <label class="button main">${t(several ? "files-choose" : "file-choose")}
        <input id=${id} class="unseen" type="file" multiple=${several} onChange=${chosen} />
      </label>
    </div>`;
}

/** A file dropped where it is not taken, for the view that takes it: see `handOver`. */
let waiting = [];
export const handOver = (files) => void (waiting = files);
export function handedOver() {
  const files = waiting;
  waiting = [];
  return files;
}

const TABLES = /\.(tbx|tbxm|csv|tsv|tab|utf8|xlsx|xlsm|toml|xlf|xliff|sdlxliff|mqxliff)$/i;

/** Whether a file holds entries or units rather than a text: it is imported, not mined. */
export const isImported = (file) => TABLES.test(file.name);

/** Whether it is a whole memory, whose recurring pairs are found by counting. */
export const isMemory = (file) => /\.tmx(\.gz|\.xz)?$/i.test(file.name);
