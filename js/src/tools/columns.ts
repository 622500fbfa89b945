/** A column to choose, by a part of its name. */
import { node, setText, word } from "../lib/dom";
import { label, type Column } from "../lib/model";
import { Layer } from "./layer";

const MOST = 200;

export class ColumnLayer extends Layer {
  readonly #search = node("input");
  readonly #list = node("div", "list");
  readonly #note = node("div", "m");
  #columns: readonly (Column | undefined)[] = [];

  constructor(
    into: HTMLElement,
    closed: () => void,
    private readonly chosen: (column: number) => void,
  ) {
    super(into, "dialog", closed);
    this.el.classList.add("menu");
    this.el.setAttribute("aria-label", "columns");
    this.#search.placeholder = "which column";
    this.#search.setAttribute("aria-label", "which column");
    this.#search.spellcheck = false;
    this.#search.addEventListener("input", () => this.#fill());
    this.el.append(this.#search, this.#list, this.#note);
    this.el.addEventListener("keydown", (event) => this.#walk(event));
  }

  begin(columns: readonly (Column | undefined)[], beside: DOMRect): void {
    this.#columns = columns;
    this.#search.value = "";
    this.#fill();
    this.show(beside, this.#search);
  }

  #fill(): void {
    const text = this.#search.value.toLowerCase();
    const found = [...this.#columns.entries()].filter(([, column]) => column && label(column).toLowerCase().includes(text));
    this.#list.replaceChildren(
      ...found.slice(0, MOST).map(([at, column]) => {
        const item = word("", () => {
          this.close();
          this.chosen(at);
        });
        item.append(node("span", "", label(column)), node("kbd", "", column?.type ?? ""));
        return item;
      }),
    );
    setText(this.#note, found.length > MOST ? `${found.length - MOST} more` : found.length ? "" : "no column of this name");
  }

  #walk(event: KeyboardEvent): void {
    const items = [...this.#list.querySelectorAll("button")];
    const at = items.findIndex((item) => item.matches(":focus"));
    if (event.key === "ArrowDown") (items[at + 1] ?? items[0])?.focus();
    else if (event.key === "ArrowUp") (items[at - 1] ?? this.#search).focus();
    else if (event.key === "Enter" && at < 0) items[0]?.click();
    else return;
    event.preventDefault();
  }
}
