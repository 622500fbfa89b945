/** Whose keys are, and where those that walk lead: pure, the grid only carries it out. */
import type { Cell } from "./selection";

/** The row of a cursor that stands in the header. */
export const HEADER = -1;

export interface Place {
  active: Cell | null;
  /** Where the cursor starts when there is none: the first cell in sight. */
  start: Cell;
  rows: number;
  columns: number;
  /** Rows of a page. */
  page: number;
}

type Key = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

/** The keys that run a cell in every notebook. */
export function runs(event: Key): boolean {
  return event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
}

/** What is held down with Ctrl or Cmd and is not the notebook's: selecting and editing text, walking. */
const OURS = ["a", "c", "v", "x", "y", "z", "home", "end", "arrowup", "arrowdown", "arrowleft", "arrowright"];

/** Whether a key is the notebook's wherever it is pressed: what runs a cell, saves, searches. */
export function isHosts(event: Key): boolean {
  const key = event.key.toLowerCase();
  const ours = OURS.includes(key) && !(event.shiftKey && key.length === 1 && key !== "z");
  return runs(event) || ((event.ctrlKey || event.metaKey) && !event.altKey && !ours);
}

/** Where a key leads that walks, in the header too; null for any other. */
export function walk(event: Key, place: Place): Cell | null {
  if (event.altKey) return null;
  const jump = event.ctrlKey || event.metaKey;
  const step = steps(event.key, jump, place);
  if (!step) return null;
  const { active, start, rows, columns } = place;
  // The first key puts the cursor down where one is looking, it does not move from a place not seen.
  const to = !active && !jump && event.key.startsWith("Arrow") ? start : step(active ?? start);
  // From the first row up one comes into the header, and down again to the rows in sight.
  const above = !jump && !event.shiftKey && (active?.row === HEADER || (active?.row === 0 && event.key === "ArrowUp"));
  const out = above && active.row === HEADER && event.key === "ArrowDown";
  const clamp = (value: number, least: number, count: number) => Math.min(Math.max(0, count - 1), Math.max(least, value));
  return { row: out ? start.row : clamp(to.row, above ? HEADER : 0, rows), column: clamp(to.column, 0, columns) };
}

function steps(key: string, jump: boolean, place: Place): ((cell: Cell) => Cell) | null {
  const far = Number.MAX_SAFE_INTEGER;
  const by = (rows: number, columns: number) => (cell: Cell) => ({ row: cell.row + rows, column: cell.column + columns });
  switch (key) {
    case "ArrowDown":
      return by(jump ? far : 1, 0);
    case "ArrowUp":
      return by(jump ? -far : -1, 0);
    case "ArrowRight":
      return by(0, jump ? far : 1);
    case "ArrowLeft":
      return by(0, jump ? -far : -1);
    case "PageDown":
      return by(place.page, 0);
    case "PageUp":
      return by(-place.page, 0);
    case "Home":
      return by(jump ? -far : 0, -far);
    case "End":
      return by(jump ? far : 0, far);
    default:
      return null;
  }
}
