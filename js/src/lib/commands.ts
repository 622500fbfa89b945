/** What a reader can do to a view: move, select, leave; and, with the tools, everything else. Keys and pointer end here. */
import type { ColumnLayout } from "./columns";
import { leave } from "./dom";
import type { Footer } from "./footer";
import { HEAD } from "./gridstyle";
import { HEADER, isHosts, walk } from "./keyboard";
import type { Place } from "./place";
import type { Cell, Rect, Selection } from "./selection";
import type { Sizing } from "./sizing";
import type { GridState } from "./state";
import type { Toolbar } from "./toolbar";
import { toolbox, type Tools } from "./toolbox";
import type { Viewport } from "./viewport";

/** The toolbar fills so long after the rows: what is wanted first are they. */
const IDLE = 400;
const AGAIN = 5000;

export interface Parts {
  host: HTMLElement;
  /** What is drawn in: all of the grid. */
  root: HTMLElement;
  state: GridState;
  view: Viewport;
  selection: Selection;
  toolbar: Toolbar;
  footer: Footer;
  place: Place;
  layout: ColumnLayout;
  sizing: Sizing;
  body: HTMLElement;
  /** Makes a column as wide as what is seen of it. */
  fit(column: number): void;
  redraw(): void;
}

export class Commands {
  /** A key press that may go on to the notebook though it is ours: the Esc that leaves. */
  passing: Event | null = null;
  #tools: Tools | null = null;
  #coming = false;
  #wanted: ((tools: Tools) => void) | null = null;
  #gone = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: Parts) {
    this.#later();
  }

  /** Rows and columns in sight. */
  seen(): Rect {
    const { space, left, cells } = this.parts.view;
    const [from, to] = this.parts.layout.range(left, cells);
    const end = Math.min(space.rows, Math.ceil((space.offset + space.view) / space.row));
    return { first: space.firstRow, end, left: from, right: to };
  }

  pressed(event: KeyboardEvent): void {
    const { selection, state, view, layout } = this.parts;
    if (isHosts(event)) return;
    if (event.key === "Escape") {
      if (this.#escape(event)) event.preventDefault();
      return;
    }
    const { first, left } = this.seen();
    const [start, page] = [{ row: first, column: left }, Math.max(1, this.parts.sizing.visible - 1)];
    const place = { active: selection.active, start, rows: state.status.rows, columns: layout.count, page };
    const to = event.key === "Enter" && !selection.active ? start : walk(event, place);
    if (to) {
      // A page moves the view as far as the cursor, so that the cursor keeps its place on the screen.
      if (event.key.startsWith("Page")) view.scrollTo(view.space.offset + (event.key === "PageUp" ? -page : page) * view.space.row);
      if (to.row === HEADER || state.status.rows) this.select(to, event.shiftKey);
    } else if (this.#tools) {
      if (!this.#tools.pressed(event)) return;
    } else {
      this.use((tools) => tools.pressed(event));
      // What selects all of the page, at the latest.
      if (!event.ctrlKey && !event.metaKey) return;
    }
    event.preventDefault();
  }

  /** Does something with the tools: at once if they are there, else the last that was wanted when they come. */
  use(act: (tools: Tools) => void): void {
    if (this.#tools) return act(this.#tools);
    this.#wanted = act;
    this.prepare();
  }

  /** Somebody has come to this grid, and may want its tools. */
  prepare(): void {
    const { state, footer } = this.parts;
    if (this.#coming || state.health === "gone") return;
    this.#coming = true;
    toolbox(state).then(
      (box) => {
        if (this.#gone) return;
        this.#tools = box.open(this.parts, this);
        this.#wanted?.(this.#tools);
        this.#wanted = null;
        this.parts.redraw();
      },
      (reason: unknown) => {
        this.#coming = false;
        if (this.#wanted) footer.flash(`this cannot be done now: ${(reason as Error).message}`);
        this.#wanted = null;
        this.#later(AGAIN);
      },
    );
  }

  /** When nobody comes the tools are asked for all the same, once there is nothing else to do. */
  #later(wait = IDLE): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.parts.state.channel.working ? this.#later() : this.prepare()), wait);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#gone = true;
    this.#tools?.dispose();
    this.#tools = null;
  }

  get tools(): Tools | null {
    return this.#tools;
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
    view.scrollTo(last * view.space.row);
    if (last >= 0) this.select({ row: last, column: selection.active?.column ?? this.seen().left }, false);
  }

  cellAt(x: number, y: number): Cell | null {
    const box = this.parts.body.getBoundingClientRect();
    const { space, left, gutter } = this.parts.view;
    const layout = this.parts.layout;
    const row = Math.floor((y - box.top + space.offset) / space.row);
    const inCells = Math.max(0, x - box.left - gutter) + left;
    if (y < box.top || row < 0 || row >= space.rows || layout.count === 0) return null;
    return inCells > layout.total ? null : { row, column: layout.at(inCells) };
  }

  /** Where a cell is on the screen, or the header of a column. */
  boxOf({ row, column }: Cell): DOMRect {
    const { view, layout, body } = this.parts;
    const box = body.getBoundingClientRect();
    const x = box.left + view.gutter + layout.start(column) - view.left;
    const { row: each, offset } = view.space;
    const [y, height] = row < 0 ? [box.top - HEAD, HEAD] : [box.top + row * each - offset, each];
    return new DOMRect(x, y, layout.width(column), height);
  }

  /** First what is open, then what is selected, then the grid itself; false when the key goes on to the notebook. */
  #escape(event: KeyboardEvent): boolean {
    const { selection, host } = this.parts;
    if (this.#tools?.escape()) return true;
    if (!selection.clear()) {
      this.passing = event;
      leave(host);
      return false;
    }
    this.parts.redraw();
    return true;
  }
}
