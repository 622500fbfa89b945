/** A drag over the rows selects, past an edge it scrolls on; a double click opens. */
import type { Commands, Parts } from "../lib/commands";
import { on } from "../lib/dom";

const EDGE_EVERY = 40;

/** @returns lets the pointer go: a node that is taken off the page while it is held is never told so. */
export function bindDrag({ view, body, redraw }: Parts, commands: Commands, open: () => void): () => void {
  let held: { clientX: number; clientY: number } | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  const extend = () => {
    if (!held) return;
    const box = body.getBoundingClientRect();
    const clientX = Math.min(box.right - 2, Math.max(box.left + 2, held.clientX));
    const cell = commands.cellAt({ clientX, clientY: Math.min(box.bottom - 2, Math.max(box.top + 2, held.clientY)) });
    if (cell) commands.select(cell, true);
  };
  const past = () => {
    if (!held) return;
    const box = body.getBoundingClientRect();
    const x = beyond(held.clientX, box.left, box.right);
    const y = beyond(held.clientY, box.top, box.bottom);
    if (x === 0 && y === 0) return;
    view.scrollBy(x * 10, Math.round(y) * view.space.row);
    extend();
    redraw();
  };
  const release = () => {
    held = null;
    clearInterval(timer);
  };

  const area = view.el;
  on(area, "pointerdown", (event) => {
    release();
    if (event.button !== 0 || event.pointerType === "touch" || !commands.cellAt(event)) return;
    held = event;
    area.setPointerCapture(event.pointerId);
    timer = setInterval(past, EDGE_EVERY);
  });
  on(area, "pointermove", (event) => {
    if (!held || (held.clientX === event.clientX && held.clientY === event.clientY)) return;
    held = event;
    extend();
  });
  on(area, "pointerup", release);
  on(area, "lostpointercapture", release);
  on(area, "dblclick", (event) => commands.cellAt(event) && open());
  return release;
}

/** How far past an edge, at least 1 there. */
function beyond(value: number, low: number, high: number): number {
  return value < low ? Math.min(-1, (value - low) / 12) : value > high ? Math.max(1, (value - high) / 12) : 0;
}
