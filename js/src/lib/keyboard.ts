/** Which key means what, as one pure table: the grid only carries the answers out. */
import type { Cell } from "./selection";

export type Act = "open" | "copy" | "all" | "go" | "escape";
export type Meaning = { act: Act } | { to: Cell; extend: boolean } | null;

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

export function meaning(event: Key, place: Place): Meaning {
  const jump = event.ctrlKey || event.metaKey;
  if (event.altKey) return null;
  if (runs(event)) return null;
  if (jump && !event.shiftKey && event.key.toLowerCase() === "c") return { act: "copy" };
  if (jump && !event.shiftKey && event.key.toLowerCase() === "a") return { act: "all" };
  if (event.key === "Escape") return { act: "escape" };
  if (event.key === "g" && !jump) return { act: "go" };
  if (event.key === "Enter") return place.active ? { act: "open" } : move(place.start, place, false);
  const step = steps(event.key, jump, place);
  if (!step) return null;
  // The first key puts the cursor down where one is looking, it does not move from a place not seen.
  if (!place.active && !jump && event.key.startsWith("Arrow")) return move(place.start, place, false);
  return move(step(place.active ?? place.start), place, event.shiftKey);
}

/** The keys that run a cell in every notebook. */
export function runs(event: Key): boolean {
  return event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
}

/** What is held down with Ctrl or Cmd and is not the notebook's: selecting and editing text, walking. */
const OURS = ["a", "c", "v", "x", "y", "z", "home", "end", "arrowup", "arrowdown", "arrowleft", "arrowright"];

/** Whether a key is the notebook's wherever it is pressed: what runs a cell, saves, searches. */
export function isHosts(event: Key): boolean {
  const key = event.key.toLowerCase();
  const ours = OURS.includes(key) && !(event.shiftKey && key.length === 1);
  return runs(event) || ((event.ctrlKey || event.metaKey) && !event.altKey && !ours);
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

function move(cell: Cell, place: Place, extend: boolean): Meaning {
  const clamp = (value: number, count: number) => Math.min(Math.max(0, count - 1), Math.max(0, value));
  return { to: { row: clamp(cell.row, place.rows), column: clamp(cell.column, place.columns) }, extend };
}
