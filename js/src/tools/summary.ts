/** What is selected, in words: how many cells, or the sums of columns of numbers. */
import type { PageCache } from "../lib/cache";
import { plural } from "../lib/format";
import { type Column, label } from "../lib/model";
import { CellKind } from "../lib/page";
import type { Rect } from "../lib/selection";
import { sum } from "./sum";

const SUMMED = 20_000;

/** Added up once, not for each frame of a scroll: a selection can be long. */
export class Summary {
  #place = "";
  #version = -1;
  #whole = false;
  #text = "";

  of(rect: Rect | null, columns: readonly (Column | undefined)[], cache: PageCache): string {
    if (!rect) return "";
    const place = `${cache.epoch} ${rect.first} ${rect.end} ${rect.left} ${rect.right}`;
    // What was added up holds while the rows are the same; what could not be may be when more of them are at hand.
    if (place !== this.#place || (!this.#whole && cache.version !== this.#version)) {
      const sums = summed(rect, columns, cache);
      this.#place = place;
      this.#version = cache.version;
      this.#whole = sums !== null;
      this.#text = sums ?? counted(rect);
    }
    return this.#text;
  }
}

function counted(rect: Rect): string {
  const cells = (rect.end - rect.first) * (rect.right - rect.left);
  return cells < 2 ? "" : plural(cells, "cell");
}

/** "l_quantity: 4, sum 137.00", per column where all of it is at hand; else null. */
function summed(rect: Rect, columns: readonly (Column | undefined)[], cache: PageCache): string | null {
  const cells = (rect.end - rect.first) * (rect.right - rect.left);
  const numeric = columns.slice(rect.left, rect.right).every((column) => column?.kind === "number");
  if (cells < 2 || !numeric || rect.right - rect.left > 3 || cells > SUMMED) return null;
  const parts: string[] = [];
  for (let column = rect.left; column < rect.right; column += 1) {
    const texts: string[] = [];
    for (let row = rect.first; row < rect.end; row += 1) {
      const page = cache.find(row, column);
      if (!page) return null;
      if (page.kind(row, column) !== CellKind.Null) texts.push(page.value(row, column));
    }
    const total = sum(texts);
    const figure = total ? `, sum ${total.exact ? "" : "≈ "}${total.text}` : "";
    parts.push(`${label(columns[column])}: ${texts.length}${figure}`);
  }
  return parts.join("  ·  ");
}
