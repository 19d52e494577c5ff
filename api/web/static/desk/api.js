// Requests to the API. What fails is shown in one place, and can be tried again.
import { ROOT } from "./html.js";
import { reviewer, signedIn } from "./settings.js";
import { Watched } from "./watched.js";

const BASE = `${ROOT}/api/v1`;

export class Failure extends Error {
  /** `status` of HTTP, or 0 where nothing answered; `message` as the server says it. */
  constructor(status, message, detail = undefined) {
    super(message);
    this.status = status;
    this.detail = detail;
  }
}

/** What failed last and stands on the page: {failure, again?, leave}, or null. */
export const failed = new Watched(null);

/** Set while a request waits for a token: {wrong, given(token), refused()}. */
export const locked = new Watched(null);

// ---------------------------------------------------------------- one request

/** The answer as {data, headers}; `expect: "blob"` for a file. Throws Failure. */
export async function request(path, { expect = "json", ...options } = {}) {
  for (let wrong = false; ; wrong = true) {
    const token = sessionStorage.getItem("token");
    const answer = await sent(path, options, expect, token);
    if (answer.status === 401 && signedIn) return signInAgain();
    if (answer.status === 401) {
      if (token === sessionStorage.getItem("token")) await tokenAsked(wrong); // else another came meanwhile
    } else if (answer.ok) return { data: await body(answer, expect), headers: answer.headers, status: answer.status };
    else throw await refusal(answer);
  }
}

/** The session has ended: the server asks who it is, and comes back here; drafts are kept. */
function signInAgain() {
  location.reload();
  return new Promise(() => {});
}

async function sent(path, options, expect, token) {
  const headers = { Accept: expect === "json" ? "application/json" : "*/*", ...options.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
  try {
    return await fetch(BASE + path, { ...options, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(0, "");
  }
}

async function body(answer, expect) {
  if (answer.status === 204) return null;
  try {
    return await answer[expect]();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(0, ""); // the connection ended within the answer
  }
}

async function refusal(answer) {
  try {
    const { error } = await answer.json();
    return new Failure(answer.status, error.message, error.detail);
  } catch {
    return new Failure(answer.status, answer.statusText);
  }
}

// ---------------------------------------------------------------- a token

let asking = null;

/** Wait until somebody brought a token; all requests that want one wait for the same. */
function tokenAsked(wrong) {
  asking ??= new Promise((resolve, reject) => {
    const done = (settle) => (value) => {
      asking = null;
      locked.set(null);
      settle(value);
    };
    const given = (token) => {
      sessionStorage.setItem("token", token);
      done(resolve)();
    };
    locked.set({ wrong, given, refused: () => done(reject)(new Failure(401, "")) });
  });
  return asking;
}

// ---------------------------------------------------------------- verbs

const query = (given) => {
  const kept = Object.entries(given).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return kept.length ? `?${new URLSearchParams(kept)}` : "";
};

const JSON_TYPE = { "Content-Type": "application/json" };

/** The JSON answer of GET. */
export const get = async (path, given = {}, signal = undefined) => (await request(path + query(given), { signal })).data;

/** The JSON answer of POST; `headers` further ones. */
export const post = async (path, given, headers = {}) =>
  (await request(path, { method: "POST", headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(given) })).data;

export const remove = (path, given = {}, headers = {}) => request(path + query(given), { method: "DELETE", headers });

/** An entry and its ETag: {data, etag}. */
export async function getEntry(id, signal = undefined) {
  const { data, headers } = await request(`/concepts/${encodeURIComponent(id)}`, { signal });
  return { data, etag: headers.get("ETag") };
}

/** Change an entry as it was read: a merge patch against its ETag. 412 where somebody was first. */
export async function patchEntry(id, etag, patch) {
  const { data, headers } = await request(`/concepts/${encodeURIComponent(id)}${query({ by: reviewer() })}`, {
    method: "PATCH", headers: { ...JSON_TYPE, "If-Match": etag }, body: JSON.stringify(patch),
  });
  return { data, etag: headers.get("ETag") };
}

/** Files and fields as a form: `parts` {file: File, ...}, `fields` {name: text}. {data, status}. */
export function upload(path, parts, fields = {}, headers = {}) {
  const form = new FormData();
  for (const [name, file] of Object.entries(parts)) if (file) form.append(name, file, file.name);
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null && value !== "") form.append(name, String(value));
  }
  return request(path, { method: "POST", headers, body: form });
}

// ---------------------------------------------------------------- failures

const PASSING = new Set([0, 429, 502, 503, 504]); // what may go well the next time

/** Run `work`; undefined where it failed. The page says what failed; what may go well the next time
 * waits for somebody to say so and then goes on where it was, so that nothing typed is lost. */
export async function attempt(work) {
  for (;;) {
    try {
      const result = await work();
      if (failed.value && !failed.value.again) failed.set(null);
      return result;
    } catch (failure) {
      if (failure.name === "AbortError") return undefined;
      if (!(failure instanceof Failure)) throw failure;
      if (!(await toldAndAgain(failure))) return undefined;
    }
  }
}

function toldAndAgain(failure) {
  failed.value?.leave();
  if (!PASSING.has(failure.status)) {
    failed.set({ failure, leave: () => failed.set(null) });
    return false;
  }
  return new Promise((resolve) => {
    const settle = (again) => () => (failed.set(null), resolve(again));
    failed.set({ failure, again: settle(true), leave: settle(false) });
  });
}
