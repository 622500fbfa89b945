/**
 * Keeps the output area of a cell as high as it was while its grid is replaced by the next one, so that the cells below do
 * not jump. JupyterLab does so for 50 ms, which a kernel seldom needs less than.
 */
const AREA = ".jp-OutputArea";
const LONGEST = 1500;

const held = new Map<HTMLElement, ReturnType<typeof setTimeout>>();

export class Hold {
  #area: HTMLElement | null = null;

  /** Its grid is on the page: whatever was held for it is no longer. */
  seen(host: HTMLElement): void {
    if (this.#area) return;
    this.#area = host.closest<HTMLElement>(AREA);
    if (this.#area) release(this.#area);
  }

  /** Its grid goes. */
  gone(): void {
    const area = this.#area;
    if (!area?.isConnected || !area.offsetHeight) return;
    release(area);
    area.style.minHeight = `${area.offsetHeight}px`;
    held.set(area, setTimeout(() => release(area), LONGEST));
  }
}

function release(area: HTMLElement): void {
  const timer = held.get(area);
  if (timer === undefined) return;
  clearTimeout(timer);
  held.delete(area);
  area.style.minHeight = "";
}
