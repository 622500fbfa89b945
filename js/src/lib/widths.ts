/** How wide columns should be for what they were seen to hold: measured at first, growing for figures, fitted by hand. */
import type { PageCache } from "./cache";
import { hostFonts, type ColumnLayout } from "./columns";
import { longest } from "./longest";

export class Widths {
  #fonts = hostFonts();
  /** The longest texts of each column so far. */
  readonly #texts: string[][] = [];
  /** Whether there were rows to measure yet. */
  #measured = false;
  /** Whether the next rows are others, and so are the places of all that is seen. */
  others = false;

  constructor(
    private readonly cache: PageCache,
    private readonly layout: ColumnLayout,
    private readonly kept: () => Record<string, number>,
  ) {}

  layOut(): void {
    this.learn(0, this.layout.count);
  }

  /** For columns of which nothing was known before. */
  learn(first: number, end: number): void {
    const page = this.cache.newest;
    this.#measured ||= page !== null && page.rows > 0;
    const texts = (column: number) => page && this.#longest(column, page.first, page.first + page.rows);
    this.layout.learn(this.#fonts, this.kept(), texts, first, end);
  }

  /** When the host may have changed its type. Whether it has. */
  refit(): boolean {
    const fonts = hostFonts();
    if (fonts.body === this.#fonts.body && fonts.code === this.#fonts.code) return false;
    this.#fonts = fonts;
    this.layout.layOut(fonts, this.kept(), (column) => this.#texts[column] ?? null);
    return true;
  }

  gutter(rows: number): number {
    return this.layout.gutter(rows, this.#fonts);
  }

  /** For rows that one scrolls to only figures get more room: a text may end in dots. Whether any did. */
  grow(): boolean {
    const page = this.cache.newest;
    if (!this.#measured && page?.rows) {
      this.layOut();
      return true;
    }
    const texts = (column: number) => page && this.#longest(column, page.first, page.first + page.rows);
    const all = this.others && page !== null;
    this.others &&= !all;
    return page !== null && this.layout.grow(this.#fonts, this.kept(), page, texts, all);
  }

  fit(column: number, first: number, end: number): void {
    this.layout.fit(column, this.#fonts, this.#longest(column, first, end) ?? []);
  }

  #longest(column: number, first: number, end: number): string[] | null {
    const type = this.layout.columns[column]?.type ?? "";
    const found = longest(this.cache, column, type, first, end, this.#texts[column]);
    if (found) this.#texts[column] = found;
    return found;
  }
}
