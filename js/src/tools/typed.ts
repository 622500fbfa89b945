/** A key that was pressed before there was anything to type into, as if it were pressed there now. */
export function typed(into: HTMLInputElement, { key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): void {
  // Not composed: the notebook has nothing to do with it.
  const again = new KeyboardEvent("keydown", { key, ctrlKey, metaKey, altKey, shiftKey, bubbles: true, cancelable: true });
  if (!into.dispatchEvent(again) || ctrlKey || metaKey) return;
  if (key === "Enter") into.form?.requestSubmit();
  const [start, end] = [into.selectionStart ?? 0, into.selectionEnd ?? 0];
  if (key === "Backspace") into.setRangeText("", start === end ? Math.max(0, start - 1) : start, end, "end");
  else if (key.length === 1) into.setRangeText(key, start, end, "end");
  else return;
  into.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
