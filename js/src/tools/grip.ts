/** What makes a grid higher: its lower edge, in whole rows, where a double click gives it its own height again; and keys for it and for columns. */
import type { Parts } from "../lib/commands";
import { node } from "../lib/dom";

const LEAST = 3;
const MOST = 100;

export class Grip {
  readonly #el = node("div", "grip");

  constructor(private readonly parts: Parts) {
    this.#el.setAttribute("aria-hidden", "true");
    this.#el.title = "drag: more rows at once";
    parts.root.append(this.#el);
    let from: { y: number; rows: number } | null = null;
    this.#el.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = { y: event.clientY, rows: this.parts.sizing.visible };
      this.#el.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    this.#el.addEventListener("pointermove", (event) => {
      if (from) this.#set(from.rows + Math.round((event.clientY - from.y) / parts.view.space.row));
    });
    for (const name of ["pointerup", "lostpointercapture"]) this.#el.addEventListener(name, () => (from = null));
    this.#el.addEventListener("dblclick", () => this.#set(null));
  }

  /** Makes the column at the cursor wider. */
  widen(by: number): void {
    const { selection, layout, sizing, redraw } = this.parts;
    if (!selection.active) return;
    const { column } = selection.active;
    layout.setWidth(column, layout.width(column) + by);
    sizing.widened(column, true);
    redraw();
  }

  grow(rows: number): void {
    this.#set(this.parts.sizing.visible + rows);
  }

  remove(): void {
    this.#el.remove();
  }

  #set(rows: number | null): void {
    const { state, sizing, redraw } = this.parts;
    state.save({ height: rows && Math.min(MOST, Math.max(LEAST, rows)) });
    sizing.fit();
    redraw();
  }
}
