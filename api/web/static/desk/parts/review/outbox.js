// What was decided and is not at the server yet: sent in order, one after another, while the person
// goes on. Nothing waits for it but the server.
import { Failure, attempt } from "../../api.js";
import { Watched } from "../../watched.js";

const UNREACHED = new Set([0, 401, 429, 502, 503, 504]); // what comes after it would fail likewise

/** How many are not at the server yet. */
export const unsent = new Watched(0);

const waiting = [];
let sending = null;

/** Send when all before it is sent. `job`: {send() → answer, done(answer), failed(failure)}. */
export function put(job) {
  waiting.push(job);
  told();
  void sendAll();
}

/** Take a job back that is not on its way yet; whether it was there. */
export function withdraw(job) {
  const at = waiting.indexOf(job);
  if (at < 0) return false;
  waiting.splice(at, 1);
  told();
  return true;
}

/** Until all of it is at the server. */
export function drained() {
  if (!unsent.value) return Promise.resolve();
  return new Promise((resolve) => {
    const leave = unsent.follow((count) => count || (leave(), resolve()));
  });
}

async function sendAll() {
  if (sending) return;
  while ((sending = waiting.shift())) {
    const job = sending;
    const failure = await sent(job);
    sending = null;
    if (failure) giveBack(job, failure);
    told();
  }
}

/** Send a job; what failed, if it did and nobody wants to try again. */
async function sent(job) {
  let last = new Failure(0, "");
  const answer = await attempt(async () => {
    try {
      return { given: await job.send() };
    } catch (failure) {
      last = failure;
      throw failure;
    }
  });
  if (!answer) return last;
  job.done(answer.given);
  return null;
}

function giveBack(job, failure) {
  const lost = UNREACHED.has(failure.status) ? waiting.splice(0) : [];
  for (const each of [...lost.reverse(), job]) each.failed(failure);
}

function told() {
  unsent.set(waiting.length + (sending ? 1 : 0));
}

window.addEventListener("beforeunload", (event) => unsent.value && event.preventDefault());
