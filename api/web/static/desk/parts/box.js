// A box whose text is the query of the address: typed is asked, composed when it is composed.
import { langOf } from "../chinese.js";
import { useEffect, useRef, useState } from "../html.js";
import { replaceQuery, route } from "../route.js";

/** {typed, ask(text), props}: `props` are those of the input or textarea. */
export function useBox(q = "") {
  const [typed, setTyped] = useState(q);
  const composing = useRef(false);
  const asked = useRef(q);
  useEffect(() => {
    // `q` may be what was typed two keys ago: effects come late. The address itself is never behind.
    const now = route().query.q ?? "";
    if (now === asked.current) return;
    asked.current = now;
    setTyped(now);
  }, [q]);
  const ask = (text) => {
    setTyped(text);
    asked.current = text.trim();
    replaceQuery({ q: asked.current });
  };
  const props = {
    value: typed,
    lang: typed ? langOf(typed) : undefined,
    onCompositionStart: () => (composing.current = true),
    onCompositionEnd: (event) => ((composing.current = false), ask(event.target.value)),
    onInput: (event) => (composing.current || event.isComposing ? setTyped(event.target.value) : ask(event.target.value)),
  };
  return { typed, ask, props };
}
