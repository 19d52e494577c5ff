// The review queue as it stands here: what is loaded of it, which pair is looked at, what was decided.
// Decisions take effect here at once and are sent behind; what the server refuses comes back.
import { attempt, get, post } from "../../api.js";
import { reviewer } from "../../settings.js";
import { Watched } from "../../watched.js";
import * as outbox from "./outbox.js";

const PAGE = 100; // the most that a request answers
const FEW = 30; // pairs left before more are fetched. Chosen: ten keys in a burst three times over
const AHEAD = 4; // pairs whose entries and forms are fetched before they are looked at
const SETTLED = 1200; // milliseconds after the last decision before counts are fetched anew

/** The state of a pair after a decision, as the tabs name them. */
export const STATE_AFTER = { approve: "approved", amend: "approved", reject: "rejected", skip: "skipped" };

/** The tabs, in order; their names in the catalogues are `state-…`. */
export const STATES = ["open", "skipped", "approved", "rejected"];

/** The filter of an address, as the API takes it. */
export function filterOf(query) {
  return {
    state: STATES.includes(query.state) ? query.state : "open",
    document: query.document, kind: query.kind, method: query.method, subject: query.subject, text: query.text,
    least: share(query.least), below: share(query.below),
  };
}

const share = (text) => (Number(text) > 0 && Number(text) <= 1 ? Number(text) : undefined);

/** What was decided since the page was opened, under whatever filter: the acts in order, and when the
 * server had the first; "" before. */
export const sitting = { acts: [], since: "" };

const bySureness = (one, other) => other.confidence - one.confidence || one.id - other.id;

export class Queue {
  version = new Watched(0);
  items = [];
  total = null; // of the filter; null until it is known
  counts = null; // facets
  current = null; // the pair that is looked at
  chosen = new Set(); // ids
  drafts = new Map(); // id → {zh?, en?, into?, listed?}: what a decision would change
  details = new Map(); // id → what the server says of it beyond the list
  refused = new Map(); // id → why the server did not take what was decided
  said = null; // [message, arguments] of the last act
  #loading = null;
  #keys = []; // pressed while the next pairs were on their way
  #timer;
  #left = new AbortController();

  constructor(filter) {
    this.filter = filter;
  }

  changed() {
    this.version.set(this.version.value + 1);
  }

