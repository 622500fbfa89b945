/** All that can be done with a grid, as one table: keys, toolbar, menus, the sheet of keys and what is read aloud are made of it. */
import type { Hands } from "./hands";

/** What is so now, as far as it decides what can be done. */
export interface Now {
  /** Whether there is a kernel to ask. */
  live: boolean;
  rows: number;
  /** Whether the cursor is on a column: in a cell or in the header. */
  column: boolean;
  cell: boolean;
  undo: boolean;
  redo: boolean;
  /** How the column at the cursor is sorted, if it is, and whether there are others. */
  sorted: "up" | "down" | null;
  nulls: "first" | "last" | null;
  others: boolean;
}

export interface Action {
  id: string;
  words: string;
  keys?: readonly string[];
  /** Its word on the toolbar. */
  bar?: string;
  /** Whether the menu of a column or of a cell has it. */
  menu?: "column" | "cell";
  when?(now: Now): boolean;
  run(hands: Hands): unknown;
}

const live = ({ live }: Now) => live;
const onColumn = ({ live, column }: Now) => live && column;
const onCell = ({ live, cell }: Now) => live && cell;
const isAnother = (now: Now) => onColumn(now) && now.others && now.sorted === null;
const onKey = ({ live, sorted }: Now) => live && sorted !== null;

export const ACTIONS: readonly Action[] = [
  { id: "open", words: "open the cell", keys: ["Enter"], menu: "cell", when: ({ cell }) => cell, run: (hands) => hands.open() },
  { id: "copy", words: "copy the cells", keys: ["Ctrl+c"], menu: "cell", when: onCell, run: (hands) => hands.copy() },
  { id: "keep", words: "keep this value only", keys: ["="], menu: "cell", when: onCell, run: (hands) => hands.keep(false) },
  { id: "exclude", words: "exclude this value", keys: ["!"], menu: "cell", when: onCell, run: (hands) => hands.keep(true) },
  { id: "all", words: "select all rows", keys: ["Ctrl+a"], run: (hands) => hands.all() },
  { id: "go", words: "go to a row", keys: ["g"], run: (hands) => hands.go() },
  { id: "sort", words: "sort by this column: up, down, not", keys: ["s", "Enter"], when: onColumn, run: (hands) => hands.turn(false) },
  { id: "sortToo", words: "sort by this column, too", keys: ["S"], when: onColumn, run: (hands) => hands.turn(true) },
  { id: "up", words: "sort ascending", menu: "column", when: (now) => onColumn(now) && now.sorted !== "up", run: (hands) => hands.sort("up") },
  { id: "down", words: "sort descending", menu: "column", when: (now) => onColumn(now) && now.sorted !== "down", run: (hands) => hands.sort("down") },
  { id: "upToo", words: "then by this, ascending", menu: "column", when: isAnother, run: (hands) => hands.sort("up", true) },
  { id: "downToo", words: "then by this, descending", menu: "column", when: isAnother, run: (hands) => hands.sort("down", true) },
  { id: "nullsFirst", words: "nulls first", menu: "column", when: (now) => onKey(now) && now.nulls !== "first", run: (hands) => hands.nulls("first") },
  { id: "nullsLast", words: "nulls last", menu: "column", when: (now) => onKey(now) && now.nulls === "first", run: (hands) => hands.nulls("last") },
  { id: "unsort", words: "do not sort by this", menu: "column", when: onKey, run: (hands) => hands.sort(null, true) },
  { id: "filter", words: "filter this column", keys: ["+"], menu: "column", when: live, run: (hands) => hands.filter() },
  { id: "fit", words: "fit the width", menu: "column", when: ({ column }) => column, run: (hands) => hands.fit() },
  { id: "wider", words: "a wider column", keys: ["Alt+Shift+ArrowRight"], when: ({ column }) => column, run: (hands) => hands.widen(16) },
  { id: "narrower", words: "a narrower column", keys: ["Alt+Shift+ArrowLeft"], when: ({ column }) => column, run: (hands) => hands.widen(-16) },
  { id: "taller", words: "more rows at once", keys: ["Alt+Shift+ArrowDown"], run: (hands) => hands.grow(1) },
  { id: "shorter", words: "fewer rows at once", keys: ["Alt+Shift+ArrowUp"], run: (hands) => hands.grow(-1) },
  { id: "menu", words: "menu of the cell or the column", keys: ["Alt+ArrowDown", "ContextMenu", "Shift+F10"], when: ({ column }) => column, run: (hands) => hands.menu() },
  { id: "add", words: "filter a column", bar: "+ filter", when: live, run: (hands) => hands.add() },
  { id: "undo", words: "undo the last change of the view", keys: ["Ctrl+z"], bar: "undo", when: ({ live, undo }) => live && undo, run: (hands) => hands.act("undo") },
  { id: "redo", words: "redo it", keys: ["Ctrl+Shift+z", "Ctrl+y"], bar: "redo", when: ({ live, redo }) => live && redo, run: (hands) => hands.act("redo") },
  { id: "search", words: "search all columns of strings", keys: ["/"], bar: "search", when: live, run: (hands) => hands.search() },
  { id: "where", words: "filter by a condition in SQL", keys: ["w"], bar: "where", when: live, run: (hands) => hands.where() },
  { id: "code", words: "the code of these rows: Python, polars, SQL", keys: ["c"], bar: "code", when: live, run: (hands) => hands.code() },
  { id: "find", words: "find a value", keys: ["f"], bar: "find", when: ({ live, rows }) => live && rows > 0, run: (hands) => hands.find() },
  { id: "next", words: "find the next one", keys: ["n", "F3"], when: live, run: (hands) => hands.step(false) },
  { id: "previous", words: "find the one before", keys: ["N", "Shift+F3"], when: live, run: (hands) => hands.step(true) },
  { id: "help", words: "these keys", keys: ["?"], bar: "?", run: (hands) => hands.help() },
];

/** What a key does now. */
export function meaning(key: string, now: Now): Action | undefined {
  return ACTIONS.find(({ keys, when }) => keys?.includes(key) && (when?.(now) ?? true));
}

type Key = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

/** "Ctrl+Shift+z", "Alt+ArrowDown", "S": Cmd is Ctrl, and of what is typed the letter says whether Shift was held. */
export function named({ key, shiftKey, ctrlKey, metaKey, altKey }: Key): string {
  const ctrl = ctrlKey || metaKey;
  const shift = shiftKey && (ctrl || key.length > 1);
  return `${ctrl ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${ctrl && key.length === 1 ? key.toLowerCase() : key}`;
}
