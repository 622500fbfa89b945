/** All keys, on one sheet. */
import { node, word } from "../lib/dom";
import { ACTIONS } from "./actions";
import { keyWords } from "./keywords";
import { Layer } from "./layer";

const WALKING: readonly [string[], string][] = [
  [["↑ ↓ ← →"], "walk; up from the first row is the header"],
  [["PageUp", "PageDown"], "a screen up, down"],
  [["Home", "End"], "the first, the last column"],
  [["Ctrl+↑ ↓", "Ctrl+Home", "Ctrl+End"], "the first, the last row; the corners"],
  [["Shift"], "with any of these: select"],
  [["Esc"], "close, select nothing, leave the grid"],
];

export class Help extends Layer {
  constructor(into: HTMLElement, closed: () => void) {
    super(into, "dialog", closed);
    this.el.classList.add("help");
    this.el.setAttribute("aria-label", "keys of the grid");
    const list = node("dl");
    list.tabIndex = 0;
    const line = (keys: readonly string[], words: string) => {
      list.append(node("dt", "", ...keys.map((key) => node("kbd", "", key))), node("dd", "", words));
    };
    for (const [keys, words] of WALKING) line(keys, words);
    for (const action of ACTIONS) if (action.keys) line(keyWords(action), action.words);
    this.el.append(node("header", "", node("b", "", "keys"), node("span"), word("close", () => this.close(), "Esc")), list);
  }

  begin(beside: DOMRect): void {
    this.show(beside, this.el.querySelector("dl") ?? this.el);
  }
}
