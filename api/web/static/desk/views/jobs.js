// jobs: being written.
import { html } from "../html.js";
import { t } from "../words.js";

export default function Waiting() {
  return html`<h1>${t("view-jobs")}</h1>`;
}
