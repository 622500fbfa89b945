/** The pointer over the rows: click and drag select, a double click opens, a drag past an edge scrolls on; touch. */
import type { ScrollSpace } from "./scroll";
import type { Cell } from "./selection";

export interface PointerActs {
  cellAt(x: number, y: number): Cell | null;
  select(cell: Cell, extend: boolean): void;
  open(cell: Cell): void;
  /** Scrolls, in pixels of the table and in rows. */
  scroll(x: number, y: number): void;
}

const EDGE_EVERY = 40;

/** @returns lets the pointer go: a node that is taken off the page while it is held is never told so. */
export function bindPointer(area: HTMLElement, body: HTMLElement, acts: PointerActs): () => void {
  let held: { x: number; y: number } | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  const extend = () => {
    if (!held) return;
    const box = body.getBoundingClientRect();
    const cell = acts.cellAt(
      Math.min(box.right - 2, Math.max(box.left + 2, held.x)),
      Math.min(box.bottom - 2, Math.max(box.top + 2, held.y)),
    );
    if (cell) acts.select(cell, true);
  };
  const past = () => {
    if (!held) return;
    const box = body.getBoundingClientRect();
    const beyond = (value: number, low: number, high: number) =>
      value < low ? Math.min(-1, (value - low) / 12) : value > high ? Math.max(1, (value - high) / 12) : 0;
    const x = beyond(held.x, box.left, box.right);
    const y = beyond(held.y, box.top, box.bottom);
    if (x === 0 && y === 0) return;
    acts.scroll(x * 10, Math.round(y));
    extend();
  };
  const release = () => {
    held = null;
    clearInterval(timer);
  };

  area.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch" || !inside(body, event)) return;
    const cell = acts.cellAt(event.clientX, event.clientY);
    if (!cell) return;
    release();
    held = { x: event.clientX, y: event.clientY };
    area.setPointerCapture(event.pointerId);
    timer = setInterval(past, EDGE_EVERY);
    acts.select(cell, event.shiftKey);
  });
  area.addEventListener("pointermove", (event) => {
    if (!held || (held.x === event.clientX && held.y === event.clientY)) return;
    held = { x: event.clientX, y: event.clientY };
    extend();
  });
  area.addEventListener("pointerup", release);
  area.addEventListener("lostpointercapture", release);
  area.addEventListener("dblclick", (event) => {
    const cell = inside(body, event) ? acts.cellAt(event.clientX, event.clientY) : null;
    if (cell) acts.open(cell);
  });
  area.addEventListener("click", (event) => {
    // A tap selects; a finger's drag scrolls.
    const tapped = (event as PointerEvent).pointerType === "touch" && inside(body, event);
    const cell = tapped ? acts.cellAt(event.clientX, event.clientY) : null;
    if (cell) acts.select(cell, false);
  });
  return release;
}

function inside(body: HTMLElement, event: MouseEvent): boolean {
  const box = body.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX < box.right && event.clientY >= box.top && event.clientY < box.bottom;
}

/**
 * Wheel and finger in a scaled space. Each event counts in pixels of the table and is held back only if it moved
 * something: at an end it goes on to the page, as in any scroll area. `turned` is told when the browser keeps an event.
 */
export function bindWheel(area: HTMLElement, space: ScrollSpace, moved: (x: number) => void, turned: () => void): void {
  area.addEventListener(
    "wheel",
    (event) => {
      turned();
      if (!space.scaled || event.ctrlKey || event.shiftKey || !event.cancelable) return;
      // Firefox gives pixels when asked for the delta before its unit.
      if (event.deltaY === 0 || !space.moveBy(event.deltaY)) return;
      event.preventDefault();
      moved(event.deltaX);
    },
    { passive: false },
  );
  let finger: { x: number; y: number } | null = null;
  area.addEventListener("touchstart", (event) => {
    const touch = event.touches.length === 1 ? event.touches[0] : undefined;
    finger = touch && space.scaled ? { x: touch.clientX, y: touch.clientY } : null;
  });
  area.addEventListener(
    "touchmove",
    (event) => {
      const touch = event.touches[0];
      if (!finger || !touch) return;
      const x = finger.x - touch.clientX;
      const y = finger.y - touch.clientY;
      finger = { x: touch.clientX, y: touch.clientY };
      if (!event.cancelable || !space.moveBy(y)) return;
      event.preventDefault();
      moved(x);
    },
    { passive: false },
  );
}
