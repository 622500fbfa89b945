/** The line over the rows: what they are filtered by. What can be done, in words, comes with the tools. */
import { node, word } from "./dom";
import type { Arranged } from "./spec";

/** A filter by its place, or one of the two that are there once. */
export type ChipKey = number | "where" | "search";

export interface Chip {
  key: ChipKey;
  name: string;
  words: string;
  off: boolean;
  problem: string;
}

/** What the rows are filtered by, in the order of the toolbar. */
export function chipsOf({ spec, described }: Arranged): Chip[] {
  const found = (spec.filters ?? []).map(({ column, off }, at): Chip => {
    const { words = "…", problem } = described.filters?.[at] ?? {};
    return { key: at, name: column, words, off: off === true, problem: problem ?? "" };
  });
  const { where, search } = spec;
  if (where) found.push({ key: "where", name: "where", words: where, off: false, problem: described.where?.problem ?? "" });
  if (search) found.push({ key: "search", name: "search", words: search, off: false, problem: "" });
  return found;
}

export class Toolbar {
  readonly el = node("div", "bar");
  readonly chips = node("div", "chips");
  #drawn = "";

  /** @param clicked the chip that it is, and whether on its cross. */
  constructor(private readonly clicked: (key: ChipKey, chip: HTMLElement, remove: boolean) => void) {
    this.el.role = "toolbar";
    this.el.ariaLabel = "filters and tools";
    this.el.append(this.chips);
  }

  draw(view: Arranged, live: boolean): void {
    const found = chipsOf(view);
    const drawn = JSON.stringify([found, live]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const chips = this.chips.querySelectorAll(".chip");
    const had = [...chips].findIndex((chip) => chip.matches(":focus-within"));
    for (const old of chips) old.remove();
    this.chips.prepend(...found.map((chip) => this.#make(chip, live)));
    if (had >= 0) this.chips.querySelectorAll("button")[had * 2]?.focus();
  }

  #make({ key, name, words, off, problem }: Chip, live: boolean): HTMLElement {
    const text = word("", () => this.clicked(key, chip, false), problem || `${name} ${words}`);
    const cross = word("×", () => this.clicked(key, chip, true));
    const chip = node("div", `chip${off || problem ? " off" : ""}${problem ? " bad" : ""}`, text, cross);
    text.append(node("b", "", name), " ", node("span", "", words));
    if (problem) text.append(node("i", "", ` · ${problem}`));
    cross.ariaLabel = `remove ${name} ${words}`;
    text.disabled = cross.hidden = !live;
    return chip;
  }
}
