// Jobs: the long work that was sent, how far it is, and a button to stop it.
import { attempt, get, post, remove, reviewer } from "./api.js";
import { byId, element, fill, plural } from "./dom.js";

const PAGE = 30;
const AGAIN = 1000; // milliseconds between two looks while something waits or runs
let timer;

export async function shown() {
  clearTimeout(timer);
  const answer = await attempt(() => get("/jobs", { limit: PAGE }));
  if (!answer || byId("jobs").hidden) return;
  const open = answer.items.filter((job) => ["waiting", "running"].includes(job.state)).length;
  byId("jobs-said").textContent = open ? `${plural(open, "job is", "jobs are")} not done yet`
    : answer.total ? "Nothing waits or runs." : "No long work was sent yet.";
  const focused = document.activeElement?.dataset?.job;
  fill(byId("job-list"), answer.items.map(card));
  if (focused) document.querySelector(`[data-job="${focused}"]`)?.focus();
  if (open) timer = setTimeout(shown, AGAIN);
}

function card(job) {
  return element("li", { className: "card" },
    element("h3", {}, `${job.kind} ${job.name}`),
    progress(job),
    element("p", { className: "about" },
      element("span", {}, job.state), said(job.by && `by ${job.by}`), said(counted(job)),
      said(job.seconds_left !== null && `${inWords(job.seconds_left)} left`), said(job.message)),
    buttons(job));
}

const said = (text) => (text ? element("span", {}, text) : null);

function progress(job) {
  if (job.state !== "running") return null;
  const known = job.total ? { value: job.done, max: job.total } : {};
  return element("progress", { ...known, "aria-label": `${job.kind} ${job.name}` });
}

function counted(job) {
  if (job.state !== "running" || !job.stage) return "";
  if (!job.done) return job.stage;
  const of = job.total ? ` of ${job.total.toLocaleString("en")}` : "";
  return `${job.stage}, ${job.done.toLocaleString("en")}${of} ${job.unit}`.trim();
}

function inWords(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

function buttons(job) {
  const acts = [];
  if (["waiting", "running"].includes(job.state)) {
    acts.push(button(job, "Stop", () => remove(`/jobs/${job.id}`, { by: reviewer() })));
  }
  if (job.state === "broken") {
    acts.push(button(job, "Start again", () => post(`/jobs/${job.id}/restart`, { by: reviewer() })));
  }
  return acts.length ? element("div", { className: "decide" }, acts) : null;
}

function button(job, label, act) {
  const run = async () => {
    if (await attempt(act)) await shown();
  };
  return element("button", {
    type: "button", data: { job: job.id }, "aria-label": `${label}: ${job.kind} ${job.name}`, on: { click: run },
  }, label);
}
