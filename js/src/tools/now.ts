/** What can be done in a view now: what the table of actions decides by. */
import type { Parts } from "../lib/commands";
import type { Column } from "../lib/model";
import { HEAD } from "../lib/scroll";
import type { Cell } from "../lib/selection";
import { keyOf } from "../lib/spec";
import type { Now } from "./actions";

/** The column that the cursor is on. */
export function columnOf({ selection, layout }: Pick<Parts, "selection" | "layout">): Column | undefined {
  return selection.active ? layout.columns[selection.active.column] : undefined;
}

/** Where a cell is on the screen, or the header of a column. */
export function boxOf({ view, layout, body }: Parts, { row, column }: Cell): DOMRect {
  const box = body.getBoundingClientRect();
  const x = box.left + view.gutter + layout.start(column) - view.left;
  const { row: each, offset } = view.space;
  const [y, height] = row < 0 ? [box.top - HEAD, HEAD] : [box.top + row * each - offset, each];
  return new DOMRect(x, y, layout.width(column), height);
}

export function nowOf(parts: Parts): Now {
  const { state, selection } = parts;
  const { active } = selection;
  const { spec, undo, redo } = state.arrangement.shown();
  const name = columnOf(parts)?.name;
  const key = name === undefined ? undefined : keyOf(spec, name);
  const { rows } = state.status;
  return {
    live: state.health !== "gone",
    rows,
    column: name !== undefined,
    cell: active !== null && active.row >= 0 && active.row < rows,
    undo,
    redo,
    sorted: key ? (key.descending ? "down" : "up") : null,
    nulls: key ? (key.nulls ?? "last") : null,
    others: (spec.sort ?? []).some((each) => each !== key),
  };
}
