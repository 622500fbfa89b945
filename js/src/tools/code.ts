/** The code that returns the rows of the view: to be read, and copied into a cell. */
import { node, setText, word } from "../lib/dom";
import type { GridState } from "../lib/state";
import { copy } from "./clipboard";
import { Layer } from "./layer";

const LANGUAGES = ["python", "polars", "sql"] as const;

export class CodeLayer extends Layer {
  readonly #text = node("pre");
  readonly #note = node("div", "said", " ");
  readonly #words = LANGUAGES.map((language) => word(language, () => void this.#fill(language)));
  #language = "";

  constructor(
    into: HTMLElement,
    private readonly state: GridState,
    closed: () => void,
  ) {
    super(into, "dialog", closed);
    this.el.classList.add("code-of");
    this.el.setAttribute("aria-label", "the code of these rows");
    this.#text.tabIndex = 0;
    this.#note.setAttribute("role", "status");
    const take = word("copy", () => {
      copy(Promise.resolve(this.#text.textContent ?? "")).then(
        () => setText(this.#note, "copied"),
        (reason: Error) => setText(this.#note, reason.message),
      );
    });
    this.el.append(node("header", "", ...this.#words, node("span"), take, word("close", () => this.close(), "Esc")), this.#text, this.#note);
  }

  begin(beside: DOMRect): void {
    this.show(beside, this.#text);
    void this.#fill(LANGUAGES[0]).then(() => this.open && this.place(beside));
  }

  async #fill(language: string): Promise<void> {
    this.#language = language;
    this.#words.forEach((made, at) => made.setAttribute("aria-pressed", String(LANGUAGES[at] === language)));
    setText(this.#note, " ");
    const text = await this.state.ask("code", { language }).then(
      (reply) => String(reply.text),
      (reason: Error) => reason.message,
    );
    // The newest word that was clicked counts.
    if (this.#language === language) setText(this.#text, text);
  }
}
