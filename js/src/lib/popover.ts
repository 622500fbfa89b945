/**
 * One cell, whole: in the top layer, because a notebook clips what hangs out of an output. It stays beside its cell or it
 * closes: a click elsewhere, or anything that scrolls under it, ends it.
 */
import { copy } from "./clipboard";
import { node, setText, show, word } from "./dom";
import { setLine } from "./format";
import { CellKind } from "./page";

export interface Opened {
  name: string;
  type: string;
  row: number;
  /** What the grid shows of it now, for when the kernel has no answer. */
  text: string;
}

const ENDING = ["pointerdown", "keydown", "scroll", "resize"];

export class Popover {
  readonly el = node("div", "pop");
  readonly #name = node("b");
  readonly #about = node("span");
  readonly #text = node("pre");
  readonly #note = node("footer");
  #turn = 0;
  /** What is copied: as from the rows, nothing where there is no value. */
  #plain = "";
  readonly #elsewhere = (event: Event) => {
    if (!event.composedPath().includes(this.el)) this.close(false);
  };

  constructor(private readonly closed: () => void) {
    this.el.popover = "manual";
    this.el.setAttribute("role", "dialog");
    this.#text.tabIndex = 0;
    const take = word("copy", () => {
      copy(Promise.resolve(this.#plain)).then(
        () => this.#say("copied"),
        (reason: Error) => this.#say(reason.message),
      );
    });
    const close = word("close", () => this.close(), "Esc");
    this.el.append(node("header", "", this.#name, this.#about, take, close), this.#text, this.#note);
    this.el.addEventListener("keydown", (event) => {
      // Keys in here are for reading and copying; only Esc is ours.
      if (event.key === "Escape") {
        event.preventDefault();
        this.close();
      }
    });
  }

  get open(): boolean {
    return this.el.matches(":popover-open");
  }

  async show(cell: Opened, beside: DOMRect, whole: Promise<{ text: string; kind: number; cut: boolean }>): Promise<void> {
    const turn = ++this.#turn;
    setText(this.#name, cell.name);
    setLine(this.#about, `${cell.type}, row ${cell.row}`);
    this.el.setAttribute("aria-label", `${cell.name}, row ${cell.row}`);
    this.#fill(cell.text, "");
    if (!this.open) {
      this.el.showPopover();
      for (const name of ENDING) addEventListener(name, this.#elsewhere, true);
    }
    this.#place(beside);
    this.#text.focus({ preventScroll: true });
    try {
      const { text, kind, cut } = await whole;
      if (turn !== this.#turn) return;
      this.#fill(text, cut ? "the first megabyte of it" : "");
      // As in the rows, so that a string of the same letters is another.
      if (kind === CellKind.Null) this.#absent("null", "null");
      else if (kind === CellKind.Empty) this.#absent("empty", '""');
    } catch (reason) {
      if (turn !== this.#turn) return;
      this.#say(`only what the grid shows: ${(reason as Error).message}`);
    }
    this.#place(beside);
  }

  /** @param back whether the focus goes back to the rows; after a click elsewhere it is where it belongs. */
  close(back = true): void {
    this.#turn += 1;
    for (const name of ENDING) removeEventListener(name, this.#elsewhere, true);
    if (!this.open) return;
    this.el.hidePopover();
    if (back) this.closed();
  }

  #fill(text: string, note: string): void {
    this.#plain = text;
    this.#text.className = "";
    setText(this.#text, text);
    this.#say(note);
  }

  #absent(style: string, text: string): void {
    this.#plain = "";
    this.#text.className = style;
    setText(this.#text, text);
  }

  #say(note: string): void {
    setText(this.#note, note);
    show(this.#note, note !== "");
  }

  /** Under the cell, or over it where there is no room, and never off the page. */
  #place(beside: DOMRect): void {
    const { width, height } = this.el.getBoundingClientRect();
    const below = beside.bottom + 4;
    const top = below + height <= innerHeight ? below : Math.max(4, beside.top - 4 - height);
    this.el.style.top = `${top}px`;
    this.el.style.left = `${Math.max(4, Math.min(beside.left, innerWidth - width - 4))}px`;
  }
}
