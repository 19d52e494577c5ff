// The documents chosen, seen as what they are, before they are mined.
import { html, useEffect, useState } from "../html.js";
import { number, orPlain, t } from "../words.js";
import { isMemory } from "./drop.js";

const TEXT = /\.(txt|text|md|markdown|html|htm|tmx)$/i;
const LOOKED_AT = 20_000; // bytes that tell the language of a text. Chosen: some pages; any size tells the same
const TRACE = 0.05; // the share below which a language is only a trace: as the server counts

/** The files, whether two of them belong together, and a button; they stay until they are sent. */
export function Chosen({ files, onFiles, onSend }) {
  const languages = useLanguages(files);
  const [pair, setPair] = useState(null);
  const [subject, setSubject] = useState("");
  const [busy, setBusy] = useState(false);
  if (!files.length) return null;
  const mayPair = files.length === 2 && !files.some(isMemory);
  const together = mayPair && (pair ?? differ(languages));
  const leave = (file) => onFiles((now) => now.filter((each) => each !== file));
  const sent = async (event) => {
    event.preventDefault();
    setBusy(true);
    const batches = together ? [{ file: files[0], translation: files[1] }] : files.map((file) => ({ file }));
    for (const parts of batches) if (await onSend(parts, subject)) Object.values(parts).forEach(leave);
    setBusy(false);
  };
  return html`
    <form id="chosen-documents" class="card" onSubmit=${sent}>
      <ul class="chosen-files">${files.map((file, at) => html`<${File} key=${at + file.name} file=${file} languages=${languages.get(file)} onLeave=${() => leave(file)} />`)}</ul>
      ${mayPair ? html`<${Together} together=${together} onChoose=${setPair} />` : null}
      <p class="row">
        <label>${t("subject")} <input id="mine-subject" value=${subject} maxlength="200" onInput=${(event) => setSubject(event.target.value)} /></label>
        <button id="mine" class="main" disabled=${busy}>${busy ? t("documents-sending") : t("documents-mine")}</button>
      </p>
    </form>`;
}

function File({ file, languages, onLeave }) {
  const said = languages?.length ? languages.map((language) => orPlain(`language-${language}`, language)).join(" · ") : t(languages ? "file-told-later" : "loading");
  return html`
    <li>
      <span class="differs">${file.name}</span>
      <span class="quiet">${kindOf(file)} · ${said} · ${size(file.size)}</span>
      <button type="button" class="link" aria-label=${t("file-leave-named", { name: file.name })} onClick=${onLeave}>${t("file-leave")}</button>
    </li>`;
}

function Together({ together, onChoose }) {
  const choice = (value, said) => html`
    <label><input type="radio" name="together" checked=${together === value} onChange=${() => onChoose(value)} /> ${said}</label>`;
  return html`<div class="row" role="radiogroup" aria-label=${t("documents-how")}>${choice(true, t("documents-pair"))}${choice(false, t("documents-apart"))}</div>`;
}

const kindOf = (file) => orPlain(`file-kind-${file.name.split(".").pop().toLowerCase()}`, file.name.split(".").pop());

function size(bytes) {
  if (bytes < 1_000_000) return t("kilobytes", { count: number(Math.max(1, Math.round(bytes / 1000))) });
  return t("megabytes", { count: number(bytes / 1_000_000, { maximumFractionDigits: 1 }) });
}

// ---------------------------------------------------------------- languages

/** Two documents of which each is in one language, not the same. */
function differ(languages) {
  const found = [...languages.values()];
  return found.length === 2 && found.every((each) => each.length === 1) && found[0][0] !== found[1][0];
}

/** The languages of each text, once they are known; [] of files that only the server reads. */
function useLanguages(files) {
  const [known, setKnown] = useState(new Map());
  useEffect(() => {
    for (const file of files) {
      if (!known.has(file)) languagesOf(file).then((found) => setKnown((now) => new Map(now).set(file, found)));
    }
  }, [files.length]);
  return new Map(files.filter((file) => known.has(file)).map((file) => [file, known.get(file)]));
}

async function languagesOf(file) {
  if (!TEXT.test(file.name)) return [];
  const text = await file.slice(0, LOOKED_AT).text();
  const counts = { zh: (text.match(/\p{Script=Han}/gu) ?? []).length, en: (text.match(/\p{Script=Latin}+/gu) ?? []).length };
  const whole = counts.zh + counts.en;
  return Object.keys(counts).filter((each) => counts[each] && counts[each] >= TRACE * whole).sort((a, b) => counts[b] - counts[a]);
}
