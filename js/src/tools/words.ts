/** The words of the toolbar: what the table of actions puts there. */
import { node, show, word } from "../lib/dom";
import type { Toolbar } from "../lib/toolbar";
import { ACTIONS, type Action, type Now } from "./actions";
import { keyWords } from "./keywords";

export class Words {
  readonly el = node("div", "words");
  readonly #words = new Map<Action, HTMLButtonElement>();

  constructor(
    private readonly toolbar: Toolbar,
    run: (action: Action) => void,
  ) {
    for (const action of ACTIONS) {
      if (!action.bar) continue;
      const made = word(action.bar, () => run(action), [action.words, ...keyWords(action).slice(0, 1)].join(" · "));
      if (action.keys) made.setAttribute("aria-keyshortcuts", action.keys.join(" ").replaceAll("Ctrl", "Control"));
      this.#words.set(action, made);
      (action.id === "add" ? toolbar.chips : this.el).append(made);
    }
    toolbar.el.append(this.el);
    toolbar.el.addEventListener("keydown", this.#walk);
    toolbar.el.addEventListener("focusin", this.#stop);
  }

  /** The word of an action, for what opens under it; the toolbar where it has none now. */
  box(id: string): DOMRect {
    const found = [...this.#words].find(([action, made]) => action.id === id && !made.hidden)?.[1];
    return (found ?? this.toolbar.el).getBoundingClientRect();
  }

  draw(now: Now): void {
    for (const [action, made] of this.#words) show(made, action.when?.(now) ?? true);
    this.#stop();
  }

  dispose(): void {
    for (const made of this.#words.values()) made.remove();
    this.el.remove();
    this.toolbar.el.removeEventListener("keydown", this.#walk);
    this.toolbar.el.removeEventListener("focusin", this.#stop);
  }

  #stops(): HTMLButtonElement[] {
    return [...this.toolbar.el.querySelectorAll<HTMLButtonElement>(".chips button,.words button")].filter((each) => !each.hidden && !each.disabled);
  }

  /** One stop for Tab, from there with the arrows. */
  readonly #stop = () => {
    const stops = this.#stops();
    const at = Math.max(0, stops.findIndex((each) => each.matches(":focus")));
    stops.forEach((each, index) => (each.tabIndex = index === at ? 0 : -1));
  };

  readonly #walk = (event: KeyboardEvent) => {
    const stops = this.#stops();
    const at = stops.indexOf(event.target as HTMLButtonElement);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    stops.at(to % stops.length)?.focus();
  };
}