  leave() {
    this.#left.abort();
    clearTimeout(this.#timer);
  }

  // ---------------------------------------------------------------- loading

  /** What was decided under another filter is stored first, so that it is found where it is now. */
  async load() {
    await outbox.drained();
    await Promise.all([this.#fetch(true), this.count()]);
  }

  /** The next pairs, where there are more. */
  async more() {
    if (this.items.length < this.total) await this.#fetch(false);
  }

  #fetch(anew) {
    this.#loading ??= this.#fetched(anew).finally(() => ((this.#loading = null), this.#replay()));
    return this.#loading;
  }

  async #fetched(anew) {
    const asked = { ...this.filter, limit: PAGE, offset: anew ? 0 : this.items.length };
    const answer = await attempt(() => get("/candidates", asked, this.#left.signal));
    if (!answer) return;
    const gone = new Set(sitting.acts.filter((act) => act.removes && act.unsent).flatMap((act) => act.ids));
    const known = new Set(anew ? [] : this.items.map((item) => item.id));
    const fresh = answer.items.filter((item) => !known.has(item.id) && !gone.has(item.id));
    this.items = anew ? fresh : [...this.items, ...fresh].sort(bySureness);
    this.total = Math.max(answer.total - gone.size, this.items.length);
    this.#look(this.items.find((item) => item.id === this.current?.id) ?? this.items[0] ?? null);
  }

  async count() {
    const answer = await attempt(() => get("/candidates/facets", this.filter, this.#left.signal));
    if (answer) this.counts = answer;
    window.dispatchEvent(new Event("waiting-changed")); // the bar counts, too
    this.changed();
  }

  /** What the cards that come next want to know. */
  #prepare() {
    const at = this.items.indexOf(this.current);
    for (const item of this.items.slice(Math.max(at, 0), at + AHEAD)) {
      if (!this.details.has(item.id)) void this.#detail(item.id);
    }
  }

  async #detail(id) {
    this.details.set(id, null);
    try {
      this.details.set(id, await get(`/candidates/${id}`, {}, this.#left.signal));
      this.changed();
    } catch {
      this.details.delete(id); // the card does without; what is decided does not hang on it
    }
  }

  // ---------------------------------------------------------------- looking

  #look(candidate) {
    this.current = candidate;
    if (candidate) this.#prepare();
    this.changed();
  }

  look(id) {
    this.#look(this.items.find((item) => item.id === id) ?? this.current);
  }

  /** To the pair before or after; true if there is one. */
  move(step) {
    const next = this.items[this.items.indexOf(this.current) + step];
    if (next) this.#look(next);
    if (this.items.length - this.items.indexOf(this.current) < FEW) void this.more();
    return Boolean(next);
  }

  draft(id) {
    return this.drafts.get(id) ?? {};
  }

  /** Change what a decision on the pair would change; null forgets it. */
  redraft(id, changes) {
    if (changes) this.drafts.set(id, { ...this.draft(id), ...changes });
    else this.drafts.delete(id);
    this.changed();
  }

  // ---------------------------------------------------------------- choosing many

  choose(id, on = !this.chosen.has(id)) {
    if (on) this.chosen.add(id);
    else this.chosen.delete(id);
    this.changed();
  }

  /** All from one pair to another. */
  chooseBetween(from, to) {
    const places = [from, to].map((id) => this.items.findIndex((item) => item.id === id));
    for (const item of this.items.slice(Math.min(...places), Math.max(...places) + 1)) this.chosen.add(item.id);
    this.changed();
  }

  chooseNone() {
    this.chosen.clear();
    this.changed();
  }

  // ---------------------------------------------------------------- deciding

  /** Decide on the pair that is looked at, or on all that are chosen. Pressed while the next pairs
   * are on their way, it waits for them. */
  decide(decision) {
    if (this.chosen.size && decision !== "amend") return this.#decideMany(decision, [...this.chosen]);
    if (!this.current) return void (this.#loading && sitting.acts.length && this.#keys.push(decision));
    const candidate = this.current;
    const body = this.#bodyOf(candidate, decision);
    this.#act({
      decision: body.decision, candidates: [candidate],
      send: () => post(`/candidates/${candidate.id}/judgement`, body),
      at: (answer) => answer.judgement.at,
    });
  }

  #replay() {
    for (const decision of this.#keys.splice(0)) this.decide(decision);
  }

  #bodyOf(candidate, decision) {
    const { zh, en, into, listed } = this.draft(candidate.id);
    const again = candidate.state !== "proposed";
    const shared = { by: reviewer(), ...(again ? { again } : {}) };
    if (decision === "reject" || decision === "skip") return { decision, ...shared };
    const changed = {};
    if (zh !== undefined && zh !== candidate.zh) changed.zh = zh;
    if (en !== undefined && en !== candidate.en && !listed) changed.en = en; // a dictionary's form is entered unasked
    const place = into === undefined ? {} : into ? { concept_id: into } : { new: true };
    return { decision: Object.keys(changed).length ? "amend" : "approve", ...changed, ...place, ...shared };
  }

  #decideMany(decision, ids) {
    const candidates = this.items.filter((item) => ids.includes(item.id));
    const again = candidates.some((item) => item.state !== "proposed");
    const body = { decision, ids: candidates.map((item) => item.id), by: reviewer(), again };
    this.chosen.clear();
    this.#act({ decision, candidates, send: () => post("/candidates/judgements", body) });
  }

  /** What a person does: it is done here, and sent. */
  #act(act) {
    const after = STATE_AFTER[act.decision];
    Object.assign(act, { queue: this, ids: act.candidates.map((item) => item.id), from: this.filter.state, after, unsent: true, removes: after !== this.filter.state });
    sitting.acts.push(act);
    this.said = ["said-decided", told(act)];
    for (const id of act.ids) this.refused.delete(id);
    this.#takeOut(act);
    act.job = {
      send: act.send,
      done: (answer) => this.#wasTaken(act, answer),
      failed: (failure) => this.#wasRefused(act, failure),
    };
    outbox.put(act.job);
  }

