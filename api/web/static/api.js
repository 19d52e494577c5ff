// Requests to the API, and the one place where their failures are shown.
import { byId } from "./dom.js";

const BASE = "/api/v1";

export class Failure extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The JSON answer; throws Failure with the server's message. */
async function request(path, options = {}) {
  const headers = { Accept: "application/json", ...options.headers };
  const token = sessionStorage.getItem("token");
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(BASE + path, { ...options, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(0, "The server does not answer. Is it still running?");
  }
  const answer = response.status === 204 ? null : await response.json();
  if (!response.ok) throw new Failure(response.status, answer.error.message);
  return answer;
}

export function get(path, query = {}, signal = undefined) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return request(`${path}?${new URLSearchParams(given)}`, { signal });
}

export function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return request(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export function remove(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return request(`${path}?${new URLSearchParams(given)}`, { method: "DELETE" });
}

/** Run `work`; show what fails, and ask for a token where one is wanted. */
export async function attempt(work) {
  const alert = byId("alert");
  try {
    const result = await work();
    alert.hidden = true;
    return result;
  } catch (error) {
    if (error.name === "AbortError") return undefined;
    byId("unlock").hidden = error.status !== 401;
    alert.textContent = error.message;
    alert.hidden = false;
    return undefined;
  }
}

export const reviewer = () => byId("by").value.trim();
