// The tools' parts without a page: the table of actions, edits of a spec, what a filter is made of, and changes on their way.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Arrangement } from "../.build/src/lib/arrangement.js";
import { effect, signal } from "../.build/src/lib/signal.js";
import { filtered, nulled, same, sorted, switched, turned, unfiltered } from "../.build/src/lib/spec.js";
import { ACTIONS, meaning, named } from "../.build/src/tools/actions.js";
import { Changes } from "../.build/src/tools/changes.js";
import { choices, missing, years } from "../.build/src/tools/choices.js";

describe("a signal", () => {
  test("tells who has read it, once for each change, until they end", () => {
    const [one, two] = [signal(1), signal(10)];
    const seen = [];
    const end = effect(() => seen.push(one() > 1 ? one() + two() : one()));
    two.set(20);
    one.set(1);
    assert.deepEqual(seen, [1]);
    one.set(2);
    two.set(30);
    assert.deepEqual(seen, [1, 22, 32]);
    end();
    one.set(5);
    assert.deepEqual(seen, [1, 22, 32]);
  });
});

describe("the table of actions", () => {
  const now = { live: true, rows: 5, column: true, cell: true, undo: true, redo: true, sorted: null, nulls: null, others: false };
  const key = (name, more = {}) => ({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });
  test("names each once, and no key means two things at a time", () => {
    const ids = ACTIONS.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const state of [now, { ...now, cell: false }, { ...now, live: false }]) {
      const keys = ACTIONS.filter(({ when }) => when?.(state) ?? true).flatMap(({ keys = [] }) => keys);
      // Enter opens a cell, and sorts where there is none.
      assert.deepEqual(keys.filter((each, at) => keys.indexOf(each) !== at && each !== "Enter"), []);
    }
  });
  test("reads keys as they are pressed", () => {
    assert.equal(named(key("Z", { ctrlKey: true, shiftKey: true })), "Ctrl+Shift+z");
    assert.equal(named(key("S", { shiftKey: true })), "S");
    assert.equal(named(key("ArrowDown", { altKey: true })), "Alt+ArrowDown");
    assert.equal(named(key("F10", { shiftKey: true })), "Shift+F10");
  });
  test("means what can be done now", () => {
    assert.equal(meaning("Enter", now).id, "open");
    assert.equal(meaning("Enter", { ...now, cell: false }).id, "sort");
    assert.equal(meaning("Ctrl+z", { ...now, undo: false }), undefined);
    assert.equal(meaning("s", { ...now, live: false }), undefined);
    for (const letter of ["d", "a", "b", "x", "Tab"]) assert.equal(meaning(letter, now), undefined, letter);
  });
});

describe("a spec", () => {
  const up = { column: "a", descending: false, nulls: "last" };
  test("is sorted up, down and not, one column or several", () => {
    const first = turned({}, "a", false);
    assert.deepEqual(first.sort, [up]);
    const second = turned(first, "a", false);
    assert.deepEqual(second.sort, [{ ...up, descending: true }]);
    assert.deepEqual(turned(second, "a", false).sort, []);
    const both = turned(first, "b", true);
    assert.deepEqual(both.sort.map(({ column }) => column), ["a", "b"]);
    assert.deepEqual(turned(both, "a", true).sort.map(({ column, descending }) => [column, descending]), [["a", true], ["b", false]]);
    assert.deepEqual(turned(both, "c", false).sort.map(({ column }) => column), ["c"]);
  });
  test("keeps where nulls are when it is turned", () => {
    const spec = nulled(sorted({}, "a", "up", false), "a", "first");
    assert.deepEqual(sorted(spec, "a", "down", false).sort, [{ column: "a", descending: true, nulls: "first" }]);
  });
  test("gets, changes, switches and loses filters, and never changes itself", () => {
    const spec = filtered({}, { column: "a", test: "null" });
    const off = switched(spec, 0);
    assert.deepEqual(off.filters, [{ column: "a", test: "null", off: true }]);
    assert.deepEqual(switched(off, 0).filters[0].off, false);
    assert.deepEqual(filtered(spec, { column: "a", test: "empty" }, 0).filters, [{ column: "a", test: "empty" }]);
    assert.deepEqual(unfiltered(spec, 0).filters, []);
    assert.deepEqual(spec.filters, [{ column: "a", test: "null" }]);
    assert.ok(same({}, { sort: [], where: null, search: "" }));
    assert.equal(same(spec, off), false);
    assert.ok(same(spec, { filters: [{ off: false, test: "null", negated: false, column: "a", low: null }], sort: [] }));
  });
});

