/** Draws the rows in sight. Row and cell nodes are reused, so scrolling changes text and places, never the tree's size. */
import type { PageCache } from "./cache";
import { aligned, type ColumnLayout } from "./columns";
import { node } from "./dom";
import { setNumber } from "./format";
import type { Column } from "./model";
import { CellKind, type Page } from "./page";
import type { Selection } from "./selection";

export interface Frame {
  first: number;
  end: number;
  left: number;
  right: number;
  offset: number;
  /** Whether a missing cell is shown as a soft bar yet. */
  bars: boolean;
}

interface CellSlot {
  el: HTMLElement;
  column: number;
  version: number;
  padding: string;
}

interface RowSlot {
  el: HTMLElement;
  number: HTMLElement;
  holder: HTMLElement;
  cells: CellSlot[];
  row: number;
  key: string;
  complete: boolean;
  y: number;
}

const FRACTION = /\.(\d+)$/;

export class Body {
  readonly el = node("div", "body");
  #slots: RowSlot[] = [];
  readonly #fractions: number[] = [];
  #epoch = 0;
  #marked = false;
  #run = -1;
  /** The first row that was drawn last. */
  #first = 0;

  constructor(
    private readonly cache: PageCache,
    private readonly layout: ColumnLayout,
    private readonly selection: Selection,
    private readonly activeId: string,
    /** Of a row. */
    private readonly height: number,
  ) {
    this.el.role = "rowgroup";
  }

  /** Rows that came after this was drawn fill only what was missing. */
  draw(frame: Frame): void {
    const count = Math.max(0, frame.end - frame.first);
    while (this.#slots.length < count) this.#slots.push(this.#makeRow());
    const ring = this.#slots.length;
    for (let at = count; at < ring; at += 1) this.#park(this.#slots[(frame.first + at) % ring]);
    let whole = true;
    // Aligning decimals can widen a column while it is drawn: then once more, so that all rows agree.
    for (let pass = 0, epoch = -1; pass < 2 && epoch !== this.#epoch; pass += 1) {
      epoch = this.#epoch;
      whole = true;
      for (let row = frame.first; row < frame.end; row += 1) {
        const slot = this.#slots[row % ring];
        if (slot) whole = this.#place(slot, row, frame) && whole;
      }
    }
    this.#arrange(frame);
    this.el.classList.toggle("dim", !whole && frame.bars);
    if (this.selection.active || this.#marked) this.#mark();
  }

  /** Rows that are arranged anew and have not begun to come: what is seen are still those that were. Whether there are any. */
  hold(coming: boolean, run: number): boolean {
    // Of another run they are never seen.
    const held = coming && this.#run === run && this.el.hasChildNodes();
    this.#run = run;
    if (held) this.el.classList.add("dim");
    return held;
  }

  #makeRow(): RowSlot {
    const number = node("div", "n");
    number.role = "rowheader";
    number.ariaColIndex = "1";
    const holder = node("div", "cells");
    holder.role = "presentation";
    const el = node("div", "row", number, holder);
    el.role = "row";
    return { el, number, holder, cells: [], row: -1, key: "", complete: false, y: NaN };
  }

  #park(slot: RowSlot | undefined): void {
    slot?.el.remove();
    if (slot) slot.row = -1;
  }

