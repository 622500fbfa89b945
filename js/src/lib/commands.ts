/** What a reader can do to a view: move, select, open, copy, go. Keys and pointer both end here. */
import { RequestError } from "./channel";
import { copy } from "./clipboard";
import type { ColumnLayout } from "./columns";
import { leave } from "./dom";
import type { Footer } from "./footer";
import { meaning } from "./keyboard";
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
  layout(): ColumnLayout;
  body(): HTMLElement;
  /** Rows of a page. */
  page(): number;
  redraw(): void;
}

export class Commands {
  /** The one key press that may go on to the notebook: the Esc that leaves. */
  passing: Event | null = null;

  constructor(private readonly parts: Parts) {}

  /** Rows and columns in sight. */
  seen(): Rect {
    const { space, left, cells } = this.parts.view;
    const [from, to] = this.parts.layout().range(left, cells);
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
      columns: this.parts.layout().count,
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
    else if (found.act === "go") this.parts.footer.ask();
    else if (selection.active) this.open(selection.active);
    event.preventDefault();
  }

  select(cell: Cell, extend: boolean): void {
    const layout = this.parts.layout();
    this.parts.selection.set(cell, extend);
    this.parts.view.reveal(cell.row, layout.start(cell.column), layout.start(cell.column + 1));
    this.parts.redraw();
  }

  goTo(row: number): void {
    this.parts.view.scrollTo(row * ROW);
    this.select({ row, column: this.parts.selection.active?.column ?? this.seen().left }, false);
  }

  cellAt(x: number, y: number): Cell | null {
    const box = this.parts.body().getBoundingClientRect();
    const { space, left, gutter } = this.parts.view;
    const layout = this.parts.layout();
    const row = Math.floor((y - box.top + space.offset) / ROW);
    const inCells = Math.max(0, x - box.left - gutter) + left;
    if (y < box.top || row < 0 || row >= space.rows || layout.count === 0) return null;
    return inCells > layout.total ? null : { row, column: layout.at(inCells) };
  }

  open(cell: Cell): void {
    const { state, view, popover } = this.parts;
    const layout = this.parts.layout();
    const column = layout.columns[cell.column];
    if (!column) return;
    const box = this.parts.body().getBoundingClientRect();
    const x = box.left + view.gutter + layout.start(cell.column) - view.left;
    const beside = new DOMRect(x, box.top + cell.row * ROW - view.space.offset, layout.width(cell.column), ROW);
    const text = state.cache.find(cell.row, cell.column)?.value(cell.row, cell.column) ?? "";
    const whole = state.ask("cell", { row: cell.row, column: cell.column }).then((reply) => ({
      text: String(reply.text),
      kind: Number(reply.kind),
      cut: reply.cut === true,
    }));
    void popover.show({ name: column.name, type: column.type, row: cell.row, text }, beside, whole);
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
