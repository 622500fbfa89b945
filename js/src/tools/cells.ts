/** What is done with the cells at the cursor: open one, copy them, name one in a menu. */
import { RequestError } from "../lib/channel";
import type { Parts } from "../lib/commands";
import { label } from "../lib/model";
import { CellKind } from "../lib/page";
import type { Action } from "./actions";
import { CellLayer } from "./cell";
import { copy } from "./clipboard";
import { boxOf, columnOf } from "./now";

const MOST_COPIED = 100_000;
/** Characters of a value in a menu. */
const MOST_SAID = 24;

export class Cells {
  readonly layer: CellLayer;
  #opened = { x: 0, y: 0 };

  constructor(
    private readonly parts: Parts,
    closed: () => void,
  ) {
    this.layer = new CellLayer(parts.root, closed);
  }

  open(): void {
    const { state, view, selection } = this.parts;
    const [cell, column] = [selection.active, columnOf(this.parts)];
    if (!cell || !column) return;
    this.#opened = { x: view.left, y: view.space.offset };
    const text = state.cache.find(cell.row, cell.column)?.value(cell.row, cell.column) ?? "";
    const whole = state.ask("cell", { row: cell.row, column: cell.column }).then((reply) => ({
      text: String(reply.text),
      kind: Number(reply.kind),
      cut: reply.cut != null,
    }));
    void this.layer.fill({ name: label(column), type: column.type, row: cell.row, text }, boxOf(this.parts, cell), whole);
  }

  /** The rows were scrolled: a cell that is open is not where it was. */
  moved(): void {
    const { view } = this.parts;
    if (Math.abs(view.left - this.#opened.x) > 1 || view.space.offset !== this.#opened.y) this.layer.close();
  }

  copy(): void {
    const { selection, footer, state } = this.parts;
    const { rect, count } = selection;
    if (!rect) return;
    if (count > MOST_COPIED) {
      footer.flash("at most 100 000 cells can be copied at once");
      return;
    }
    const reply = state.ask("copy", { first: rect.first, count: rect.end - rect.first, columns: [rect.left, rect.right] });
    copy(reply.then(({ text }) => String(text))).then(
      () => footer.flash(count === 1 ? "copied" : `copied ${count} cells`),
      (reason: unknown) => state.fail(reason instanceof RequestError ? reason.trouble : { message: String(reason), retry: false }),
    );
  }

  /** An action in the words of a menu, with the value that it is about. */
  said({ id, words }: Action): string {
    const { selection, state } = this.parts;
    const { active } = selection;
    const page = active && state.cache.find(active.row, active.column);
    if (!page || (id !== "keep" && id !== "exclude")) return words;
    const { row, column } = active;
    const text = page.kind(row, column) === CellKind.Null ? "null" : page.value(row, column) || '""';
    return `${id === "keep" ? "keep only" : "exclude"} ${text.length > MOST_SAID ? `${text.slice(0, MOST_SAID - 1)}…` : text}`;
  }
}
