/** The pointer over the rows: a click or a tap puts the cursor there. Dragging over rows is one of the tools. */
import { on } from "./dom";
import type { ScrollSpace } from "./scroll";
import type { Cell } from "./selection";

export interface PointerActs {
  cellAt(event: MouseEvent): Cell | null;
  select(cell: Cell, extend: boolean): void;
}

export function bindPointer(area: HTMLElement, { cellAt, select }: PointerActs): void {
  const take = (event: PointerEvent, extend: boolean) => {
    const cell = cellAt(event);
    if (cell) select(cell, extend);
  };
  on(area, "pointerdown", (event) => {
    if (event.button === 0 && event.pointerType !== "touch") take(event, event.shiftKey);
  });
  on(area, "click", (event) => {
    // A tap selects; a finger's drag scrolls.
    if ((event as PointerEvent).pointerType === "touch") take(event as PointerEvent, false);
  });
}

/**
 * Wheel and finger in a scaled space. Each event counts in pixels of the table and is held back only if it moved
 * something: at an end it goes on to the page, as in any scroll area. `turned` is told when the browser keeps an event.
 */
export function bindWheel(area: HTMLElement, space: ScrollSpace, moved: (x: number) => void, turned: () => void): void {
  on(
    area,
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
  on(area, "touchstart", (event) => {
    const touch = event.touches.length === 1 ? event.touches[0] : undefined;
    finger = touch && space.scaled ? { x: touch.clientX, y: touch.clientY } : null;
  });
  on(
    area,
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
