/**
 * Keeps a cell as high as it was while its grid is replaced by the next one, so that the cells below do not jump. JupyterLab
 * takes the outputs away as soon as the cell is sent, and a kernel needs some time to bring the next.
 */
const CELL = ".jp-Cell";
const LONGEST = 1500;

const held = new Map<HTMLElement, ReturnType<typeof setTimeout>>();

export class Hold {
  #cell: HTMLElement | null = null;
  /** The height before the outputs went: when the grid hears of that they have. */
  #height = "";
  readonly #observer = new ResizeObserver(() => {
    if (this.#cell) this.#height = getComputedStyle(this.#cell).height;
  });

  /** Its grid is on the page: whatever was held for it is no longer. */
  seen(host: HTMLElement): void {
    if (this.#cell) return;
    this.#cell = host.closest<HTMLElement>(CELL);
    if (!this.#cell) return;
    release(this.#cell);
    this.#observer.observe(this.#cell);
  }

  /** Its grid goes. */
  gone(): void {
    const cell = this.#cell;
    this.#observer.disconnect();
    if (!cell?.isConnected || !this.#height) return;
    release(cell);
    cell.style.minHeight = this.#height;
    held.set(cell, setTimeout(() => release(cell), LONGEST));
  }
}

function release(cell: HTMLElement): void {
  const timer = held.get(cell);
  if (timer === undefined) return;
  clearTimeout(timer);
  held.delete(cell);
  cell.style.minHeight = "";
}
