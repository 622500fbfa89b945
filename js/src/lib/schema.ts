/** The columns of a grid: the first ones travel with it, others are asked for in blocks when they come in sight. */
import type { Column } from "./model";

const BLOCK = 100;
/** A block that failed is asked for again after so long, if it is still wanted. */
const AGAIN = 2000;

export class Schema {
  readonly columns: (Column | undefined)[];
  readonly #asked = new Set<number>();

  /** @param ask gets some columns; @param came is told which are known now. */
  constructor(
    first: readonly Column[],
    count: number,
    private readonly ask: (first: number, count: number) => Promise<unknown>,
    private readonly came: (first: number, end: number) => void,
  ) {
    this.columns = [...first];
    this.columns.length = Math.max(count, first.length);
  }

  get count(): number {
    return this.columns.length;
  }

  want(left: number, right: number): void {
    for (let at = left - (left % BLOCK); at < right; at += BLOCK) {
      const end = Math.min(this.count, at + BLOCK);
      if (!this.#asked.has(at) && !this.#known(at, end)) this.#fetch(at, end);
    }
  }

  #known(first: number, end: number): boolean {
    for (let at = first; at < end; at += 1) if (!this.columns[at]) return false;
    return true;
  }

  #fetch(first: number, end: number): void {
    this.#asked.add(first);
    this.ask(first, end - first).then(
      (found) => {
        if (!Array.isArray(found)) return;
        found.forEach((column: Column, at) => (this.columns[first + at] = column));
        this.came(first, first + found.length);
      },
      () => setTimeout(() => this.#asked.delete(first), AGAIN),
    );
  }
}
