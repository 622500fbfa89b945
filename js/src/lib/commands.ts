/** What a reader can do to a view: move, select, open, copy, go. Keys and pointer both end here. */
import { RequestError } from "./channel";
import { copy } from "./clipboard";
import type { ColumnLayout } from "./columns";
import { leave } from "./dom";
import type { Footer } from "./footer";
import { meaning } from "./keyboard";
import { label } from "./model";
import type { Place } from "./place";
import type { Popover } from "./popover";
import { ROW } from "./scroll";
import type { Cell, Rect, Selection } from "./selection";
import type { GridState } from "./state";
import type { Viewport } from "./viewport";

const MOST_COPIED = 100_000;

export interface Parts {
  host: HTMLElement;
  state: GridState;
  view: Viewport;
  selection: Selection;
  footer: Footer;
  popover: Popover;
  place: Place;
  layout: ColumnLayout;
  body: HTMLElement;
  /** Rows of a page. */
  page(): number;
  redraw(): void;
}

export class Commands {
  /** A key press that may go on to the notebook though it is ours: the Esc that leaves. */
  passing: Event | null = null;
  #opened = new DOMPoint();

  constructor(private readonly parts: Parts) {}

  /** Rows and columns in sight. */
  seen(): Rect {
    const { space, left, cells } = this.parts.view;
    const [from, to] = this.parts.layout.range(left, cells);
    const end = Math.min(space.rows, Math.ceil((space.offset + space.view) / ROW));
    return { first: space.firstRow, end, left: from, right: to };
  }

  pressed(event: KeyboardEvent): void {
    const { selection, state, view } = this.parts;
    const { first, left } = this.seen();
    const page = this.parts.page();
    const found = meaning(event, {
      active: selection.active,
      start: { row: first, column: left },
      rows: state.status.rows,
      columns: this.parts.layout.count,
      page,
    });
    if (!found) return;
    if ("to" in found) {
      // A page moves the view as far as the cursor, so that the cursor keeps its place on the screen.
      if (event.key.startsWith("Page")) view.scrollTo(view.space.offset + (event.key === "PageUp" ? -page : page) * ROW);
      if (state.status.rows) this.select(found.to, found.extend);
    } else if (found.act === "escape") {
      if (!this.#escape(event)) return;
    } else if (found.act === "copy") this.copy();
    else if (found.act === "all") this.#all();
    else if (found.act === "go") this.parts.footer.ask();
    else if (selection.active) this.open(selection.active);
    event.preventDefault();
  }

  select(cell: Cell, extend: boolean): void {
    const layout = this.parts.layout;
    this.parts.selection.set(cell, extend);
    this.parts.view.reveal(cell.row, layout.start(cell.column), layout.start(cell.column + 1));
    this.parts.redraw();
  }

  /** To a row; where it is not there yet, on the way to it. */
  goTo(row: number): void {
    this.parts.place.seek(row, true);
    this.parts.redraw();
  }

  /** At the row that was to be gone to, or at the last if there are not that many. */
  arrive(row: number): void {
    const { state, view, footer, selection } = this.parts;
    const last = Math.min(row, state.status.rows - 1);
    if (last < row) footer.flash(last < 0 ? "there are no rows" : `row ${last} is the last`);
    view.scrollTo(last * ROW);
    if (last >= 0) this.select({ row: last, column: selection.active?.column ?? this.seen().left }, false);
  }

  #all(): void {
    const { rows } = this.parts.state.status;
    const columns = this.parts.layout.count;
    if (rows && columns) this.parts.selection.all(rows, columns);
    this.parts.redraw();
  }

  cellAt(x: number, y: number): Cell | null {
    const box = this.parts.body.getBoundingClientRect();
    const { space, left, gutter } = this.parts.view;
    const layout = this.parts.layout;
    const row = Math.floor((y - box.top + space.offset) / ROW);
    const inCells = Math.max(0, x - box.left - gutter) + left;
    if (y < box.top || row < 0 || row >= space.rows || layout.count === 0) return null;
    return inCells > layout.total ? null : { row, column: layout.at(inCells) };
  }

  open(cell: Cell): void {
    const { state, view, popover } = this.parts;
    const layout = this.parts.layout;
    const column = layout.columns[cell.column];
    if (!column) return;
    this.#opened = new DOMPoint(view.left, view.space.offset);
    const box = this.parts.body.getBoundingClientRect();
    const x = box.left + view.gutter + layout.start(cell.column) - view.left;
    const beside = new DOMRect(x, box.top + cell.row * ROW - view.space.offset, layout.width(cell.column), ROW);
    const text = state.cache.find(cell.row, cell.column)?.value(cell.row, cell.column) ?? "";
    const whole = state.ask("cell", { row: cell.row, column: cell.column }).then((reply) => ({
      text: String(reply.text),
      kind: Number(reply.kind),
      cut: reply.cut != null,
    }));
    void popover.show({ name: label(column), type: column.type, row: cell.row, text }, beside, whole);
  }

  /** The rows were scrolled: a cell that is open is not where it was. */
  moved(): void {
    const { view, popover } = this.parts;
    if (Math.abs(view.left - this.#opened.x) > 1 || view.space.offset !== this.#opened.y) popover.close();
  }

  copy(): void {
    const { selection, footer, state } = this.parts;
    const { rect, count } = selection;
    if (!rect) return;
    if (count > MOST_COPIED) {
      footer.flash("at most 100 000 cells can be copied at once");
      return;
    }
    const reply = state.ask("copy", {
      first: rect.first,
      count: rect.end - rect.first,
      columns: [rect.left, rect.right],
    });
    copy(reply.then(({ text }) => String(text))).then(
      () => footer.flash(count === 1 ? "copied" : `copied ${count} cells`),
      (reason: unknown) =>
        state.fail(reason instanceof RequestError ? reason.trouble : { message: String(reason), retry: false }),
    );
  }

  /** First what is open, then what is selected, then the grid itself; false when the key goes on to the notebook. */
  #escape(event: KeyboardEvent): boolean {
    const { popover, selection, host } = this.parts;
    if (popover.open) popover.close();
    else if (!selection.clear()) {
      this.passing = event;
      leave(host);
      return false;
    }
    this.parts.redraw();
    return true;
  }
}
