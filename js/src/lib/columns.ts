/** Where columns lie: widths, their running sums, and what a column needs to show its text whole. */
import { groups } from "./format";
import { type Column, label } from "./model";

export const PADDING = 21;
const LEAST = 48;
const MOST = 280;
/** A number whose end is missing is another number: columns of them may be wider, and grow while one scrolls. */
const MOST_NUMBER = 480;
const MOST_FITTED = 900;
const UNKNOWN = 110;

export interface Fonts {
  body: string;
  head: string;
  /** Of types under the names. */
  type: string;
  /** Of nested and binary values. */
  code: string;
  /** Of the rows' numbers. */
  number: string;
}

/** The sizes of what is smaller than the host's text, as the style sheet has them too. */
export const SMALL = 0.85;
export const CODE = 0.92;

/** The host's fonts, read before the widget is on the page: widths are wanted for the first frame. */
export function hostFonts(): Fonts {
  const page = getComputedStyle(document.body);
  const pick = (names: string[], otherwise: string) =>
    names.map((name) => page.getPropertyValue(name).trim()).find((value) => value) ?? otherwise;
  const family = pick(["--jp-ui-font-family", "--vscode-font-family", "--text-font"], "system-ui, sans-serif");
  const code = pick(["--jp-code-font-family", "--vscode-editor-font-family", "--monospace-font"], "monospace");
  const size = parseFloat(pick(["--jp-ui-font-size1", "--vscode-font-size"], "13px")) || 13;
  return {
    body: `${size}px ${family}`,
    head: `600 ${size}px ${family}`,
    type: `${size * SMALL}px ${code}`,
    code: `${size * CODE}px ${code}`,
    number: `${size * SMALL}px ${family}`,
  };
}

export class ColumnLayout {
  readonly widths: Float64Array;
  readonly #starts: Float64Array;
  /** Grows with every change, so that drawn cells know when they are out of place. */
  version = 0;

  /** @param columns all there are; one that is not known yet has a width that is a guess. */
  constructor(readonly columns: readonly (Column | undefined)[]) {
    this.widths = new Float64Array(columns.length);
    this.#starts = new Float64Array(columns.length + 1);
  }

  get count(): number {
    return this.columns.length;
  }
  get total(): number {
    return this.#starts[this.count] ?? 0;
  }
  start(index: number): number {
    return this.#starts[index] ?? this.total;
  }
  width(index: number): number {
    return this.widths[index] ?? 0;
  }

  setWidth(index: number, width: number): void {
    this.widths[index] = Math.max(LEAST, Math.round(width));
    this.#sum(index);
  }

  /** @param kept widths the reader chose; @param texts the longest texts at hand of a column, if any is. */
  layOut(fonts: Fonts, kept: Record<string, number>, texts: (index: number) => string[] | null): void {
    this.learn(fonts, kept, texts, 0, this.count);
  }

  /** Lays out columns that were not known before, or not what they hold. */
  learn(fonts: Fonts, kept: Record<string, number>, texts: (index: number) => string[] | null, first: number, end: number): void {
    const ruler = new Ruler(fonts);
    for (let index = first; index < end; index += 1) {
      const column = this.columns[index];
      const chosen = column && Object.hasOwn(kept, column.name) ? kept[column.name] : undefined;
      this.widths[index] = chosen ?? (column ? ruler.need(column, texts(index)) : UNKNOWN);
    }
    this.#sum(first);
  }

  /**
   * Makes room for the figures of a page that came later, or for `all` that is in it; never takes any. Whether a column grew.
   */
  grow(
    fonts: Fonts,
    kept: Record<string, number>,
    page: { left: number; columns: number },
    texts: (index: number) => string[] | null,
    all: boolean,
  ): boolean {
    const ruler = new Ruler(fonts);
    let grown = -1;
    for (let index = page.left; index < page.left + page.columns; index += 1) {
      const column = this.columns[index];
      if (!column || !(all || isFigure(column)) || Object.hasOwn(kept, column.name)) continue;
      const need = ruler.need(column, texts(index));
      if (need <= this.width(index)) continue;
      this.widths[index] = need;
      grown = grown < 0 ? index : grown;
    }
    if (grown >= 0) this.#sum(grown);
    return grown >= 0;
  }

  fit(index: number, fonts: Fonts, texts: string[]): void {
    const column = this.columns[index];
    if (column) this.setWidth(index, new Ruler(fonts).need(column, texts, MOST_FITTED));
  }

  /** Room for the numbers of so many rows, their digits in groups. */
  gutter(rows: number, fonts: Fonts): number {
    const digits = Math.max(2, String(Math.max(0, rows - 1)).length);
    const gaps = digits > 4 ? Math.floor((digits - 1) / 3) * 2 : 0;
    return Math.ceil(PADDING + new Ruler(fonts).measure("0".repeat(digits), fonts.number) + gaps);
  }

  /** The column at a position, measured from the left edge of the first. */
  at(x: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start(middle) <= x) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  range(left: number, width: number): [number, number] {
    if (this.count === 0) return [0, 0];
    return [this.at(left), Math.min(this.count, this.at(left + Math.max(0, width - 1)) + 1)];
  }

  #sum(from: number): void {
    let at = this.#starts[from] ?? 0;
    for (let index = from; index < this.count; index += 1) {
      this.#starts[index] = at;
      at += this.widths[index] ?? 0;
    }
    this.#starts[this.count] = at;
    this.version += 1;
  }
}

function isFigure(column: Column | undefined): boolean {
  return column?.kind === "number" || column?.kind === "temporal";
}

/** The class of what stands at the right, values and their header. */
export function aligned(column: Column | undefined): string {
  return isFigure(column) ? " r" : "";
}

let canvas: CanvasRenderingContext2D | null = null;

/** Measures real glyphs where it matters, the columns at hand; guesses by length for the two thousandth. */
class Ruler {
  constructor(private readonly fonts: Fonts) {
    canvas ??= document.createElement("canvas").getContext("2d");
  }

  need(column: Column, texts: string[] | null, most = isFigure(column) ? MOST_NUMBER : MOST): number {
    if (!texts) {
      const least = column.kind === "text" || column.kind === "nested" ? 140 : 92;
      return Math.min(most, Math.ceil(Math.max(least, label(column).length * 8 + PADDING, column.type.length * 6.7 + PADDING)));
    }
    const font = column.kind === "nested" || column.kind === "binary" ? this.fonts.code : this.fonts.body;
    let widest = Math.max(this.measure(label(column), this.fonts.head), this.measure(column.type, this.fonts.type));
    for (const text of texts) {
      const gaps = column.kind === "number" ? (groups(text)?.parts.length ?? 1) - 1 : 0;
      widest = Math.max(widest, this.measure(text, font) + gaps * 2.25);
    }
    return Math.min(most, Math.max(LEAST, Math.ceil(widest) + PADDING + 1));
  }

  measure(text: string, font: string): number {
    if (!canvas) return text.length * 7.5;
    canvas.font = font;
    return canvas.measureText(text).width;
  }
}
