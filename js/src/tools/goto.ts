/** The box for a row's number, in the footer in place of its word. */
import type { Commands, Parts } from "../lib/commands";
import { node } from "../lib/dom";
import { isOpen } from "../lib/model";

export class GoTo {
  readonly #input = node("input");

  constructor(
    private readonly parts: Parts,
    private readonly commands: Commands,
    /** The word that opens the box, which takes its place. */
    private readonly go: HTMLElement,
  ) {
    this.#input.placeholder = "row";
    this.#input.setAttribute("aria-label", "go to row");
    this.#input.spellcheck = false;
    this.#input.addEventListener("keydown", (event) => this.#typed(event));
    this.#input.addEventListener("blur", () => this.#close());
  }

  open(): void {
    if (this.parts.state.status.rows === 0) return;
    this.#input.value = "";
    this.go.hidden = true;
    this.go.after(this.#input);
    this.#input.focus();
  }

  #typed(event: KeyboardEvent): void {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    const { state, footer, view } = this.parts;
    const { rows, exact } = state.status;
    const row = event.key === "Enter" ? parseRow(this.#input.value, rows, exact || !isOpen(state.status)) : null;
    if (event.key === "Enter" && row === null && this.#input.value.trim()) {
      this.#input.select();
      footer.flash("a row is a number: 25000, 50%, or -1 for the last");
      return;
    }
    view.focus();
    if (row === null) return;
    this.parts.place.seek(row, (reached) => this.#arrive(reached));
    this.parts.redraw();
  }

  /** At the row that was to be gone to, or at the last if there are not that many. */
  #arrive(row: number): void {
    const { state, view, footer, selection } = this.parts;
    const last = Math.min(row, state.status.rows - 1);
    if (last < row) footer.flash(last < 0 ? "there are no rows" : `row ${last} is the last`);
    view.scrollTo(last * view.space.row);
    if (last >= 0) this.commands.select({ row: last, column: selection.active?.column ?? this.commands.seen().left }, false);
  }

  #close(): void {
    this.#input.remove();
    this.go.hidden = false;
  }
}

/**
 * The row a person means: `212 000`, `212,000`, `50%`, or `-1` for the last; null when it is none of these.
 *
 * @param all whether `rows` is all there are; else a row may be meant that is not there yet.
 */
export function parseRow(text: string, rows: number, all = true): number | null {
  const plain = text.replace(/[\s,_'\u2009\u202f]/g, "");
  const share = /^(\d+(?:\.\d+)?)%$/.exec(plain);
  if (!share && !/^-?\d+$/.test(plain)) return null;
  const row = share ? Math.floor((Number(share[1]) / 100) * rows) : Number(plain);
  return Math.min(all ? Math.max(0, rows - 1) : Number.MAX_SAFE_INTEGER, Math.max(0, row < 0 ? rows + row : row));
}
