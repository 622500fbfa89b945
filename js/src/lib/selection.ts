/** What is selected: an active cell and, from an anchor, a rectangle. Pure, so that keys and pointer share it. */

export interface Cell {
  row: number;
  column: number;
}

export interface Rect {
  first: number;
  end: number;
  left: number;
  right: number;
}

export class Selection {
  active: Cell | null = null;
  #anchor: Cell | null = null;

  set(cell: Cell, extend = false): void {
    if (!extend || !this.#anchor || this.#anchor.row < 0) this.#anchor = cell;
    this.active = cell;
  }

  /** Everything, the cursor at its beginning. */
  all(rows: number, columns: number): void {
    this.set({ row: rows - 1, column: columns - 1 });
    this.set({ row: 0, column: 0 }, true);
  }

  /** Whether there was anything to clear: if not, Esc means "leave". */
  clear(): boolean {
    const had = this.active !== null;
    this.active = null;
    this.#anchor = null;
    return had;
  }

  get rect(): Rect | null {
    const { active } = this;
    const anchor = this.#anchor;
    // A cursor in the header selects nothing.
    if (!active || !anchor || active.row < 0) return null;
    return {
      first: Math.min(active.row, anchor.row),
      end: Math.max(active.row, anchor.row) + 1,
      left: Math.min(active.column, anchor.column),
      right: Math.max(active.column, anchor.column) + 1,
    };
  }

  get count(): number {
    const rect = this.rect;
    return rect ? (rect.end - rect.first) * (rect.right - rect.left) : 0;
  }

  has(row: number, column: number): boolean {
    const rect = this.rect;
    return rect !== null && row >= rect.first && row < rect.end && column >= rect.left && column < rect.right;
  }
}
