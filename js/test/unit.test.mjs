// The parts without a page: decoding, windows, scroll space, figures, keys. The channel has its own file.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PageCache } from "../.build/src/lib/cache.js";
import { plan } from "../.build/src/lib/fetcher.js";
import { bytes, duration, groups } from "../.build/src/lib/format.js";
import { isHosts, walk } from "../.build/src/lib/keyboard.js";
import { asBytes, Page } from "../.build/src/lib/page.js";
import { ROW, ScrollSpace } from "../.build/src/lib/scroll.js";
import { Selection } from "../.build/src/lib/selection.js";
import { isDark } from "../.build/src/lib/theme.js";
import { ceiling } from "../.build/src/lib/timeline.js";
import { parseRow } from "../.build/src/tools/goto.js";
import { sum } from "../.build/src/tools/sum.js";
import { encodePage } from "../.build/test/page/wire.js";

const texts = [["1", "-22"], ["", "ü…"], ["", "x"]];
const kinds = [[1, 1], [2, 0], [3, 0]];
const sample = (first = 7) => encodePage(first, 2, 3, (row, column) => ({ text: texts[column][row], kind: kinds[column][row], cut: column === 1 && row === 1 }));

describe("page", () => {
  test("reads kinds, cuts and texts, column by column", () => {
    const page = new Page(sample(), 4);
    assert.deepEqual([page.first, page.rows, page.left, page.columns], [7, 2, 4, 3]);
    assert.equal(page.value(8, 4), "-22");
    assert.equal(page.kind(7, 5), 2);
    assert.equal(page.value(7, 5), "");
    assert.equal(page.value(8, 5), "ü…");
    assert.equal(page.cut(8, 5), true);
    assert.equal(page.kind(8, 5), 0);
    assert.equal(page.value(8, 6), "x");
  });
  test("reads a buffer at an odd address", () => {
    const data = sample();
    const odd = new Uint8Array(data.length + 3);
    odd.set(data, 3);
    assert.equal(new Page(odd.subarray(3), 0).value(8, 0), "-22");
  });
  test("reads a first row past 32 bits", () => {
    assert.equal(new Page(sample(9_999_999_999), 0).first, 9_999_999_999);
  });
  test("refuses what is no page, or half of one", () => {
    assert.throws(() => new Page(new Uint8Array(8), 0), /too short/);
    assert.throws(() => new Page(new Uint8Array(64), 0), /unknown format/);
    assert.throws(() => new Page(sample().slice(0, 50), 0), /cut off/);
  });
  test("takes bytes as any host hands them out", () => {
    assert.equal(asBytes(new DataView(new ArrayBuffer(0))), null);
    assert.equal(asBytes("text"), null);
    assert.equal(asBytes(new DataView(new ArrayBuffer(8), 2, 4)).byteLength, 4);
  });
});

describe("cache", () => {
  const page = (first, rows, left, columns) => new Page(encodePage(first, rows, columns, () => ({ text: "abc", kind: 0 })), left);
  test("says how much of a window is missing", () => {
    const cache = new PageCache();
    cache.add(page(0, 10, 0, 4));
    assert.equal(cache.missing(0, 10, 0, 4), "none");
    assert.equal(cache.missing(5, 15, 0, 4), "some");
    assert.equal(cache.missing(5, 8, 2, 6), "some");
    assert.equal(cache.missing(10, 20, 0, 4), "all");
  });
  test("lets the page go that was not drawn for longest", () => {
    const one = page(0, 10, 0, 1);
    const cache = new PageCache(one.bytes * 2);
    cache.add(one);
    cache.add(page(10, 10, 0, 1));
    cache.missing(0, 5, 0, 1);
    cache.add(page(20, 10, 0, 1));
    assert.equal(cache.size, 2);
    assert.ok(cache.find(0, 0));
    assert.equal(cache.find(10, 0), null);
  });
  test("replaces a page that the new one covers", () => {
    const cache = new PageCache();
    cache.add(page(0, 5, 0, 2));
    cache.add(page(0, 10, 0, 2));
    assert.equal(cache.size, 1);
  });
});

