/** The header row: name and type of the columns in sight, and the edges by which they are made wider. */
import type { ColumnLayout } from "./columns";
import { node, setText } from "./dom";
import { label } from "./model";

export interface HeaderActs {
  /** A width was changed by hand; `done` when the hand let go. */
  resized(column: number, done: boolean): void;
  fit(column: number): void;
}

interface Slot {
  el: HTMLElement;
  name: HTMLElement;
  type: HTMLElement;
  column: number;
  version: number;
}

export class Header {
  readonly el = node("div", "head");
  readonly #holder = node("div", "cells");
  readonly #slots: Slot[] = [];

  constructor(
    private readonly layout: ColumnLayout,
    private readonly acts: HeaderActs,
  ) {
    const corner = node("div", "corner");
    corner.setAttribute("role", "columnheader");
    corner.setAttribute("aria-colindex", "1");
    corner.setAttribute("aria-label", "row");
    this.#holder.setAttribute("role", "presentation");
    this.el.setAttribute("role", "row");
    this.el.setAttribute("aria-rowindex", "1");
    this.el.append(corner, this.#holder);
  }

  draw(left: number, right: number): void {
    const count = right - left;
    while (this.#slots.length > count) this.#slots.pop()?.el.remove();
    while (this.#slots.length < count) this.#slots.push(this.#make());
    this.#slots.forEach((slot, at) => this.#place(slot, left + at));
  }

  #place(slot: Slot, column: number): void {
    if (slot.column === column && slot.version === this.layout.version) return;
    const info = this.layout.columns[column];
    slot.column = column;
    slot.version = this.layout.version;
    slot.el.style.left = `${this.layout.start(column)}px`;
    slot.el.style.width = `${this.layout.width(column)}px`;
    slot.el.setAttribute("aria-colindex", String(column + 2));
    setText(slot.name, info ? label(info) : "…");
    slot.name.className = info?.name ? "" : "m";
    setText(slot.type, info?.type ?? "");
    slot.el.title = info ? `${label(info)} · ${info.type}` : "";
  }

  #make(): Slot {
    const name = node("b");
    const type = node("i");
    const edge = node("div", "edge");
    const el = node("div", "h", name, type, edge);
    el.setAttribute("role", "columnheader");
    this.#holder.append(el);
    const slot: Slot = { el, name, type, column: -1, version: -1 };
    this.#bindEdge(edge, slot);
    return slot;
  }

  #bindEdge(edge: HTMLElement, slot: Slot): void {
    let from: { x: number; width: number; column: number } | null = null;
    edge.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = { x: event.clientX, width: this.layout.width(slot.column), column: slot.column };
      edge.setPointerCapture(event.pointerId);
      edge.classList.add("held");
      event.stopPropagation();
    });
    edge.addEventListener("pointermove", (event) => {
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
    edge.addEventListener("pointerup", release);
    edge.addEventListener("lostpointercapture", release);
    edge.addEventListener("dblclick", (event) => {
      event.stopPropagation();
      this.acts.fit(slot.column);
    });
  }
}
