/** Trouble, in words, over the rows: what happened, what helps, and the next step. The rows stay. */
import { node, setText, show, word } from "./dom";
import type { Trouble } from "./model";

export class Notice {
  readonly el = node("div", "trouble");
  readonly #what = node("pre", "what");
  readonly #hint = node("span", "m");
  readonly #retry: HTMLElement;

  constructor(retry: () => void, dismiss: () => void) {
    this.#retry = word("retry", retry);
    this.el.role = "alert";
    this.el.hidden = true;
    this.el.append(this.#what, this.#hint, this.#retry, word("hide", dismiss));
  }

  draw(trouble: Trouble | null): void {
    show(this.el, trouble !== null);
    if (!trouble) return;
    // A hint may travel inside the message too, as the engine prints it.
    const [message = "", inner] = trouble.message.split(/\nhint: /);
    const hint = trouble.hint ?? inner ?? "";
    setText(this.#what, message);
    // A caret under an SQL line only points right in a fixed-width font.
    this.el.classList.toggle("code", message.includes("\n"));
    setText(this.#hint, hint);
    show(this.#hint, hint !== "");
    show(this.#retry, trouble.retry !== false);
  }
}