describe("the window to ask for", () => {
  const none = { covers: () => false };
  const all = { rows: 1_000_000, columns: 2000 };
  test("is made of whole blocks around what is seen", () => {
    assert.deepEqual(plan({ first: 1000, end: 1018, left: 20, right: 30 }, all, none), { first: 960, end: 1088, left: 16, right: 48 });
  });
  test("ends where the table ends", () => {
    assert.deepEqual(plan({ first: 0, end: 5, left: 0, right: 3 }, { rows: 5, columns: 3 }, none), { first: 0, end: 5, left: 0, right: 3 });
  });
  test("is only what is not at hand", () => {
    const upper = { covers: (first) => first < 64 };
    assert.deepEqual(plan({ first: 40, end: 58, left: 0, right: 3 }, { rows: 1000, columns: 3 }, upper), { first: 64, end: 128, left: 0, right: 3 });
    assert.equal(plan({ first: 0, end: 18, left: 0, right: 3 }, all, { covers: () => true }), null);
  });
});

describe("scroll space", () => {
  const space = (rows) => {
    const made = new ScrollSpace();
    made.resize(rows, 18 * ROW);
    return made;
  };
  test("is native below the cap", () => {
    const short = space(1000);
    assert.equal(short.scaled, false);
    short.scrolled(2400, 0, false);
    assert.equal(short.firstRow, 100);
  });
  test("reaches the last row of a billion, and a notch moves as far as in a short table", () => {
    const long = space(1_000_000_001);
    assert.equal(long.height, 8_000_000);
    long.moveTo(Infinity);
    assert.equal(long.firstRow, 1_000_000_001 - 18);
    assert.equal(Math.abs(long.top - long.maxTop) < 1e-6, true);
    long.moveTo(500_000_000 * ROW);
    const short = space(1000);
    short.moveTo(100 * ROW);
    for (let notch = 0; notch < 7; notch += 1) {
      long.moveBy(120);
      short.moveBy(120);
    }
    assert.equal(long.firstRow - 500_000_000, short.firstRow - 100);
  });
  test("gives the wheel back at both ends", () => {
    const long = space(1_000_000_000);
    assert.equal(long.moveBy(-120), false);
    long.moveTo(Infinity);
    assert.equal(long.moveBy(120), false);
    assert.equal(long.moveBy(-120), true);
  });
  test("maps a drag of the bar by ratio and a small step by pixels", () => {
    const long = space(1_000_000_000);
    long.scrolled(4_000_000, 0, false);
    assert.ok(Math.abs(long.firstRow - 500_000_000) < 100_000);
    const before = long.offset;
    long.scrolled(4_000_048, 4_000_000, false);
    assert.equal(long.offset, before + 48);
    long.scrolled(0, 40, false);
    assert.equal(long.offset, 0);
  });
  test("a wheel step the browser kept does not fall to the edge", () => {
    const long = space(1_000_000_000);
    long.moveTo(2400);
    long.scrolled(0, 60, true);
    assert.equal(long.offset, 2340);
  });
  test("stays in place when rows are added", () => {
    const growing = space(1000);
    growing.moveTo(480);
    growing.resize(5_000_000, 18 * ROW);
    assert.equal(growing.offset, 480);
  });
});

