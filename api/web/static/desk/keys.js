// Keys: which of them are for the page, and which are somebody's text.

const FIELDS = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";

/** Whether a key goes into a field. */
export const isTyping = (event) => Boolean(event.target.closest?.(FIELDS));

/** Whether an input method has the key: nothing is done by it. */
export const isComposing = (event) => event.isComposing || event.key === "Process" || event.keyCode === 229;

export const hasModifier = (event) => event.ctrlKey || event.metaKey || event.altKey;

/** Whether the key would write something. */
export const isWriting = (event) => !hasModifier(event) && event.key.length === 1 && event.key !== " ";