describe("a filter", () => {
  test("is of the kind of its column", () => {
    for (const kind of ["number", "temporal", "text", "bool", "nested", "binary", "null"]) assert.ok(choices(kind).some(({ test }) => test === "null"), kind);
    assert.equal(choices("number")[0].test, "between");
    assert.ok(choices("temporal").some(({ test }) => test === "part"));
  });
  test("is not sent before it says something", () => {
    assert.notEqual(missing({ column: "a", test: "between", low: null, high: null }), null);
    assert.equal(missing({ column: "a", test: "between", low: "1", high: null }), null);
    assert.notEqual(missing({ column: "a", test: "in", values: [] }), null);
    assert.equal(missing({ column: "a", test: "in", values: [null] }), null);
    assert.notEqual(missing({ column: "a", test: "regex", text: "" }), null);
    assert.equal(missing({ column: "a", test: "empty" }), null);
  });
  test("has years and ranges of them", () => {
    assert.deepEqual(years("1994, 1996-1998"), ["1994", "1996", "1997", "1998"]);
    assert.deepEqual(years(""), []);
    assert.equal(years("last year"), null);
    assert.equal(years("1998-1994"), null);
  });
});

describe("changes", () => {
  /** An arrangement whose kernel answers when it is told to. */
  function begin() {
    const asked = [];
    const arrangement = new Arrangement((op, args) => new Promise((answer, refuse) => asked.push({ op, ...args, answer: (view) => answer({ view }), refuse })));
    return { asked, arrangement, changes: Changes.of(arrangement) };
  }
  const view = (rev, spec) => ({ rev, spec, described: {}, undo: rev > 0, redo: false });
  const turn = () => new Promise((done) => setTimeout(done));

  test("are seen at once, and are then what the kernel says", async () => {
    const { asked, arrangement, changes } = begin();
    const done = changes.change({ where: "a" });
    assert.deepEqual([arrangement.shown().spec, arrangement.shown().rev], [{ where: "a" }, 0]);
    await turn();
    asked[0].answer(view(1, { where: "a" }));
    assert.equal(await done, null);
    assert.deepEqual(arrangement.shown(), view(1, { where: "a" }));
  });

  test("made while one is on its way are sent after it, the last of them only", async () => {
    const { asked, arrangement, changes } = begin();
    const all = [changes.change({ where: "a" })];
    await turn();
    all.push(...["b", "c"].map((where) => changes.change({ where })));
    assert.deepEqual(asked.map(({ spec }) => spec.where), ["a"]);
    asked[0].answer(view(1, { where: "a" }));
    await turn();
    assert.deepEqual(asked.map(({ spec }) => spec.where), ["a", "c"]);
    assert.equal(arrangement.shown().spec.where, "c");
    asked[1].answer(view(2, { where: "c" }));
    assert.deepEqual(await Promise.all(all), [null, null, null]);
    assert.equal(arrangement.shown().rev, 2);
  });

  test("that are refused are taken back, and it is said why", async () => {
    const { asked, arrangement, changes } = begin();
    const done = changes.change({ where: "!!" });
    await turn();
    asked[0].refuse(new Error("no such column"));
    assert.match((await done).message, /no such column/);
    assert.deepEqual([arrangement.shown().spec, arrangement.changing], [{}, false]);
  });

  test("of the kernel wait for those of the page", async () => {
    const { asked, changes } = begin();
    void changes.change({ where: "a" });
    const done = changes.act("undo");
    await turn();
    assert.deepEqual(asked.map(({ op }) => op), ["change"]);
    asked[0].answer(view(1, { where: "a" }));
    await turn();
    assert.deepEqual(asked.map(({ op }) => op), ["change", "undo"]);
    asked[1].answer(view(2, {}));
    assert.equal(await done, null);
  });

  test("of the kernel are sent one after the other: each is against what the one before has made", async () => {
    const { asked, changes } = begin();
    const all = [changes.act("undo"), changes.act("undo"), changes.change({ where: "b" })];
    for (let at = 0; at < 3; at += 1) {
      await turn();
      assert.equal(asked.length, at + 1);
      asked[at].answer(view(at + 1, at < 2 ? {} : { where: "b" }));
    }
    assert.deepEqual(await Promise.all(all), [null, null, null]);
    assert.deepEqual(asked.map(({ op }) => op), ["undo", "undo", "change"]);
  });

  test("that changed nothing are not sent", async () => {
    const { asked, changes } = begin();
    assert.equal(await changes.change({ sort: [], where: null }), null);
    assert.equal(asked.length, 0);
  });

  test("word of a revision that was missed is asked for, once", async () => {
    const { asked, arrangement } = begin();
    for (let at = 0; at < 5; at += 1) arrangement.at(3);
    await new Promise((done) => setTimeout(done, 200));
    assert.deepEqual(asked.map(({ op }) => op), ["spec"]);
    asked[0].answer(view(3, { where: "x" }));
    await turn();
    assert.equal(arrangement.shown().spec.where, "x");
    arrangement.take(view(2, { where: "older" }));
    assert.equal(arrangement.shown().spec.where, "x");
  });
});
