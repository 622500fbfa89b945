/** The few DOM moves used everywhere. Text goes in as text: nothing here, or anywhere, parses markup. */
import { isHosts, runs } from "./keyboard";

export function node<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Does something whenever an event comes to a node. */
export function on<K extends keyof HTMLElementEventMap>(target: EventTarget, name: K, act: (event: HTMLElementEventMap[K]) => void, options?: AddEventListenerOptions | boolean): void {
  target.addEventListener(name, act as EventListener, options);
}

/** A word one can click. */
export function word(text: string, act: () => void, title = ""): HTMLButtonElement {
  const made = node("button", "word", text);
  made.type = "button";
  if (title) made.title = title;
  on(made, "click", act);
  return made;
}

/** Writes only what changed: an untouched node costs no layout and loses no selection. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

export function show(target: HTMLElement, seen: boolean): void {
  if (target.hidden === seen) target.hidden = !seen;
}

/** Hosts end a widget by signal, by cleanup, or by both. */
export function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

const LIVE = "pyrust-live";
let listening = false;

/** Whether JupyterLab's shortcuts leave alone what is pressed in here. */
function suppress({ dataset }: HTMLElement, suppressed: boolean): void {
  if (suppressed) dataset.lmSuppressShortcuts = "true";
  else delete dataset.lmSuppressShortcuts;
}

/**
 * Before anybody else hears of a key pressed in a widget: the few that are the notebook's it shall take. What runs a cell
 * it takes for the cell that has the focus only.
 */
function sort(event: KeyboardEvent): void {
  const host = event.composedPath().find((each): each is HTMLElement => each instanceof HTMLElement && each.className === LIVE);
  if (!host) return;
  suppress(host, !isHosts(event));
  if (runs(event)) leave(host);
}

const sheets = new Map<string, CSSStyleSheet>();

/** One parsed sheet per text and page; a plain `<style>` where constructed sheets are missing or forbidden. */
export function adopt(root: ShadowRoot, ...texts: string[]): void {
  try {
    const parsed = texts.map((text) => {
      let sheet = sheets.get(text);
      if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        sheets.set(text, sheet);
      }
      return sheet;
    });
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...parsed];
  } catch {
    root.append(...texts.map((text) => node("style", "", text)));
  }
}

/**
 * The host element of a widget: in the light DOM, so that the notebook's own rule can see the class and hide the static
 * table, and marked so that JupyterLab's shortcuts leave keys alone that are pressed in here.
 */
export function mount(el: HTMLElement, ...texts: string[]): { host: HTMLElement; root: ShadowRoot } {
  const host = node("div", LIVE);
  suppress(host, true);
  if (!listening) on(globalThis, "keydown", sort, true);
  listening = true;
  const root = host.attachShadow({ mode: "open" });
  adopt(root, ...texts);
  el.append(host);
  return { host, root };
}

/** Gives focus back to what surrounds the widget: in JupyterLab the cell, so that its shortcuts work again. */
export function leave(host: HTMLElement): void {
  (host.shadowRoot?.activeElement as HTMLElement | null)?.blur();
  for (let up = host.parentElement; up; up = up.parentElement) {
    if (up.hasAttribute("tabindex")) {
      up.focus({ preventScroll: true });
      if (document.activeElement === up) return;
    }
  }
}