  #takeOut(act) {
    const at = this.items.indexOf(this.current);
    const ids = new Set(act.ids);
    if (act.removes) {
      const before = this.items.slice(0, at).filter((item) => ids.has(item.id)).length;
      this.items = this.items.filter((item) => !ids.has(item.id));
      this.total -= ids.size;
      this.#shift(act.from, act.after, ids.size);
      this.#look(ids.has(this.current?.id) ? this.items[Math.min(at - before, this.items.length - 1)] ?? null : this.current);
    } else this.#look(this.items[at + 1] ?? this.current);
    if (this.items.length < FEW) void this.more();
  }

  #shift(from, to, count) {
    if (!this.counts) return;
    const add = (states, name, more) => {
      const known = states.find((each) => each.value === name);
      return known ? states.map((each) => (each === known ? { ...each, count: each.count + more } : each)) : [...states, { value: name, count: more }];
    };
    this.counts = { ...this.counts, states: add(add(this.counts.states, from, -count), to, count) };
  }

  #wasTaken(act, answer) {
    act.unsent = false;
    act.step = answer.step;
    sitting.since ||= act.at?.(answer) ?? "";
    for (const id of act.ids) (this.drafts.delete(id), this.details.delete(id));
    this.#settle();
  }

  /** The pairs come back where they were; what is looked at stays, as keys may be on their way. */
  #wasRefused(act, failure) {
    act.unsent = false;
    sitting.acts = sitting.acts.filter((each) => each !== act);
    const reasons = new Map((failure.detail?.refused ?? []).map((each) => [each.id, each.reason]));
    for (const id of act.ids) this.refused.set(id, reasons.get(id) ?? failure.message);
    this.said = ["said-came-back", told(act)];
    this.#bringBack(act);
    this.#settle();
  }

  #bringBack(act) {
    if (act.removes) {
      const here = new Set(this.items.map((item) => item.id));
      const back = act.candidates.filter((item) => !here.has(item.id));
      this.items = [...this.items, ...back].sort(bySureness);
      this.total += back.length;
      this.#shift(act.after, act.from, back.length);
    }
    this.#look(this.items.find((item) => item.id === this.current?.id) ?? this.items[0] ?? null);
  }

  #settle() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      window.dispatchEvent(new Event("waiting-changed"));
      void this.count();
      if (!this.items.length) void this.#fetch(true);
    }, SETTLED);
  }

  // ---------------------------------------------------------------- taking back

  /** Take the last act of this sitting back; false if there is none. */
  undo() {
    const act = sitting.acts.pop();
    if (!act) return false;
    this.said = ["said-taken-back", told(act)];
    const here = act.queue === this;
    if (here) {
      [this.current] = act.candidates;
      this.#bringBack(act);
    } else this.changed();
    if (act.job && outbox.withdraw(act.job)) return true;
    outbox.put({
      send: () => (act.step ? post("/undo", { by: reviewer(), step: act.step }) : null), // it was refused meanwhile
      done: () => (here ? this.#settle() : void this.load()),
      failed: () => {
        sitting.acts.push(act);
        if (here) this.#takeOut(act);
      },
    });
    return true;
  }

  /** What was decided at the server for all that a filter selects: {decision, count, step}. */
  async decidedTogether(act) {
    sitting.acts.push({ ...act, candidates: [], ids: [] });
    this.said = ["said-decided", told(act)];
    this.current = null;
    await this.load();
    window.dispatchEvent(new Event("waiting-changed"));
  }

  say(message, given = undefined) {
    this.said = [message, given];
    this.changed();
  }

  /** A step of before this sitting was taken back. */
  async takenBack(step) {
    this.said = ["taken-back", { what: `${step.verb} ${step.summary}` }];
    await this.load();
  }
}

/** What is said of an act. */
function told(act) {
  const [first] = act.candidates ?? [];
  return { decision: act.decision, count: act.count ?? act.ids.length, pair: first ? `${first.zh} = ${first.en}` : "" };
}
