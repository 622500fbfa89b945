/** Pages at hand, least recently drawn first to go. Few and large, so a linear look-up is the fast one. */
import type { Page } from "./page";

export type Missing = "none" | "some" | "all";

export class PageCache {
  #pages: Page[] = [];
  #bytes = 0;

  /** @param budget bytes of pages to keep; at least the newest page always stays. */
  constructor(private readonly budget = 8_000_000) {}

  /** The page that came last. */
  newest: Page | null = null;

  get size(): number {
    return this.#pages.length;
  }

  add(page: Page): void {
    this.newest = page;
    // A newer page of the same place replaces the older one.
    this.#drop((old) => page.covers(old.first, old.first + old.rows, old.left, old.left + old.columns));
    this.#pages.unshift(page);
    this.#bytes += page.bytes;
    while (this.#bytes > this.budget && this.#pages.length > 1) this.#bytes -= this.#pages.pop()?.bytes ?? 0;
  }

  clear(): void {
    this.#pages = [];
    this.#bytes = 0;
  }

  find(row: number, column: number): Page | null {
    for (const page of this.#pages) if (page.has(row, column)) return page;
    return null;
  }

  /** Whether one page holds the whole block. */
  covers(first: number, end: number, left: number, right: number): boolean {
    return this.#pages.some((page) => page.covers(first, end, left, right));
  }

  /** How much of a window is not at hand; and marks what is as just used. */
  missing(first: number, end: number, left: number, right: number): Missing {
    let here = 0;
    let away = 0;
    const used = new Set<Page>();
    for (let row = first; row < end; row += 1) {
      for (let column = left; column < right; ) {
        const page = this.find(row, column);
        if (page) {
          used.add(page);
          here += 1;
          column = page.left + page.columns;
        } else {
          away += 1;
          column += 1;
        }
      }
    }
    if (used.size && used.size < this.#pages.length) {
      this.#pages = [...this.#pages.filter((page) => used.has(page)), ...this.#pages.filter((page) => !used.has(page))];
    }
    return away === 0 ? "none" : here === 0 ? "all" : "some";
  }

  #drop(which: (page: Page) => boolean): void {
    this.#pages = this.#pages.filter((page) => {
      if (!which(page)) return true;
      this.#bytes -= page.bytes;
      return false;
    });
  }
}
