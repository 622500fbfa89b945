/** The header row: name and type of the columns in sight, how they are sorted, and the edges by which they are made wider. */
import { aligned, type ColumnLayout } from "./columns";
import { node, on, setText } from "./dom";
import { HEADER } from "./keyboard";
import { label } from "./model";
import type { Cell } from "./selection";
import type { Spec } from "./spec";

export interface HeaderActs {
  /** A width was changed by hand; `done` when the hand let go. */
  resized(column: number, done: boolean): void;
  fit(column: number): void;
  sort(column: number, add: boolean): void;
  menu(column: number): void;
}

interface Slot {
  el: HTMLElement;
  name: HTMLElement;
  type: HTMLElement;
  mark: HTMLElement;
  column: number;
  version: number;
}

export class Header {
  readonly el = node("div", "head");
  readonly #holder = node("div", "cells");
  readonly #slots: Slot[] = [];

  constructor(
    private readonly layout: ColumnLayout,
    private readonly activeId: string,
    private readonly acts: HeaderActs,
  ) {
    const corner = node("div", "corner", "row");
    corner.role = "columnheader";
    corner.ariaColIndex = this.el.ariaRowIndex = "1";
    this.#holder.role = "presentation";
    this.el.role = "row";
    this.el.append(corner, this.#holder);
  }

  /** The header that an event is in. */
  at(event: Event): Cell | null {
    const slot = this.#slots.find(({ el }) => event.composedPath().includes(el));
    return slot ? { row: HEADER, column: slot.column } : null;
  }

  draw(left: number, right: number): void {
    const count = right - left;
    while (this.#slots.length > count) this.#slots.pop()?.el.remove();
    while (this.#slots.length < count) this.#slots.push(this.#make());
    this.#slots.forEach((slot, at) => this.#place(slot, left + at));
  }

  /**
   * How the rows are sorted.
   *
   * @param cursor the column that the cursor is on, if it is in the header.
   */
  mark(spec: Spec, cursor: number | null): void {
    for (const slot of this.#slots) this.#mark(slot, spec, cursor);
  }

  #mark({ el, mark, column }: Slot, { sort = [] }: Spec, cursor: number | null): void {
    const name = this.layout.columns[column]?.name;
    const at = sort.findIndex((key) => key.column === name);
    const key = sort[at];
    setText(mark, key ? (key.descending ? "▼" : "▲") + (sort.length > 1 ? String(at + 1) : "") : "");
    // Of several only the first is what the rows are sorted by, for who hears of it.
    el.ariaSort = key && at === 0 ? (key.descending ? "descending" : "ascending") : null;
    el.classList.toggle("active", column === cursor);
    el.id = column === cursor ? this.activeId : "";
  }

  #place(slot: Slot, column: number): void {
    if (slot.column === column && slot.version === this.layout.version) return;
    const info = this.layout.columns[column];
    slot.column = column;
    slot.version = this.layout.version;
    slot.el.style.left = `${this.layout.start(column)}px`;
    slot.el.style.width = `${this.layout.width(column)}px`;
    slot.el.className = `h${aligned(info)}`;
    slot.el.ariaColIndex = String(column + 2);
    setText(slot.name, info ? label(info) : "…");
    slot.name.className = info?.name ? "" : "m";
    setText(slot.type, info?.type ?? "");
    slot.el.title = info ? `${label(info)} · ${info.type}` : "";
  }

  #make(): Slot {
    const name = node("b");
    const type = node("i");
    const edge = node("div", "edge");
    const mark = node("span", "mark");
    const menu = node("span", "more", "▾");
    const marks = node("span", "marks", mark, menu);
    const el = node("div", "h", name, type, marks, edge);
    marks.ariaHidden = "true";
    el.role = "columnheader";
    this.#holder.append(el);
    const slot: Slot = { el, name, type, mark, column: -1, version: -1 };
    this.#bindEdge(edge, slot);
    on(el, "click", ({ target, shiftKey }) => {
      if (target === menu) this.acts.menu(slot.column);
      else if (target !== edge) this.acts.sort(slot.column, shiftKey);
    });
    return slot;
  }

  #bindEdge(edge: HTMLElement, slot: Slot): void {
    let from: { x: number; width: number; column: number } | null = null;
    on(edge, "pointerdown", (event) => {
      if (event.button !== 0) return;
      from = { x: event.clientX, width: this.layout.width(slot.column), column: slot.column };
      edge.setPointerCapture(event.pointerId);
      edge.classList.add("held");
      event.stopPropagation();
    });
    on(edge, "pointermove", (event) => {
      if (!from) return;
      this.layout.setWidth(from.column, from.width + event.clientX - from.x);
      this.acts.resized(from.column, false);
    });
    const release = () => {
      if (!from) return;
      edge.classList.remove("held");
      const moved = this.layout.width(from.column) !== from.width;
      const { column } = from;
      from = null;
      if (moved) this.acts.resized(column, true);
    };
    on(edge, "pointerup", release);
    on(edge, "lostpointercapture", release);
    on(edge, "dblclick", (event) => {
      event.stopPropagation();
      this.acts.fit(slot.column);
    });
  }
}
