/** The values of a column, most frequent first, to choose some of: searched, counted and paged by the kernel. */
import { RequestError, SUPERSEDED, type Request } from "../lib/channel";
import { node, setText } from "../lib/dom";
import { plural, setLine, setNumber } from "../lib/format";
import type { GridState } from "../lib/state";

const PAGE = 100;
const TYPED = 200;

interface Value {
  text: string | null;
  count: number;
}

export class Values {
  readonly el = node("div", "values");
  readonly chosen = new Set<string | null>();
  readonly search = node("input");
  readonly #list = node("div", "list");
  readonly #note = node("div", "m");
  #column = 0;
  #asked: Request | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown = 0;
  #distinct = 0;

  /** @param changed is told when one is chosen or no longer. */
  constructor(
    private readonly state: GridState,
    private readonly changed: () => void,
  ) {
    this.search.placeholder = "search the values";
    this.search.setAttribute("aria-label", "search the values");
    this.search.spellcheck = false;
    this.#list.setAttribute("role", "group");
    this.#list.setAttribute("aria-label", "values");
    this.#note.setAttribute("role", "status");
    this.el.append(this.search, this.#list, this.#note);
    this.search.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(0), TYPED);
    });
    this.#list.addEventListener("scroll", () => {
      const { scrollTop, scrollHeight, clientHeight } = this.#list;
      if (scrollTop + clientHeight > scrollHeight - 60 && this.#shown < this.#distinct && !this.#asked) this.#ask(this.#shown);
    });
  }

  open(column: number, chosen: readonly (string | null)[]): void {
    this.#column = column;
    this.search.value = "";
    this.chosen.clear();
    for (const text of chosen) this.chosen.add(text);
    this.#list.replaceChildren();
    this.#ask(0);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#asked?.drop();
    this.#asked = null;
  }

  #ask(offset: number): void {
    this.#asked?.drop();
    const asked = this.state.channel.request("values", { column: this.#column, search: this.search.value, offset, limit: PAGE });
    this.#asked = asked;
    if (!offset) setText(this.#note, "…");
    asked.reply.then(
      (reply) => {
        if (this.#asked !== asked) return;
        this.#asked = null;
        this.#distinct = Number(reply.distinct);
        this.#add(offset, reply.values as Value[]);
      },
      (reason: unknown) => {
        if (this.#asked !== asked || (reason instanceof RequestError && reason.trouble.type === SUPERSEDED)) return;
        this.#asked = null;
        setText(this.#note, (reason as Error).message);
      },
    );
  }

  #add(offset: number, values: readonly Value[]): void {
    if (!offset) this.#list.replaceChildren();
    // What is chosen stays in sight, though it is not among the first.
    const others = [...this.chosen].filter((text) => !values.some((value) => value.text === text));
    if (!offset && !this.search.value) for (const text of others) this.#list.append(this.#line(text, null));
    for (const { text, count } of values) {
      if (offset || this.search.value || !others.includes(text)) this.#list.append(this.#line(text, count));
    }
    this.#shown = offset + values.length;
    if (!values.length) this.#shown = this.#distinct;
    setLine(this.#note, this.#distinct ? plural(this.#distinct, "value") : "no value has this in it");
  }

  #line(text: string | null, count: number | null): HTMLElement {
    const box = node("input");
    box.type = "checkbox";
    box.checked = this.chosen.has(text);
    const kind = text === null ? "null" : text === "" ? "empty" : "";
    const number = node("span", "m");
    if (count !== null) setNumber(number, String(count));
    box.addEventListener("change", () => {
      if (box.checked) this.chosen.add(text);
      else this.chosen.delete(text);
      this.changed();
    });
    const words = node("span", kind, text === null ? "null" : text === "" ? '""' : text);
    words.title = text ?? "";
    return node("label", "", box, words, number);
  }
}
