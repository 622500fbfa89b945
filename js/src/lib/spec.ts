/**
 * What the rows of a view are: sorted by these columns, those that pass these filters. A value: it is sent whole, and
 * every change makes another one. What the kernel makes of it in words is `Described`.
 */

export interface SortKey {
  column: string;
  descending: boolean;
  nulls?: "first" | "last";
}

export type Test = "between" | "in" | "contains" | "starts" | "ends" | "regex" | "null" | "empty" | "true" | "part";
export const PARTS = ["year", "quarter", "month", "day", "weekday", "hour"] as const;

/** Values are texts: the engine reads them as the column's type. */
export interface Filter {
  column: string;
  test: Test;
  negated?: boolean;
  /** Kept, and does nothing. */
  off?: boolean;
  low?: string | null;
  high?: string | null;
  values?: (string | null)[];
  text?: string;
  case?: boolean;
  part?: (typeof PARTS)[number];
}

export interface Spec {
  sort?: SortKey[];
  filters?: Filter[];
  /** One condition in SQL. */
  where?: string | null;
  /** Looked for in all columns of strings. */
  search?: string | null;
}

export interface Described {
  sort?: { problem?: string | null }[];
  /** What a chip says after the name of the column, and why the filter does nothing. */
  filters?: { words: string; problem?: string | null }[];
  where?: { problem?: string | null } | null;
}

/** The trait `view_state`, the push `view`, and what is answered to a change. */
export interface Arranged {
  rev: number;
  spec: Spec;
  described: Described;
  undo: boolean;
  redo: boolean;
}

export function keyOf(spec: Spec, column: string): SortKey | undefined {
  return spec.sort?.find((key) => key.column === column);
}

/** Up, then down, then not at all; `add` keeps the other columns. */
export function turned(spec: Spec, column: string, add: boolean): Spec {
  const key = keyOf(spec, column);
  return sorted(spec, column, !key ? "up" : key.descending ? null : "down", add);
}

/** A column that is sorted by already keeps its rank and where its nulls are. */
export function sorted(spec: Spec, column: string, way: "up" | "down" | null, add: boolean): Spec {
  const key = keyOf(spec, column);
  const keys = (spec.sort ?? []).filter((each) => add || each === key);
  const next: SortKey = { nulls: "last", ...key, column, descending: way === "down" };
  if (way === null) return { ...spec, sort: keys.filter((each) => each !== key) };
  return { ...spec, sort: key ? keys.map((each) => (each === key ? next : each)) : [...keys, next] };
}

export function nulled(spec: Spec, column: string, nulls: "first" | "last"): Spec {
  return { ...spec, sort: (spec.sort ?? []).map((key) => (key.column === column ? { ...key, nulls } : key)) };
}

/** Puts a filter in the place of another, or after the last. */
export function filtered(spec: Spec, filter: Filter, at?: number): Spec {
  const filters = [...(spec.filters ?? [])];
  filters[at ?? filters.length] = filter;
  return { ...spec, filters };
}

export function unfiltered(spec: Spec, at: number): Spec {
  return { ...spec, filters: (spec.filters ?? []).filter((_, index) => index !== at) };
}

/** Off if it does something, on if it does not. */
export function switched(spec: Spec, at: number): Spec {
  const filter = spec.filters?.[at];
  return filter ? filtered(spec, { ...filter, off: !filter.off }, at) : spec;
}

/** Whether two are the same: the kernel fills in what is missing in one of them. */
export function same(one: Spec, other: Spec): boolean {
  return whole(one) === whole(other);
}

function whole({ sort = [], filters = [], where, search }: Spec): string {
  const keys = sort.map(({ column, descending, nulls = "last" }) => [column, descending, nulls]);
  const tests = filters.map((filter) => Object.entries(filter).filter(([, value]) => value !== null && value !== undefined && value !== false).sort());
  return JSON.stringify([keys, tests, where || null, search || null]);
}
