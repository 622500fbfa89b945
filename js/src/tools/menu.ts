/** A menu of what can be done with the cell or the column at the cursor, made of the table of actions. */
import { node, word } from "../lib/dom";
import type { Action } from "./actions";
import { Layer } from "./layer";
import { keyWords } from "./keywords";

export class Menu extends Layer {
  constructor(
    into: HTMLElement,
    closed: () => void,
    private readonly run: (action: Action) => void,
  ) {
    super(into, "menu", closed);
    this.el.classList.add("menu");
    this.el.addEventListener("keydown", (event) => this.#walk(event));
    // The key that opened this asks for the browser's menu, too.
    this.el.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /** @param parts actions that belong together, with the words they have here. */
  fill(label: string, parts: readonly [Action, string][][], beside: DOMRect): void {
    this.el.setAttribute("aria-label", label);
    this.el.replaceChildren();
    for (const part of parts) {
      if (this.el.childElementCount && part.length) this.el.append(node("hr"));
      for (const [action, words] of part) {
        const item = word("", () => {
          this.close();
          this.run(action);
        });
        item.append(node("span", "", words), node("kbd", "", keyWords(action)[0] ?? ""));
        item.setAttribute("role", "menuitem");
        item.tabIndex = -1;
        this.el.append(item);
      }
    }
    this.show(beside, this.#items()[0]);
  }

  #items(): HTMLButtonElement[] {
    return [...this.el.querySelectorAll("button")];
  }

  #walk(event: KeyboardEvent): void {
    const items = this.#items();
    const at = items.findIndex((item) => item.matches(":focus"));
    const last = items.length - 1;
    const to = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (event.key === "Tab") this.close();
    else if (to === undefined) return;
    else items[to]?.focus();
    event.preventDefault();
  }
}
