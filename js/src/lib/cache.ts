/** Pages at hand, least recently drawn first to go. A look-up mostly finds what the one before it found. */
import type { Page } from "./page";

export type Missing = "none" | "some" | "all";

export class PageCache {
  #pages: Page[] = [];
  #bytes = 0;
  #last: Page | null = null;
  /** Grows with every page that comes. */
  version = 0;
  /** Grows when all pages go, because the rows are others now. */
  epoch = 0;

  /** @param budget bytes of pages to keep; at least the newest page always stays. */
  constructor(private readonly budget = 8_000_000) {}

  /** The page that came last. */
  newest: Page | null = null;

  get size(): number {
    return this.#pages.length;
  }

  add(page: Page): void {
    this.newest = page;
    this.version += 1;
    // A newer page of the same place replaces the older one.
    this.#drop((old) => page.covers(old.first, old.first + old.rows, old.left, old.left + old.columns));
    this.#pages.unshift(page);
    this.#bytes += page.bytes;
    while (this.#bytes > this.budget && this.#pages.length > 1) this.#bytes -= this.#pages.pop()?.bytes ?? 0;
    this.#last = null;
  }

  clear(): void {
    this.#pages = [];
    this.#bytes = 0;
    this.#last = this.newest = null;
    this.version += 1;
    this.epoch += 1;
  }

  find(row: number, column: number): Page | null {
    if (this.#last?.has(row, column)) return this.#last;
    for (const page of this.#pages) if (page.has(row, column)) return (this.#last = page);
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
    const near = this.#pages.filter((page) => page.first < end && page.first + page.rows > first);
    let last: Page | undefined;
    for (let row = first; row < end; row += 1) {
      for (let column = left; column < right; ) {
        if (!last?.has(row, column)) last = near.find((page) => page.has(row, column));
        if (last) {
          used.add(last);
          here += 1;
          column = last.left + last.columns;
        } else {
          away += 1;
          column += 1;
        }
      }
    }
    // Mostly the pages drawn now are those drawn before, and nothing moves.
    if (this.#pages.slice(0, used.size).some((page) => !used.has(page))) {
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
