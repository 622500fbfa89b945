/** Where a view stands, and where it wants to be while its rows are still coming. What is kept of it outlives the view. */
import type { ColumnLayout } from "./columns";
import { isOpen } from "./model";
import type { Selection } from "./selection";
import type { GridState } from "./state";
import type { Viewport } from "./viewport";

export class Place {
  /** The row to get to, until it is reached or somebody scrolls away. */
  goal: number | null = null;
  /** What to do there, if it was asked for: then the run goes on for it, and it is said. */
  #reached: ((row: number) => void) | null = null;
  #offset = 0;

  constructor(
    private readonly state: GridState,
    private readonly view: Viewport,
    private readonly selection: Selection,
    private readonly layout: ColumnLayout,
  ) {}

  /** The row that was asked for and is not there yet. */
  get seeking(): number | null {
    return this.#reached && this.goal;
  }

  /** Goes as near to a row as there are rows, and later the rest of the way. */
  seek(row: number, reached: ((row: number) => void) | null = null): void {
    this.goal = row;
    this.#reached = reached;
    const { status } = this.state;
    if (reached && row >= status.rows && isOpen(status)) this.state.more(row + 1);
    this.view.scrollTo(row * this.view.space.row);
    this.#offset = this.view.space.offset;
    this.step();
  }

  /** Goes on: there are more rows now, or it is known that there will be none. */
  step(): void {
    const { goal, view } = this;
    const { rows, exact } = this.state.status;
    if (exact && (this.selection.rect?.end ?? 0) > rows) this.selection.clear();
    if (goal === null) return;
    if (view.space.offset === this.#offset) view.scrollTo(goal * view.space.row);
    else this.goal = null;
    this.#offset = view.space.offset;
    const there = this.#reached ? rows > goal : this.#offset >= goal * view.space.row;
    if (this.goal === null || (!there && isOpen(this.state.status))) return;
    this.goal = null;
    this.#reached?.(goal);
  }

  /** The rows are arranged in another way: at the first of them, with the cursor in the column that it was in. */
  begin(): void {
    const { active } = this.selection;
    this.selection.clear();
    if (active) this.selection.set({ row: Math.min(active.row, 0), column: active.column });
    this.seek(0);
  }

  /** Back to where somebody left. */
  restore(): void {
    const { ui, status } = this.state;
    this.seek(ui.row);
    this.view.scrollLeft(this.layout.start(ui.left));
    const [row, column] = ui.cell ?? [Infinity, 0];
    const there = row < status.rows || (ui.cell !== null && isOpen(status));
    if (there && column < this.layout.count) this.selection.set({ row, column });
  }

  remember(seen: number, left: number): void {
    const { ui } = this.state;
    const row = this.goal ?? seen;
    const { active } = this.selection;
    const cell: [number, number] | null = active && active.row >= 0 ? [active.row, active.column] : null;
    if (ui.row !== row || ui.left !== left || String(ui.cell) !== String(cell)) this.state.save({ row, left, cell });
  }
}
