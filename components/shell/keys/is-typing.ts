/** Inputs into which no text goes: letters pressed there are still shortcuts. */
const NO_TEXT = new Set(["button", "checkbox", "radio", "range", "submit", "reset", "file", "color"]);
/** Keys that a focused control needs for itself. */
const OF_CONTROLS = new Set(["Enter", " ", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);

function takesText(element: Element): boolean {
  const field = element.closest("input, textarea, select, [contenteditable]");
  if (field === null) return false;
  return !(field instanceof HTMLInputElement && NO_TEXT.has(field.type));
}

/** True where a key belongs to what has the focus (a text, a control, a dialog) and not to the page. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.metaKey || event.ctrlKey || event.altKey)
    return true;
  const { target } = event;
  if (!(target instanceof Element)) return false;
  if (takesText(target) || target.closest("[role=dialog], [role=listbox], [role=menu]")) return true;
  return OF_CONTROLS.has(event.key) && target.closest("a, button, input, summary, [role=slider]") !== null;
}
