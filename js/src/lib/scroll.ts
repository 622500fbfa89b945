/**
 * Scroll space. Browsers stop at some 10 to 30 million pixels, a billion rows need 24 billion. Below a cap the native
 * position is the truth. Above it the truth is `offset`, in pixels of the whole table, and the native scroll bar only
 * mirrors it by ratio: so a notch of the wheel moves as many rows as in a short table, and a drag reaches every row.
 */
export const HEAD = 44;
export const ROW = 24;
export const COMPACT = 20;
export const CAP = 8_000_000;

export class ScrollSpace {
  offset = 0;
  rows = 0;
  /** Height of the part where rows are seen. */
  view = 0;

  constructor(
    private readonly cap = CAP,
    /** Height of a row. */
    readonly row = ROW,
  ) {}

  get total(): number {
    return this.rows * this.row;
  }
  /** Height the native scroller is given for the rows. */
  get height(): number {
    return Math.min(this.total, this.cap);
  }
  get scaled(): boolean {
    return this.total > this.cap;
  }
  get max(): number {
    return Math.max(0, this.total - this.view);
  }
  get maxTop(): number {
    return Math.max(0, this.height - this.view);
  }
  /** The native position that belongs to the offset. */
  get top(): number {
    if (!this.scaled) return this.offset;
    return this.max === 0 ? 0 : (this.offset / this.max) * this.maxTop;
  }
  get firstRow(): number {
    return Math.min(Math.max(0, this.rows - 1), Math.floor(this.offset / this.row + 1e-6));
  }

  resize(rows: number, view: number): void {
    this.rows = rows;
    this.view = view;
    this.moveTo(this.offset);
  }

  /** Whether anything moved: at an end it does not, and the wheel belongs to the page. */
  moveTo(offset: number): boolean {
    const next = Math.min(this.max, Math.max(0, offset));
    const moved = next !== this.offset;
    this.offset = next;
    return moved;
  }

  moveBy(pixels: number): boolean {
    return this.moveTo(this.offset + pixels);
  }

  /** The least movement that shows a row whole. */
  reveal(row: number): boolean {
    const top = row * this.row;
    if (top < this.offset) return this.moveTo(top);
    if (top + this.row > this.offset + this.view) return this.moveTo(top + this.row - this.view);
    return false;
  }

  /**
   * The native position went from `was` to `top` without our doing. In a scaled space a large step is the bar being
   * dragged: it maps by ratio. A small one is a wheel event that could not be held, a touch or the bar's arrows:
   * it counts in pixels of the table.
   */
  scrolled(top: number, was: number, turning: boolean): void {
    if (!this.scaled) {
      this.moveTo(top);
      return;
    }
    const step = top - was;
    const atEdge = top <= 0 || top >= this.maxTop - 1;
    if (Math.abs(step) > 2 * this.view || (atEdge && !turning)) {
      this.moveTo(top >= this.maxTop - 1 ? this.max : (top / this.maxTop) * this.max);
    } else {
      this.moveBy(step);
    }
  }
}
