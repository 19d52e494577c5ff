// Long work that the server does as a job: sent, followed until it ends, stopped.
import { attempt, get, post, remove, request, upload } from "../api.js";
import { html, useEffect, useState } from "../html.js";
import { reviewer } from "../settings.js";
import { number, orPlain, t } from "../words.js";

/** What a job does, and with what. */
export const kindName = (job) => orPlain(`job-kind-${job.kind.replace(" ", "-")}`, job.kind);
const jobName = (job) => `${kindName(job)} ${job.name}`;

const AGAIN = 700; // milliseconds between two looks at a job. Chosen: half costs twice the requests, double looks halted
const OPEN = ["waiting", "running"];

export const isOpen = (job) => OPEN.includes(job.state);

/** Send files; {job} where the server took it as one, {result} where it answered at once; undefined where it failed. */
export async function send(path, parts, fields) {
  const answer = await attempt(() => upload(path, parts, { ...fields, by: reviewer() }, { Prefer: "respond-async" }));
  return answer && (answer.status === 202 ? { job: answer.data } : { result: answer.data });
}

/** What a job that is done left, as JSON or, by `expect`, as a file: {data, headers}. */
export const resultOf = (job, expect = "json") => attempt(() => request(`/jobs/${job.id}/result`, { expect }));

/** The record of a job, looked at again until it has ended; `onEnd` is called once, with the last. */
export function useJob(first, onEnd) {
  const [job, setJob] = useState(first);
  useEffect(() => {
    let timer;
    const look = async () => {
      const now = await get(`/jobs/${first.id}`).catch(() => null);
      if (timer === null) return;
      if (now) setJob(now);
      if (now && !isOpen(now)) onEnd?.(now);
      else timer = setTimeout(look, AGAIN);
    };
    if (isOpen(first)) timer = setTimeout(look, AGAIN);
    else onEnd?.(first);
    return () => (clearTimeout(timer), (timer = null));
  }, [first.id, first.attempt]);
  return [job, setJob];
}

/** How far a job is, and what can be done with it. */
export function JobState({ job, onChange }) {
  const act = (run) => async () => {
    const answer = await attempt(run);
    if (answer) onChange(answer.data ?? answer);
  };
  const name = jobName(job);
  return html`
    ${job.state === "running" ? html`<progress ...${job.total ? { value: job.done, max: job.total } : {}} aria-label=${name}></progress>` : null}
    <p class="about" role="status">
      <span class=${job.state === "failed" || job.state === "broken" ? "fails" : ""}>${orPlain(`job-${job.state}`, job.state)}</span>
      ${far(job) ? html`<span>${far(job)}</span>` : null}
      ${job.seconds_left === null ? null : html`<span>${t("job-left", { time: inWords(job.seconds_left) })}</span>`}
      ${job.message ? html`<span lang="en">${job.message}</span>` : null}
    </p>
    ${isOpen(job) ? html`<button least="2" type="button" aria-label=${t("job-stop-named", { name })} onClick=${act(() => remove(`/jobs/${job.id}`, { by: reviewer() }))}>${t("job-stop")}</button>` : null}
    ${job.state === "broken" ? html`<button least="2" type="button" aria-label=${t("job-again-named", { name })} onClick=${act(() => post(`/jobs/${job.id}/restart`, { by: reviewer() }))}>${t("job-again")}</button>` : null}`;
}

function far(job) {
  if (job.state !== "running" || !job.stage) return "";
  const stage = orPlain(`stage-${job.stage.replace(/\W+/g, "-")}`, job.stage);
  if (!job.done) return stage;
  const of = job.total ? t("job-of", { done: number(job.done), total: number(job.total) }) : number(job.done);
  return `${stage} ${of}`;
}

function inWords(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60) return t("seconds", { count: whole });
  if (whole < 3600) return t("minutes", { count: Math.round(whole / 60) });
  return t("hours", { count: Math.round(whole / 3600) });
}

/** Give a file to the browser, as a download. */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // milliseconds: the browser has begun by then
}
