/**
 * What a condition can go on with: a list under its box that is made by the kernel, for the text before the cursor. Tab takes
 * the first or the one that the arrows are on, Enter only that one, Esc closes. The newest question counts.
 */
import type { Request } from "../lib/channel";
import { node, on } from "../lib/dom";
import type { GridState } from "../lib/state";
import { late, Layer, type Late } from "./layer";

export interface Item {
  /** What takes the place of `prefix`. */
  text: string;
  /** "column", "function", "keyword" or "value". */
  kind: string;
  /** The type of a column, how often a value is there. */
  about?: string;
}

interface Offer {
  items: Item[];
  /** The end of the text that an item takes the place of. */
  prefix: string;
  /** The column whose values may stand here, and whether they are written in quotes. */
  values?: { column: number; quoted: boolean; search: string } | null;
}

const MOST_VALUES = 20;
let lists = 0;

export class Completion {
  readonly #list: Late<Layer>;
  readonly #id = `pyrust-list-${++lists}`;
  #items: Item[] = [];
  #prefix = "";
  /** The item that the arrows are on. */
  #at = -1;
  #asked: Request | null = null;

  constructor(
    into: HTMLElement,
    private readonly input: HTMLInputElement,
    private readonly state: GridState,
  ) {
    this.#list = late(() => {
      // Keys are for the box.
      const list = new Layer(into, "listbox", () => undefined, ["pointerdown", "scroll", "resize"]);
      list.el.classList.add("menu", "offer");
      list.el.id = this.#id;
      list.el.ariaLabel = "what it can go on with";
      // The focus stays in the box.
      on(list.el, "pointerdown", (event) => event.preventDefault());
      return list;
    });
    input.role = "combobox";
    input.ariaAutoComplete = "list";
    input.ariaExpanded = "false";
    input.setAttribute("aria-controls", this.#id);
    on(input, "input", () => this.#ask());
    on(input, "keydown", (event) => this.#pressed(event));
    on(input, "blur", () => this.close());
  }

  close(): void {
    this.#asked?.drop();
    this.#asked = null;
    this.#list.made?.close(false);
    this.#mark(-1);
    this.input.ariaExpanded = "false";
  }

  /** @param wanted whether everything is to be offered, though nothing of it was typed. */
  #ask(wanted = false): void {
    this.#asked?.drop();
    const before = this.input.value.slice(0, this.input.selectionStart ?? 0);
    const asked = this.state.channel.request("complete", { text: before });
    this.#asked = asked;
    asked.reply.then(
      (reply) => {
        if (this.#asked !== asked) return;
        this.#asked = null;
        const offer = reply as unknown as Offer;
        const { items, prefix, values } = offer;
        const whole = items.length === 1 && items[0]?.text === prefix;
        this.#show(whole || (!prefix && !wanted) ? [] : items, prefix);
        if (values) this.#askValues(offer, values);
      },
      // Nobody has to be told that there is no help.
      () => this.#asked === asked && this.close(),
    );
  }

  /** They come later: all rows are read for them. */
  #askValues({ items, prefix }: Offer, { column, quoted, search }: NonNullable<Offer["values"]>): void {
    const asked = this.state.channel.request("values", { column, search, offset: 0, limit: MOST_VALUES, filtered: false });
    this.#asked = asked;
    asked.reply.then(
      (reply) => {
        if (this.#asked !== asked) return;
        this.#asked = null;
        const found = (reply.values as { text: string | null; count: number }[]).filter(({ text }) => text !== null);
        const values = found.map(({ text, count }): Item => ({ text: quoted ? `'${text?.replaceAll("'", "''")}'` : (text ?? ""), kind: "value", about: String(count) }));
        this.#show([...values, ...(prefix ? items : [])], prefix);
      },
      () => undefined,
    );
  }

  #show(items: Item[], prefix: string): void {
    this.#items = items;
    this.#prefix = prefix;
    if (!items.length) return void this.#hide();
    const list = this.#list.get();
    list.el.replaceChildren(
      ...items.map((item, at) => {
        const line = node("div", "word", node("span", item.kind, item.text), node("kbd", "", item.about ?? item.kind));
        line.role = "option";
        line.id = `${this.#id}-${at}`;
        on(line, "click", () => this.#take(item));
        return line;
      }),
    );
    this.#mark(-1);
    list.show(this.input.getBoundingClientRect(), null);
    this.input.ariaExpanded = "true";
  }

  #hide(): void {
    const asked = this.#asked;
    this.#asked = null;
    this.close();
    this.#asked = asked;
  }

  #mark(at: number): void {
    this.#at = at;
    [...(this.#list.made?.el.children ?? [])].forEach((line, place) => {
      line.ariaSelected = place === at ? "true" : null;
      if (place === at) line.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.#id}-${at}`);
  }

  #take({ text, kind }: Item): void {
    const { input } = this;
    const end = input.selectionStart ?? 0;
    const more = kind === "function" ? "(" : "";
    input.setRangeText(text + more, end - this.#prefix.length, end, "end");
    this.close();
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  #pressed(event: KeyboardEvent): void {
    const { key } = event;
    const open = this.#list.made?.open;
    const count = this.#items.length;
    const chosen = this.#items[key === "Tab" ? Math.max(0, this.#at) : this.#at];
    if (open && key === "ArrowDown") this.#mark((this.#at + 1) % count);
    else if (open && key === "ArrowUp") this.#mark(this.#at < 0 ? count - 1 : (this.#at - 1 + count) % count);
    else if (key === "ArrowDown" || (key === " " && event.ctrlKey)) this.#ask(true);
    else if (open && chosen && (key === "Enter" || key === "Tab") && !event.shiftKey) this.#take(chosen);
    else if (open && key === "Escape") this.close();
    else return;
    event.preventDefault();
    // Not for the box, which Esc closes and Enter takes.
    event.stopPropagation();
  }
}
