/** What a column can be filtered by, by the kind of its values; and a filter that was chosen, checked before it is sent. Pure. */
import type { Kind } from "../lib/model";
import { PARTS, type Filter, type Test } from "../lib/spec";

export interface Choice {
  test: Test;
  words: string;
  fields: "range" | "text" | "values" | "part" | "none";
}

const RANGE: Choice = { test: "between", words: "from … to", fields: "range" };
const VALUES: Choice = { test: "in", words: "values", fields: "values" };
const NULL: Choice = { test: "null", words: "null", fields: "none" };
const EMPTY: Choice = { test: "empty", words: "empty", fields: "none" };
const TEXTS: readonly Choice[] = [
  { test: "contains", words: "contains", fields: "text" },
  { test: "starts", words: "starts with", fields: "text" },
  { test: "ends", words: "ends with", fields: "text" },
  { test: "regex", words: "regex", fields: "text" },
];

const BY_KIND: Record<Kind, readonly Choice[]> = {
  number: [RANGE, VALUES, NULL],
  temporal: [RANGE, { test: "part", words: "part of it", fields: "part" }, VALUES, NULL],
  text: [VALUES, ...TEXTS, RANGE, EMPTY, NULL],
  bool: [VALUES, { test: "true", words: "true", fields: "none" }, NULL],
  nested: [EMPTY, NULL],
  binary: [NULL],
  null: [NULL],
};

export function choices(kind: Kind): readonly Choice[] {
  return BY_KIND[kind];
}

export const PART_VALUES: Record<(typeof PARTS)[number], readonly [value: string, words: string][]> = {
  year: [],
  quarter: counted(1, 4),
  month: named("January February March April May June July August September October November December"),
  day: counted(1, 31),
  weekday: named("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
  hour: counted(0, 23),
};

function counted(first: number, last: number): [string, string][] {
  return Array.from({ length: last - first + 1 }, (_, at) => [String(first + at), String(first + at)]);
}

function named(words: string): [string, string][] {
  return words.split(" ").map((word, at) => [String(at + 1), word.slice(0, 3)]);
}

/** The years in a text such as "1994, 1996-1998"; null when it is none. */
export function years(text: string): string[] | null {
  const found: string[] = [];
  for (const part of text.split(/[\s,;]+/).filter(Boolean)) {
    const [, low, high = low] = /^(-?\d{1,6})(?:(?:-|–|\.\.)(\d{1,6}))?$/.exec(part) ?? [];
    if (low === undefined || Number(high) < Number(low) || Number(high) - Number(low) > 1000) return null;
    for (let year = Number(low); year <= Number(high); year += 1) found.push(String(year));
  }
  return found;
}

/** What is missing in a filter, in words; null when it can be sent. */
export function missing({ test, low, high, values, text }: Filter): string | null {
  if (test === "between") return low == null && high == null ? "from, to, or both" : null;
  if (test === "in" || test === "part") return values?.length ? null : "choose at least one";
  return ["contains", "starts", "ends", "regex"].includes(test) && !text ? "a text to look for" : null;
}
