/**
 * What opens over the rows: in the top layer, because a notebook clips what hangs out of an output. It stays beside what it
 * is about or it closes: a click elsewhere, or anything that scrolls under it, ends it.
 */
import { node } from "../lib/dom";

const ENDING: readonly string[] = ["pointerdown", "keydown", "scroll", "resize"];

/** What is made when it first opens: there can be a hundred grids on a page. */
export interface Late<T> {
  made: T | undefined;
  get(): T;
}

export function late<T>(make: () => T): Late<T> {
  const found: Late<T> = { made: undefined, get: () => (found.made ??= make()) };
  return found;
}

export class Layer {
  readonly el = node("div", "pop");
  readonly #elsewhere = (event: Event) => {
    if (!event.composedPath().includes(this.el)) this.close(false);
  };

  /**
   * @param closed the focus goes back to where it was, or the rows.
   * @param ending what ends it when it happens elsewhere.
   */
  constructor(
    into: HTMLElement,
    role: string,
    private readonly closed: () => void,
    private readonly ending = ENDING,
  ) {
    this.el.popover = "manual";
    // The notebook's menu is about its cells.
    this.el.addEventListener("contextmenu", (event) => event.stopPropagation());
    this.el.setAttribute("role", role);
    into.append(this.el);
    this.el.addEventListener("keydown", (event) => {
      // Keys in here are for what is in here.
      if (event.key === "Escape") {
        event.preventDefault();
        this.close();
      }
    });
  }

  get open(): boolean {
    return this.el.matches(":popover-open");
  }

  /** @param focus what the focus goes to; where it stays if it is null. */
  show(beside: DOMRect, focus: HTMLElement | null = this.el): void {
    if (!this.open) {
      this.el.showPopover();
      for (const name of this.ending) addEventListener(name, this.#elsewhere, true);
    }
    this.place(beside);
    focus?.focus({ preventScroll: true });
  }

  /** Under it, or over it where there is no room, and never off the page. */
  place(beside: DOMRect): void {
    const { width, height } = this.el.getBoundingClientRect();
    const below = beside.bottom + 4;
    const top = below + height <= innerHeight ? below : Math.max(4, beside.top - 4 - height);
    this.el.style.top = `${top}px`;
    this.el.style.left = `${Math.max(4, Math.min(beside.left, document.documentElement.clientWidth - width - 4))}px`;
  }

  /** @param back whether the focus goes back; after a click elsewhere it is where it belongs. */
  close(back = true): void {
    for (const name of this.ending) removeEventListener(name, this.#elsewhere, true);
    if (!this.open) return;
    this.el.hidePopover();
    if (back) this.closed();
  }
}