  /** The nodes in the order of their rows, for whoever reads them so: of a scroll only those are moved that came in sight. */
  #arrange({ first, end }: Frame): void {
    const down = first >= this.#first;
    this.#first = first;
    let beside: Element | null = null;
    for (let at = 0; at < end - first; at += 1) {
      const el = this.#slots[(down ? end - 1 - at : first + at) % this.#slots.length]?.el;
      if (!el) continue;
      if (!el.parentNode || (down ? el.nextElementSibling : el.previousElementSibling) !== beside) {
        if (down) this.el.insertBefore(el, beside);
        else if (beside) beside.after(el);
        else this.el.prepend(el);
      }
      beside = el;
    }
  }

  #place(slot: RowSlot, row: number, frame: Frame): boolean {
    const y = Math.round(row * this.height - frame.offset);
    if (slot.y !== y) slot.el.style.transform = `translateY(${y}px)`;
    slot.y = y;
    if (slot.row !== row) {
      setNumber(slot.number, String(row));
      // Row 1 is the header.
      slot.el.ariaRowIndex = String(row + 2);
    }
    const key = `${frame.left} ${frame.right} ${this.layout.version} ${this.#epoch} ${this.cache.epoch}`;
    if (slot.row !== row || slot.key !== key || !slot.complete) {
      slot.row = row;
      slot.key = key;
      slot.complete = this.#fillRow(slot, frame);
    }
    return slot.complete;
  }

  #fillRow(slot: RowSlot, frame: Frame): boolean {
    const count = frame.right - frame.left;
    while (slot.cells.length > count) slot.cells.pop()?.el.remove();
    while (slot.cells.length < count) {
      const el = node("div", "c");
      el.role = "gridcell";
      slot.holder.append(el);
      slot.cells.push({ el, column: -1, version: -1, padding: "" });
    }
    let complete = true;
    let page: Page | null = null;
    for (let at = 0; at < count; at += 1) {
      const cell = slot.cells[at];
      const column = frame.left + at;
      const info = this.layout.columns[column];
      if (!cell) continue;
      this.#placeCell(cell, column);
      if (!page?.has(slot.row, column)) page = this.cache.find(slot.row, column);
      if (page) this.#fill(cell, page, slot.row, column, info);
      else {
        complete = false;
        cell.el.className = `c${aligned(info)}${frame.bars ? " away" : ""}`;
        cell.el.textContent = "";
      }
    }
    return complete;
  }

  #placeCell(cell: CellSlot, column: number): void {
    if (cell.column === column && cell.version === this.layout.version) return;
    if (cell.column !== column) cell.el.ariaColIndex = String(column + 2);
    cell.column = column;
    cell.version = this.layout.version;
    cell.el.style.left = `${this.layout.start(column)}px`;
    cell.el.style.width = `${this.layout.width(column)}px`;
  }

  #fill(cell: CellSlot, page: Page, row: number, column: number, info: Column | undefined): void {
    const { el } = cell;
    const kind = page.kind(row, column);
    el.className = `c${aligned(info)}${KIND_CLASS[kind] ?? ""}`;
    let padding = "";
    if (kind === CellKind.Null) el.textContent = "null";
    else if (kind === CellKind.Empty) el.textContent = '""';
    else {
      let text = page.value(row, column);
      if (page.cut(row, column) && !text.endsWith("…")) text += "…";
      if (kind === CellKind.Number) setNumber(el, text);
      else el.textContent = text;
      if (kind === CellKind.Number && info?.type.startsWith("float")) padding = this.#pad(column, text);
    }
    if (cell.padding !== padding) {
      cell.padding = padding;
      el.style.paddingRight = padding;
    }
  }

  /** Space for the decimals this value has not, so that the points of a column stand under each other. */
  #pad(column: number, text: string): string {
    const digits = text.includes("e") ? undefined : FRACTION.exec(text)?.[1]?.length;
    if (digits === undefined) return "";
    const most = this.#fractions[column] ?? 0;
    if (digits > most) {
      this.#fractions[column] = digits;
      this.#epoch += 1;
    }
    return digits < most ? `calc(10px + ${most - digits}ch)` : "";
  }

  #mark(): void {
    const { active, rect } = this.selection;
    const several = this.selection.count > 1;
    this.#marked = active !== null;
    for (const slot of this.#slots) {
      if (slot.row < 0) continue;
      const inRow = rect !== null && slot.row >= rect.first && slot.row < rect.end;
      for (const { el, column } of slot.cells) {
        const picked = inRow && column >= rect.left && column < rect.right;
        const isActive = picked && active !== null && active.row === slot.row && active.column === column;
        el.classList.toggle("picked", picked && several);
        el.classList.toggle("active", isActive);
        el.ariaSelected = picked ? "true" : null;
        if (isActive) el.id = this.activeId;
        else if (el.id) el.id = "";
      }
    }
  }
}

const KIND_CLASS: Record<number, string> = {
  [CellKind.Null]: " null",
  [CellKind.Empty]: " empty",
  [CellKind.Nested]: " code",
  [CellKind.Binary]: " code",
  [CellKind.Invalid]: " invalid",
};
