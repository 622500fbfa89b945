/** Text to the clipboard, when the text itself still has to come from the kernel. */

export async function copy(text: Promise<string>): Promise<void> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard && typeof ClipboardItem !== "undefined") {
    try {
      // Given as a promise, so that the browser counts it to the key press that is happening now.
      const blob = text.then((value) => new Blob([value], { type: "text/plain" }));
      await clipboard.write([new ClipboardItem({ "text/plain": blob })]);
      return;
    } catch {
      // Refused or not able to wait: what remains are the older ways, once the text is here.
    }
  }
  const value = await text;
  try {
    await clipboard?.writeText(value);
    if (clipboard) return;
  } catch {
    // A frame without permission; a text field needs none.
  }
  const field = document.createElement("textarea");
  field.value = value;
  field.style.cssText = "position:fixed;opacity:0";
  let before = document.activeElement as HTMLElement | null;
  // The host of a shadow tree cannot take the focus back for what is in it.
  while (before?.shadowRoot?.activeElement) before = before.shadowRoot.activeElement as HTMLElement;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  before?.focus({ preventScroll: true });
  if (!copied) throw new Error("the browser refused access to the clipboard");
}
