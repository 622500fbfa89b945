/** How high a view is and how wide its columns: for the rows that there are, what is known of the columns, and by hand. */
import type { ColumnLayout } from "./columns";
import type { Selection, Rect } from "./selection";
import type { GridState } from "./state";
import type { Viewport } from "./viewport";
import type { Widths } from "./widths";

export class Sizing {
  /** How many rows are seen at once. */
  visible = 1;

  constructor(
    private readonly state: GridState,
    private readonly view: Viewport,
    private readonly layout: ColumnLayout,
    private readonly widths: Widths,
  ) {}

  fit(): void {
    const { info, status, done, ui } = this.state;
    const { rows, exact } = status;
    // A filter takes rows away, and no room.
    const all = Math.max(rows, status.total ?? 0);
    const most = ui.height ?? info.rows_visible ?? 18;
    // As high as it will be: mostly that is known at the start, and else it is as it was when the cell ran last.
    this.visible = Math.max(1, Math.min(most, done ? all : Math.max(all, info.rows_expected ?? most)));
    this.view.size(rows, this.visible, this.layout.total, this.widths.gutter(rows));
    this.view.el.ariaRowCount = String(exact ? rows + 1 : -1);
  }

  /** Columns are known that were not before. They may be of another width: what is seen stays where it is. */
  learn(first: number, end: number, seen: Rect, { active }: Selection): void {
    const { layout, view } = this;
    const into = view.left - layout.start(seen.left);
    this.widths.learn(first, end);
    this.fit();
    view.scrollLeft(layout.start(seen.left) + into);
    const inSight = active && active.row >= seen.first && active.row < seen.end && active.column >= seen.left && active.column < seen.right;
    if (inSight) view.reveal(active.row, layout.start(active.column), layout.start(active.column + 1));
  }

  /** A column was made wider or narrower by hand; `done` when the hand let go. */
  widened(column: number, done: boolean): void {
    this.fit();
    const name = this.layout.columns[column]?.name;
    if (done && name !== undefined) {
      this.state.save({ widths: { ...this.state.ui.widths, [name]: this.layout.width(column) } });
    }
  }
}
