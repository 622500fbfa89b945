/**
 * A line to type in, in the toolbar in place of its words: for what to find, to search for, to filter by. Enter takes it,
 * Esc closes it. What is wrong with it stands under it, with the place marked if that is known.
 */
import type { Parts } from "../lib/commands";
import { node, setText, show, word } from "../lib/dom";
import type { Trouble } from "../lib/model";

export class Box {
  readonly el = node("form", "box");
  readonly input = node("input");
  readonly #note = node("span", "m");
  readonly #wrong = node("pre", "wrong");

  /**
   * @param name what it is for, before it.
   * @param words what can be done besides, after it.
   */
  constructor(
    protected readonly parts: Parts,
    name: string,
    placeholder: string,
    ...words: HTMLElement[]
  ) {
    this.input.placeholder = placeholder;
    this.input.spellcheck = false;
    this.input.autocomplete = "off";
    this.input.setAttribute("aria-label", placeholder);
    this.#wrong.id = `pyrust-wrong-${name}`;
    this.#wrong.setAttribute("role", "alert");
    this.#note.setAttribute("role", "status");
    this.el.append(node("label", "", name), this.input, this.#note, ...words, word("close", () => this.close(), "Esc"));
    this.el.addEventListener("submit", (event) => {
      event.preventDefault();
      this.taken(this.input.value);
    });
    this.el.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
    this.input.addEventListener("input", () => this.wrong(null));
  }

  get open(): boolean {
    return this.el.isConnected;
  }

  /** What to do with what was typed. */
  protected taken(_text: string): void {
    this.close();
  }

  show(text: string): void {
    const { toolbar, root } = this.parts;
    this.wrong(null);
    this.say("");
    this.input.value = text;
    toolbar.el.classList.add("asks");
    toolbar.el.append(this.el);
    root.append(this.#wrong);
    this.input.focus();
    this.input.select();
  }

  close(): void {
    if (!this.open) return;
    const had = this.el.matches(":focus-within");
    this.#wrong.remove();
    this.el.remove();
    this.parts.toolbar.el.classList.remove("asks");
    if (had) this.parts.view.focus();
  }

  say(note: string): void {
    setText(this.#note, note);
  }

  wrong(trouble: Trouble | null): void {
    show(this.#wrong, trouble !== null);
    this.input.toggleAttribute("aria-invalid", trouble !== null);
    if (!trouble) return this.input.removeAttribute("aria-describedby");
    this.input.setAttribute("aria-describedby", this.#wrong.id);
    const { line, column, message, hint } = trouble;
    // Of what runs over several lines the message has its own.
    const marked = line && column && !message.includes("\n") ? [this.input.value.split("\n")[line - 1] ?? "", `${" ".repeat(column - 1)}^`] : [];
    setText(this.#wrong, [...marked, message, ...(hint ? [hint] : [])].join("\n"));
    if (line && column) this.input.setSelectionRange((column ?? 1) - 1, (column ?? 1) - 1);
  }
}
