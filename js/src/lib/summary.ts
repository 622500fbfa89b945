/** What the cells at hand tell: the longest texts of a column, and the sums of a selection. */
import type { PageCache } from "./cache";
import { plural } from "./format";
import type { Column } from "./model";
import { CellKind } from "./page";
import type { Rect } from "./selection";
import { sum } from "./sum";

const SCANNED = 256;
const SUMMED = 20_000;

/**
 * Texts that need the most room in a column; null when none of it is at hand. `before` is what was found so far: floats
 * are drawn with their points in line, so the widest whole part and the longest fraction share a column, from any page.
 */
export function longest(
  cache: PageCache,
  column: number,
  type: string,
  first: number,
  end: number,
  before: readonly string[] = [],
): string[] | null {
  let [text = "", aligned = ""] = before;
  let [whole = "", fraction = ""] = aligned.split(".");
  let found = false;
  for (let row = first; row < Math.min(end, first + SCANNED); row += 1) {
    const page = cache.find(row, column);
    if (!page) continue;
    found = true;
    const value = page.kind(row, column) === CellKind.Null ? "null" : page.value(row, column);
    if (value.length > text.length) text = value;
    const [left = "", right = ""] = value.split(".");
    if (left.length > whole.length) whole = left;
    if (right.length > fraction.length && !right.includes("e")) fraction = right;
  }
  if (!found) return null;
  return type.startsWith("float") && fraction ? [text, `${whole}.${fraction}`] : [text];
}

/** "l_quantity: 4, sum 137.00", per column where all of it is at hand; else how many cells. */
export function summary(rect: Rect | null, columns: readonly Column[], cache: PageCache): string {
  if (!rect) return "";
  const rows = rect.end - rect.first;
  const cells = rows * (rect.right - rect.left);
  if (cells < 2) return "";
  const count = plural(cells, "cell");
  const numeric = columns.slice(rect.left, rect.right).every((column) => column.kind === "number");
  if (!numeric || rect.right - rect.left > 3 || cells > SUMMED) return count;
  const parts: string[] = [];
  for (let column = rect.left; column < rect.right; column += 1) {
    const texts: string[] = [];
    for (let row = rect.first; row < rect.end; row += 1) {
      const page = cache.find(row, column);
      if (!page) return count;
      if (page.kind(row, column) !== CellKind.Null) texts.push(page.value(row, column));
    }
    const total = sum(texts);
    const figure = total ? `, sum ${total.exact ? "" : "≈ "}${total.text}` : "";
    parts.push(`${columns[column]?.name ?? ""}: ${texts.length}${figure}`);
  }
  return parts.join("  ·  ");
}
