/** What a reader can do to a view: move, select, leave; and, with the tools, everything else. Keys and pointer end here. */
import type { ColumnLayout } from "./columns";
import { leave } from "./dom";
import type { Footer } from "./footer";
import type { Header } from "./header";
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
/** So many keys are kept for tools that are on their way, so long. */
const MOST_KEYS = 40;
const PATIENCE = 5000;

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
  header: Header;
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
  /** What was pressed before there were tools, from the first key on that needs them. */
  #keys: KeyboardEvent[] = [];
  #gone = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: Parts) {
    this.#idle();
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
    const { key } = event;
    if (key === "Escape") {
      if (this.#escape(event)) event.preventDefault();
      return;
    }
    if (this.#keys.length && this.#later(event)) return;
    const { first, left } = this.seen();
    const [start, page] = [{ row: first, column: left }, Math.max(1, this.parts.sizing.visible - 1)];
    const place = { active: selection.active, start, rows: state.status.rows, columns: layout.count, page };
    const to = key === "Enter" && !selection.active ? start : walk(event, place);
    if (to) {
      // A page moves the view as far as the cursor, so that the cursor keeps its place on the screen.
      if (key.startsWith("Page")) view.scrollTo(view.space.offset + (key === "PageUp" ? -page : page) * view.space.row);
      if (to.row === HEADER || state.status.rows) this.select(to, event.shiftKey);
    } else if (this.#tools) {
      if (!this.#tools.pressed(event)) return;
    } else {
      this.#later(event);
      return;
    }
    event.preventDefault();
  }

  /** Keeps a key for tools that are on their way: what follows a key that needs them is meant for what it opens. */
  #later(event: KeyboardEvent): boolean {
    const { key, timeStamp } = event;
    const [first] = this.#keys;
    if (first && timeStamp - first.timeStamp > PATIENCE) this.#keys = [];
    else if ((key.length === 1 || first || key === "Enter") && key !== "Tab" && this.#keys.length < MOST_KEYS && !this.#tools) {
      this.#keys.push(event);
      this.prepare();
      event.preventDefault();
      return true;
    }
    return false;
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
        this.#tools.replay(this.#keys);
        this.#forget();
        this.parts.redraw();
      },
      (reason: unknown) => {
        this.#coming = false;
        if (this.#wanted || this.#keys.length) footer.flash(`this cannot be done now: ${(reason as Error).message}`);
        this.#forget();
        this.#idle(AGAIN);
      },
    );
  }

  #forget(): void {
    this.#wanted = null;
    this.#keys = [];
  }

  /** When nobody comes the tools are asked for all the same, once there is nothing else to do. */
  #idle(wait = IDLE): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.parts.state.channel.working ? this.#idle() : this.prepare()), wait);
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

  cellAt({ clientX: x, clientY: y }: { clientX: number; clientY: number }): Cell | null {
    const box = this.parts.body.getBoundingClientRect();
    const { space, left, gutter } = this.parts.view;
    const layout = this.parts.layout;
    const row = Math.floor((y - box.top + space.offset) / space.row);
    const inCells = Math.max(0, x - box.left - gutter) + left;
    const inside = x >= box.left && x < box.right && y >= box.top && y < box.bottom;
    return inside && row < space.rows && inCells <= layout.total && layout.count ? { row, column: layout.at(inCells) } : null;
  }

  /** First what is open or on its way, then what is selected, then the grid itself; false when the key goes on to the notebook. */
  #escape(event: KeyboardEvent): boolean {
    const { selection, host } = this.parts;
    const coming = this.#keys.length > 0;
    this.#forget();
    if (coming || this.#tools?.escape()) return true;
    if (!selection.clear()) {
      this.passing = event;
      leave(host);
      return false;
    }
    this.parts.redraw();
    return true;
  }
}
