/** The editor of one filter, as the kind of its column has it. Enter applies, Esc closes; what is refused is said in it. */
import { node, setText, show, word } from "../lib/dom";
import { label, type Column, type Trouble } from "../lib/model";
import { PARTS, type Filter } from "../lib/spec";
import type { GridState } from "../lib/state";
import { choices, missing, PART_VALUES, years, type Choice } from "./choices";
import { field, tick } from "./fields";
import { Layer } from "./layer";
import { Values } from "./values";

export interface FilterActs {
  apply(filter: Filter): Promise<Trouble | null>;
  remove(): void;
}

export class FilterLayer extends Layer {
  readonly #head = node("header");
  readonly #tests = node("div", "tests");
  readonly #fields = node("div", "fields");
  readonly #low = field("from");
  readonly #high = field("to");
  readonly #text = field("text");
  readonly #case = tick("match case");
  readonly #not = tick("not");
  readonly #part = node("select");
  readonly #days = node("div", "days");
  readonly #years = field("years", "1994, 1996-1998");
  readonly #values: Values;
  readonly #wrong = node("div", "wrong");
  readonly #remove = word("remove", () => this.#removed());
  readonly #switch = word("switch off", () => void this.#apply(true));
  #filter: Filter = { column: "", test: "null" };
  #column = 0;
  #kept: Filter | null = null;
  #acts: FilterActs | null = null;
  readonly #chosen = new Set<string>();

