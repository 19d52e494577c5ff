// A value that components follow: the settings, the address, what failed.
import { useEffect, useState } from "./html.js";

export class Watched {
  #value;
  #followers = new Set();

  constructor(value) {
    this.#value = value;
  }

  get value() {
    return this.#value;
  }

  set(value) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const follow of [...this.#followers]) follow(value);
  }

  follow(run) {
    this.#followers.add(run);
    return () => this.#followers.delete(run);
  }
}

/** The value, and a new render of the component whenever it changes. */
export function useWatched(watched) {
  const [value, set] = useState(() => watched.value);
  useEffect(() => {
    set(() => watched.value); // it may have changed between the render and now
    return watched.follow((next) => set(() => next));
  }, [watched]);
  return value;
}
