/** One cell, whole. */
import { node, setText, show, word } from "../lib/dom";
import { setLine } from "../lib/format";
import { CellKind } from "../lib/page";
import { copy } from "./clipboard";
import { Layer } from "./layer";

export interface Opened {
  name: string;
  type: string;
  row: number;
  /** What the grid shows of it now, for when the kernel has no answer. */
  text: string;
}

export class CellLayer extends Layer {
  readonly #name = node("b");
  readonly #about = node("span");
  readonly #text = node("pre");
  readonly #note = node("footer");
  #turn = 0;
  /** What is copied: as from the rows, nothing where there is no value. */
  #plain = "";

  constructor(into: HTMLElement, closed: () => void) {
    super(into, "dialog", closed);
    this.#text.tabIndex = 0;
    const take = word("copy", () => {
      copy(Promise.resolve(this.#plain)).then(
        () => this.#say("copied"),
        (reason: Error) => this.#say(reason.message),
      );
    });
    const close = word("close", () => this.close(), "Esc");
    this.el.append(node("header", "", this.#name, this.#about, take, close), this.#text, this.#note);
  }

  async fill(cell: Opened, beside: DOMRect, whole: Promise<{ text: string; kind: number; cut: boolean }>): Promise<void> {
    const turn = ++this.#turn;
    setText(this.#name, cell.name);
    setLine(this.#about, `${cell.type}, row ${cell.row}`);
    this.el.setAttribute("aria-label", `${cell.name}, row ${cell.row}`);
    this.#write(cell.text, "");
    this.show(beside, this.#text);
    try {
      const { text, kind, cut } = await whole;
      if (turn !== this.#turn) return;
      this.#write(text, cut ? "the first megabyte of it" : "");
      // As in the rows, so that a string of the same letters is another.
      if (kind === CellKind.Null) this.#absent("null", "null");
      else if (kind === CellKind.Empty) this.#absent("empty", '""');
    } catch (reason) {
      if (turn !== this.#turn) return;
      this.#say(`only what the grid shows: ${(reason as Error).message}`);
    }
    this.place(beside);
  }

  override close(back = true): void {
    this.#turn += 1;
    super.close(back);
  }

  #write(text: string, note: string): void {
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
}
