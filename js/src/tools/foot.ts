/** What the tools have in the footer: what is selected, in words, and the words that copy it and go to a row. */
import type { Parts } from "../lib/commands";
import { node, show, word } from "../lib/dom";
import { setLine } from "../lib/format";
import { Summary } from "./summary";

export class Foot {
  /** The word that opens the box for a row, which takes its place. */
  readonly go: HTMLElement;
  readonly #selected = node("span", "right");
  readonly #copy: HTMLElement;
  readonly #summary = new Summary();

  constructor(
    private readonly parts: Parts,
    run: (id: string) => void,
  ) {
    this.#copy = word("copy", () => run("copy"), "copy the selected cells");
    this.go = word("go to row", () => run("go"), "g");
    parts.footer.el.append(this.#selected, this.#copy, this.go);
  }

  draw(): void {
    const { selection, layout, state } = this.parts;
    const words = this.#summary.of(selection.rect, layout.columns, state.cache);
    setLine(this.#selected, words);
    show(this.#copy, words !== "" && state.health !== "gone");
    // While its box is open it is not seen.
    show(this.go, state.status.rows > 0 && !this.go.nextElementSibling);
  }
}