  constructor(into: HTMLElement, state: GridState, closed: () => void) {
    super(into, "dialog", closed);
    this.el.classList.add("filter");
    this.#values = new Values(state, () => this.#say(null));
    this.#tests.setAttribute("role", "radiogroup");
    this.#tests.setAttribute("aria-label", "kind of filter");
    this.#part.setAttribute("aria-label", "part");
    this.#part.append(...PARTS.map((part) => node("option", "", part)));
    this.#part.addEventListener("change", () => this.#parts([]));
    this.#wrong.setAttribute("role", "alert");
    const acts = node("footer", "", this.#not.el, node("span"), this.#remove, this.#switch, word("apply", () => void this.#apply(), "Enter"));
    this.el.append(this.#head, this.#tests, this.#fields, this.#wrong, acts);
    this.el.addEventListener("input", () => this.#say(null));
    this.el.addEventListener("keydown", (event) => {
      const { target, key } = event;
      // On a word Enter is its click; on everything else it applies.
      if (key === "Enter" && !(target instanceof HTMLButtonElement)) {
        event.preventDefault();
        void this.#apply();
      }
      if (this.#tests.contains(target as Node)) this.#walk(event);
    });
  }

  /** @param kept the filter that is there already, if it is one. */
  edit(column: Column, at: number, kept: Filter | null, beside: DOMRect, acts: FilterActs): void {
    this.#column = at;
    this.#kept = kept;
    this.#acts = acts;
    const found = choices(column.kind);
    const choice = found.find(({ test }) => test === kept?.test) ?? found[0];
    this.#filter = kept ?? { column: column.name, test: choice?.test ?? "null" };
    const { low, high, text, values } = this.#filter;
    this.#head.replaceChildren(node("b", "", label(column)), node("span", "", column.type), word("close", () => this.close(), "Esc"));
    this.el.setAttribute("aria-label", `filter ${label(column)}`);
    this.#tests.replaceChildren(...found.map((each) => this.#test(each)));
    this.#low.input.value = low ?? "";
    this.#high.input.value = high ?? "";
    this.#low.input.placeholder = this.#high.input.placeholder = column.kind === "temporal" ? "1994-01-31" : "";
    this.#text.input.value = text ?? "";
    this.#case.input.checked = this.#filter.case === true;
    this.#not.input.checked = this.#filter.negated === true;
    this.#part.value = this.#filter.part ?? "year";
    this.#parts((values ?? []).filter((value) => value !== null));
    show(this.#remove, kept !== null);
    show(this.#switch, kept !== null);
    setText(this.#switch, kept?.off ? "switch on" : "switch off");
    this.#say(null);
    // Shown before it is measured, and with all that it will have.
    if (choice) this.#choose(choice, false);
    this.show(beside);
    this.#first()?.focus({ preventScroll: true });
  }

  override close(back = true): void {
    this.#values.close();
    super.close(back);
  }

  #test(choice: Choice): HTMLElement {
    const made = word(choice.words, () => this.#choose(choice, true));
    made.setAttribute("role", "radio");
    made.dataset.test = choice.test;
    return made;
  }

  #choose({ test, fields }: Choice, focus: boolean): void {
    this.#filter = { ...this.#filter, test };
    for (const each of this.#tests.querySelectorAll("button")) {
      const chosen = each.dataset.test === test;
      each.setAttribute("aria-checked", String(chosen));
      each.tabIndex = chosen ? 0 : -1;
    }
    this.#values.close();
    const parts = {
      range: [this.#low.el, this.#high.el],
      text: [this.#text.el, this.#case.el],
      values: [this.#values.el],
      part: [this.#part, this.#days, this.#years.el],
      none: [],
    }[fields];
    this.#fields.replaceChildren(...parts);
    this.#fields.className = `fields ${fields}`;
    if (fields === "values") this.#values.open(this.#column, this.#kept?.test === "in" ? (this.#kept.values ?? []) : []);
    this.#say(null);
    if (focus) this.#first()?.focus({ preventScroll: true });
  }

  /** What one wants to type into first. */
  #first(): HTMLElement | null {
    return this.#fields.querySelector<HTMLElement>("input,select") ?? this.#tests.querySelector('[aria-checked="true"]');
  }

  #parts(chosen: readonly string[]): void {
    const part = this.#part.value as (typeof PARTS)[number];
    this.#chosen.clear();
    for (const value of chosen) this.#chosen.add(value);
    show(this.#years.el, part === "year");
    this.#years.input.value = part === "year" ? chosen.join(", ") : "";
    this.#days.replaceChildren(
      ...PART_VALUES[part].map(([value, words]) => {
        const { el, input } = tick(words);
        input.checked = this.#chosen.has(value);
        input.addEventListener("change", () => (input.checked ? this.#chosen.add(value) : this.#chosen.delete(value)));
        return el;
      }),
    );
  }

  #made(): Filter | string {
    const { column, test } = this.#filter;
    const filter: Filter = { column, test, negated: this.#not.input.checked, off: this.#kept?.off ?? false };
    const typed = (input: HTMLInputElement) => input.value.trim() || null;
    if (test === "between") Object.assign(filter, { low: typed(this.#low.input), high: typed(this.#high.input) });
    else if (test === "in") filter.values = [...this.#values.chosen];
    else if (test === "part") {
      filter.part = this.#part.value as (typeof PARTS)[number];
      const found = filter.part === "year" ? years(this.#years.input.value) : [...this.#chosen];
      if (!found) return "years are numbers: 1994, 1996-1998";
      filter.values = found;
    } else if (this.#fields.contains(this.#text.el)) Object.assign(filter, { text: this.#text.input.value, case: this.#case.input.checked });
    return missing(filter) ?? filter;
  }

  async #apply(turn = false): Promise<void> {
    const made = turn && this.#kept ? { ...this.#kept, off: !this.#kept.off } : this.#made();
    if (typeof made === "string") return this.#say({ message: made });
    const trouble = await this.#acts?.apply(made);
    if (trouble) this.#say(trouble);
    else this.close();
  }

  #removed(): void {
    this.close();
    this.#acts?.remove();
  }

  #say(trouble: Trouble | null): void {
    show(this.#wrong, trouble !== null);
    setText(this.#wrong, trouble ? [trouble.message, trouble.hint].filter(Boolean).join("\n") : "");
  }

  #walk(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const tests = [...this.#tests.querySelectorAll("button")];
    const next = tests[(tests.indexOf(event.target as HTMLButtonElement) + step + tests.length) % tests.length];
    event.preventDefault();
    next?.click();
    next?.focus();
  }
}
