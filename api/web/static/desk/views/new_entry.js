// A new entry: `/concepts/new?zh=&en=&subject=` begins with what was looked up.
import { langOf } from "../chinese.js";
import { useDraft } from "../entries/draft.js";
import { Saving } from "../entries/edit.js";
import { EntryForm } from "../entries/form.js";
import { blankEntry, blankLanguage, blankTerm, termsOf } from "../entries/model.js";
import { cleaned, created, tried } from "../entries/storing.js";
import { tell } from "../entries/told.js";
import { Proposing } from "../entries/proposing.js";
import { html, may, useState } from "../html.js";
import { address, go } from "../route.js";
import { setting } from "../settings.js";
import { t } from "../words.js";

export default function NewEntry({ query }) {
  const { zh = "", en = "", subject = "" } = query;
  if (!may(3)) return html`<h1>${t("view-propose")}</h1><${Proposing} key=${[zh, en].join("\n")} zh=${zh} en=${en} subject=${subject} />`;
  return html`<h1>${t("view-new-entry")}</h1><${Form} key=${[zh, en, subject].join("\n")} zh=${zh} en=${en} subject=${subject} />`;
}

function Form({ zh, en, subject }) {
  const begin = () => ({ ...blankEntry(), subject, languages: [blankLanguage(tagFor(zh), blankTerm(zh)), blankLanguage("en", blankTerm(en))] });
  const [draft, change, drop, { restored }] = useDraft(`new ${zh} ${en} ${subject}`, begin);
  const [failure, setFailure] = useState(null);
  const save = async () => {
    const answer = await tried(() => created(cleaned(draft)));
    if (answer?.made) {
      const { entry, step } = answer.made;
      drop();
      tell(entry.id, t("stored"), step);
      go(`/concepts/${encodeURIComponent(entry.id)}`);
    } else if (answer) setFailure(answer.failure);
  };
  return html`
    <${Saving} name="new-entry" label=${t("add-entry")} onSave=${save} onLeave=${() => history.back()} onThrow=${() => (drop(), go("/"))} failure=${failure}>
      ${restored ? html`<p class="quiet">${t("draft-restored")}</p>` : null}
      <${EntryForm} entry=${draft} onChange=${change} ways=${(hit) => html`<${Ways} hit=${hit} draft=${draft} />`} />
    <//>`;
}

/** The wanted Chinese where the term is in its script, else what its characters say. */
function tagFor(zh) {
  const wanted = setting("chinese");
  return wanted && (!zh || wanted.startsWith(langOf(zh))) ? wanted : "zh";
}

function Ways({ hit, draft }) {
  const first = (language) => termsOf(draft, (tag) => tag.split("-")[0] === language)[0]?.text.trim();
  const there = `/concepts/${encodeURIComponent(hit.concept_id)}`;
  return html`
    <a href=${there}>${t("open-entry")}</a>
    ${" "}<a href=${address(there, { act: "edit", zh: first("zh"), en: first("en") })}>${t("add-to-it")}</a>`;
}