describe("figures", () => {
  test("digits are set apart from five on", () => {
    assert.equal(groups("3225.16"), null);
    assert.deepEqual(groups("-72703.35"), { parts: ["-72", "703"], rest: ".35" });
    assert.deepEqual(groups("1000000000"), { parts: ["1", "000", "000", "000"], rest: "" });
    assert.equal(groups("NaN"), null);
  });
  test("bytes and durations are in units a person reads", () => {
    assert.deepEqual([0, 999, 9_100_000, 184_000_000, 999_960, 2.5e9].map(bytes), ["0 B", "999 B", "9.1 MB", "184 MB", "1.0 MB", "2.5 GB"]);
    assert.deepEqual([0.0001, 0.009, 0.43, 1.34, 75, 3700].map(duration), ["1 ms", "9 ms", "430 ms", "1.3 s", "1 min 15 s", "1 h 1 min"]);
  });
  test("a row can be written in several ways", () => {
    assert.deepEqual(["212 000", "212,000", "-1", "50%", "9999999", "x", ""].map((text) => parseRow(text, 1_000_000)), [212_000, 212_000, 999_999, 500_000, 999_999, null, null]);
  });
  test("sums of decimals are exact", () => {
    assert.deepEqual(sum(["0.1", "0.2"]), { text: "0.3", exact: true });
    assert.deepEqual(sum(["-0.05", "0.02"]), { text: "-0.03", exact: true });
    assert.deepEqual(sum(["9007199254740993", "1"]), { text: "9007199254740994", exact: true });
    assert.deepEqual(sum(["1e3", "1"]), { text: "1001", exact: false });
    assert.equal(sum(["1", "AIR"]), null);
  });
  test("the scale of the timeline is round and calm", () => {
    assert.equal(ceiling(586e6, 1), 8e8);
    assert.equal(ceiling(300e6, 8e8), 4e8);
    assert.equal(ceiling(420e6, 8e8), 8e8);
    assert.ok(ceiling(9.9e8, 1) >= 9.9e8 * 1.04);
  });
  test("dark grounds are told from light ones", () => {
    assert.deepEqual(["rgb(17, 17, 17)", "rgb(255, 255, 255)", "color(srgb 0.1 0.1 0.1)"].map(isDark), [true, false, true]);
  });
});

const key = (name, more = {}) => ({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe("keys that walk", () => {
  const place = { active: { row: 10, column: 2 }, start: { row: 5, column: 0 }, rows: 100, columns: 4, page: 17 };
  const press = (name, more = {}, at = place) => walk(key(name, more), at);
  test("move, page and jump", () => {
    assert.deepEqual(press("ArrowDown"), { row: 11, column: 2 });
    assert.deepEqual(press("PageDown"), { row: 27, column: 2 });
    assert.deepEqual(press("End"), { row: 10, column: 3 });
    assert.deepEqual(press("End", { ctrlKey: true }), { row: 99, column: 3 });
    assert.deepEqual(press("Home", { metaKey: true }), { row: 0, column: 0 });
  });
  test("the first arrow puts the cursor where one is looking", () => {
    assert.deepEqual(press("ArrowDown", {}, { ...place, active: null }), { row: 5, column: 0 });
  });
  test("up from the first row is the header, and down again are the rows in sight", () => {
    assert.deepEqual(press("ArrowUp", {}, { ...place, active: { row: 0, column: 2 } }), { row: -1, column: 2 });
    const header = { ...place, active: { row: -1, column: 2 } };
    assert.deepEqual(press("ArrowRight", {}, header), { row: -1, column: 3 });
    assert.deepEqual(press("ArrowUp", {}, header), { row: -1, column: 2 });
    assert.deepEqual(press("ArrowDown", {}, header), { row: 5, column: 2 });
    assert.deepEqual(press("ArrowRight", {}, { ...header, rows: 0 }), { row: -1, column: 3 });
  });
  test("do not come into the header when they select or jump", () => {
    const first = { ...place, active: { row: 0, column: 2 } };
    assert.deepEqual(press("ArrowUp", { shiftKey: true }, first), { row: 0, column: 2 });
    assert.deepEqual(press("ArrowUp", { ctrlKey: true }, first), { row: 0, column: 2 });
  });
  test("are few: letters and Tab are not", () => {
    for (const name of ["d", "a", "b", "Tab", "x"]) assert.equal(press(name), null);
  });
});

test("undo and redo are the grid's, saving and running the notebook's", () => {
  const hosts = (name, more) => isHosts(key(name, more));
  assert.deepEqual([hosts("z", { ctrlKey: true }), hosts("Z", { ctrlKey: true, shiftKey: true }), hosts("y", { ctrlKey: true })], [false, false, false]);
  assert.deepEqual([hosts("s", { ctrlKey: true }), hosts("Enter", { shiftKey: true }), hosts("C", { metaKey: true, shiftKey: true })], [true, true, true]);
});

test("a selection spans from its anchor", () => {
  const selection = new Selection();
  selection.set({ row: 5, column: 3 });
  selection.set({ row: 2, column: 4 }, true);
  assert.deepEqual(selection.rect, { first: 2, end: 6, left: 3, right: 5 });
  assert.equal(selection.count, 8);
  assert.equal(selection.clear(), true);
  assert.equal(selection.clear(), false);
});
