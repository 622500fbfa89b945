/** Which key means what, as one pure table: the grid only carries the answers out. */
import type { Cell } from "./selection";

export type Act = "open" | "copy" | "go" | "escape";
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
  if (jump && event.key.toLowerCase() === "c") return { act: "copy" };
  if (event.key === "Escape") return { act: "escape" };
  if (event.key === "g" && !jump) return { act: "go" };
  if (event.key === "Enter" && !jump) return place.active ? { act: "open" } : move(place.start, place, event.shiftKey);
  const step = steps(event.key, jump, place);
  if (!step) return null;
  // The first key puts the cursor down where one is looking, it does not move from a place not seen.
  if (!place.active && !jump && event.key.startsWith("Arrow")) return move(place.start, place, false);
  return move(step(place.active ?? place.start), place, event.shiftKey);
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
