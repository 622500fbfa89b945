/** The texts of a column that need the most room. */
import type { PageCache } from "./cache";
import { CellKind } from "./page";

const SCANNED = 256;

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
