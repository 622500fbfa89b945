// A grid that sorts, filters and finds, in a real browser over a fake kernel: what is sent, what is seen, where the focus goes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LAB_DARK, LAB_LIGHT, openGrid, read, settle, useTools } from "./browser.mjs";
import { newPage, page } from "./onpage.mjs";

async function start(options, pageOptions, width) {
  await newPage(pageOptions);
  await openGrid(page, options, width);
}
const log = (op) => page.evaluate((op) => grid.model.kernel.log.filter((each) => each.op === op), op);
const specs = async () => (await log("change")).map(({ spec }) => spec);
const shadow = (selector) => page.evaluate((selector) => [...grid.host.shadowRoot.querySelectorAll(selector)].map((each) => each.textContent), selector);
const focus = () => page.evaluate(() => grid.host.shadowRoot.querySelector(".scroller").focus());
const focused = () => page.evaluate(() => grid.host.shadowRoot.activeElement?.className ?? null);
const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
  await settle(page);
};
const type = async (text) => page.keyboard.type(text);
const arrange = async (spec) => {
  await page.evaluate((spec) => grid.model.arrange(spec), spec);
  await settle(page, 200);
};
/** Clicks the element of a selector that has these words. */
const click = async (selector, words, shift = false) => {
  const box = await page.evaluate(([selector, words]) => {
    const found = [...grid.host.shadowRoot.querySelectorAll(selector)].find((each) => !each.hidden && (words === undefined || each.textContent === words || each.getAttribute("aria-label") === words));
    found?.scrollIntoView({ block: "nearest" });
    return found?.getBoundingClientRect().toJSON();
  }, [selector, words]);
  assert.ok(box && box.width > 0, `nothing to click: ${selector} ${words}`);
  if (shift) await page.keyboard.down("Shift");
  await page.mouse.click(box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 12));
  if (shift) await page.keyboard.up("Shift");
  await settle(page, 150);
};
const header = (name, shift) => click(".h b", name, shift);
const heads = () => page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".h")].filter((head) => head.querySelector(".mark").textContent).map((head) => [head.querySelector("b").textContent, head.querySelector(".mark").textContent, head.getAttribute("aria-sort")]));
const open = (selector) => page.evaluate((selector) => grid.host.shadowRoot.querySelector(selector)?.matches(":popover-open") ?? false, selector);

describe("the tools", () => {
  test("are asked for when somebody comes, once for all grids of a page, and again if they did not come", async () => {
    await start({ tools: false, doing: "busy" });
    await settle(page, 700);
    assert.equal((await log("tools")).length, 0, "a kernel that works is left alone");
    await page.evaluate(() => (grid.model.kernel.fail = { type: "ValueError", message: "not now", retry: true }));
    await focus();
    await settle(page, 150);
    await press("?");
    assert.match((await read(page)).foot, /this cannot be done now: not now/);
    await page.evaluate(() => (grid.model.kernel.fail = null));
    await useTools(page);
    await openGrid(page);
    assert.equal((await log("tools")).length, 0, "the second grid has them at hand");
    assert.ok((await shadow(".words .word")).includes("find"));
  });

  test("do what was wanted before they came", async () => {
    await start({ tools: false });
    await page.evaluate(() => (grid.model.kernel.latency = 300));
    await header("l_quantity");
    await settle(page, 900);
    assert.deepEqual((await specs()).map(({ sort }) => sort[0].column), ["l_quantity"]);
  });

  test("keys pressed before they came are typed into what the first of them opens", async () => {
    await start({ tools: false, rows: 100_000 });
    await page.evaluate(() => (grid.model.kernel.latency = 300));
    await focus();
    await press("g", "1", "5", "0", "9", "Backspace", "0", "0", "Enter");
    assert.equal((await read(page)).firstRow, 0);
    await page.waitForFunction(() => grid.host.shadowRoot.querySelector(".words"));
    await settle(page, 900);
    assert.match((await read(page)).foot, /row 15\s?000 of|row 1499\d of|row 149\d\d/);
    assert.equal(await focused(), "scroller");
  });

  test("keys that walk come after those that wait, and Esc forgets all", async () => {
    await start({ tools: false });
    await page.evaluate(() => (grid.model.kernel.latency = 300));
    await focus();
    await press("ArrowDown", "s", "ArrowRight", "S");
    await page.waitForFunction(() => grid.host.shadowRoot.querySelector(".words"));
    await settle(page, 900);
    assert.deepEqual((await specs()).at(-1).sort.map(({ column }) => column), ["l_orderkey", "l_linenumber"]);
    await start({ tools: false });
    await page.evaluate(() => (grid.model.kernel.latency = 2500));
    await focus();
    await press("ArrowDown", "s", "Escape");
    await page.waitForFunction(() => grid.host.shadowRoot.querySelector(".words"));
    await settle(page, 500);
    assert.deepEqual(await specs(), []);
    assert.equal(await focused(), "scroller");
  });

  test("are not there without a kernel, and nothing invites to use them", async () => {
    const view_state = { rev: 0, spec: { filters: [{ column: "l_open", test: "true" }] }, described: { filters: [{ words: "is true" }] }, undo: true, redo: false };
    await start({ comm_live: false, state: { view_state } });
    await focus();
    await settle(page);
    const { bar } = await read(page);
    assert.equal(bar.trim(), "l_open is true");
    assert.deepEqual(await page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".bar button")].map((each) => each.disabled || each.hidden)), [true, true]);
  });

  test("open a sheet of the keys, made of the same table", async () => {
    await start();
    await focus();
    await press("?");
    assert.equal(await open(".help"), true);
    const said = await shadow(".help dd");
    for (const words of ["undo the last change of the view", "find a value", "go to a row", "keep this value only"]) assert.ok(said.includes(words), words);
    await press("Escape");
    assert.deepEqual([await open(".help"), await focused()], [false, "scroller"]);
  });

  test("are one stop for Tab before the rows, from there with the arrows", async () => {
    await start();
    await focus();
    await press("Shift+Tab");
    const at = () => page.evaluate(() => grid.host.shadowRoot.activeElement.textContent);
    assert.equal(await at(), "+ filter");
    await press("ArrowRight", "ArrowRight");
    assert.equal(await at(), "where");
    await press("Home", "ArrowLeft");
    assert.equal(await at(), "?");
    await press("Shift+Tab");
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.activeElement), null);
  });
});

test("the tools are there a moment after the rows, when nobody comes", async () => {
  await start({ tools: false });
  await page.waitForFunction(() => grid.host.shadowRoot.querySelector(".words"));
  assert.equal((await log("tools")).length, 1);
});

describe("sorting", () => {
  test("a click on a name sorts up, down and not; Shift adds a column", async () => {
    await start({ rows: 100_000 });
    await header("l_quantity");
    assert.deepEqual(await heads(), [["l_quantity", "▲", "ascending"]]);
    await header("l_quantity");
    assert.deepEqual(await heads(), [["l_quantity", "▼", "descending"]]);
    assert.equal((await read(page)).rows[0][1], String(99_999 * 14 + 3), "the rows are those of the new view");
    await header("l_shipmode", true);
    assert.deepEqual(await heads(), [["l_quantity", "▼1", "descending"], ["l_shipmode", "▲2", null]]);
    await header("l_quantity", true);
    await header("l_shipmode");
    await header("l_shipmode");
    assert.deepEqual(await heads(), []);
    assert.equal((await read(page)).rows[0][1], "3");
  });

  test("an edge that is drawn sorts nothing", async () => {
    await start();
    const box = await page.evaluate(() => grid.host.shadowRoot.querySelector(".edge").getBoundingClientRect().toJSON());
    await page.mouse.move(box.x + 4, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 44, box.y + 10, { steps: 3 });
    await page.mouse.up();
    await settle(page, 200);
    assert.deepEqual(await specs(), []);
  });

  test("by keyboard: up into the header, Enter or s sorts, S adds, Alt+Down has the rest", async () => {
    await start();
    await focus();
    await press("ArrowDown", "ArrowUp");
    const active = () => page.evaluate(() => {
      const root = grid.host.shadowRoot;
      const found = root.getElementById(root.querySelector(".scroller").getAttribute("aria-activedescendant"));
      return [found?.getAttribute("role"), found?.querySelector("b")?.textContent ?? found?.textContent];
    });
    assert.deepEqual(await active(), ["columnheader", "l_orderkey"]);
    await press("ArrowRight", "Enter");
    await settle(page);
    assert.deepEqual(await heads(), [["l_linenumber", "▲", "ascending"]]);
    assert.deepEqual(await active(), ["columnheader", "l_linenumber"]);
    await press("ArrowRight", "S");
    await settle(page);
    assert.deepEqual((await heads()).map(([name]) => name), ["l_linenumber", "l_quantity"]);
    await press("Alt+ArrowDown");
    assert.equal(await open(".menu[role=menu]"), true);
    assert.deepEqual(await shadow("[role=menuitem] span"), ["sort descending", "nulls first", "do not sort by this", "filter this column", "fit the width"]);
    await press("ArrowDown", "Enter");
    await settle(page);
    assert.deepEqual((await specs()).at(-1).sort[1], { column: "l_quantity", descending: false, nulls: "first" });
    await press("ArrowDown");
    assert.deepEqual((await active())[0], "gridcell");
  });

  test("headers of numbers stand over their values, and a mark covers no name", async () => {
    await start();
    await header("l_quantity");
    const found = await page.evaluate(() => {
      const head = [...grid.host.shadowRoot.querySelectorAll(".h")][2];
      const end = (node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return range.getBoundingClientRect();
      };
      const cell = [...grid.host.shadowRoot.querySelectorAll(".row .c")][2];
      const [name, mark] = [end(head.querySelector("b")), end(head.querySelector(".mark"))];
      return { gap: Math.abs(name.right - end(cell).right), apart: mark.top >= name.bottom - 3 };
    });
    assert.ok(found.gap < 1.5, `${found.gap}`);
    assert.equal(found.apart, true);
  });

  test("starts at the first rows, the cursor in its column", async () => {
    await start({ rows: 100_000 });
    await focus();
    await press("ArrowDown", "ArrowRight", "ArrowRight", "Control+End", "Control+ArrowLeft", "ArrowRight", "s");
    await settle(page, 200);
    const { firstRow, state } = await read(page);
    assert.deepEqual([firstRow, state], [0, "ready"]);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".c.active").getAttribute("aria-colindex")), "3");
  });
});

describe("filters", () => {
  const chips = () => shadow(".chip .word:first-child");

  test("are chips in the kernel's words, with what is wrong; the footer says from how many", async () => {
    await start({ rows: 1_000_000 });
    await arrange({ filters: [{ column: "l_quantity", test: "between", low: "10", high: "20" }, { column: "gone", test: "null", off: true }], where: "l_open" });
    assert.deepEqual(await chips(), ["l_quantity 10 … 20", "gone is null · there is no column gone", "where l_open"]);
    assert.deepEqual(await page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".chip")].map((each) => each.className)), ["chip", "chip off bad", "chip"]);
    assert.match((await read(page)).foot, /row 0 of 250000 · from 1000000/);
  });

  test("of numbers are a range; Enter applies, and the focus is in the rows again", async () => {
    await start({ rows: 1_000_000 });
    await focus();
    await press("ArrowDown", "ArrowRight", "ArrowRight", "+");
    assert.equal(await open(".filter"), true);
    await type("10");
    await press("Tab");
    await type("20");
    await press("Enter");
    await settle(page);
    assert.deepEqual((await specs()).at(-1).filters, [{ column: "l_quantity", test: "between", negated: false, off: false, low: "10", high: "20" }]);
    assert.deepEqual([await open(".filter"), await focused(), await chips()], [false, "scroller", ["l_quantity 10 … 20"]]);
    // The chip opens it with what it has.
    await click(".chip .word", "l_quantity 10 … 20");
    assert.deepEqual(await page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".filter .range input")].map(({ value }) => value)), ["10", "20"]);
    await click(".filter .word", "switch off");
    assert.equal((await specs()).at(-1).filters[0].off, true);
    assert.match((await read(page)).foot, /of 1000000 /);
    await click(".chip .word", "remove l_quantity 10 … 20");
    assert.deepEqual([(await specs()).at(-1).filters, await chips(), await focused()], [[], [], "scroller"]);
  });

  test("that say nothing yet are not sent", async () => {
    await start();
    await focus();
    await press("ArrowDown", "+", "Enter");
    assert.deepEqual([await specs(), await shadow(".filter > .wrong")], [[], ["from, to, or both"]]);
    await press("Escape");
    assert.equal(await focused(), "scroller");
  });

  test("by values are chosen from what the kernel counts, null and empty too, searched and paged", async () => {
    await start();
    await focus();
    await press("ArrowDown", ...Array(8).fill("ArrowRight"), "+");
    await settle(page);
    const asked = (await log("values")).at(-1);
    assert.deepEqual([asked.column, asked.search, asked.offset, asked.limit], [8, "", 0, 100]);
    assert.deepEqual((await shadow(".values label")).slice(0, 3), ["null1000000", '""999993', "value 0999986"]);
    await page.evaluate(() => (grid.host.shadowRoot.querySelector(".values .list").scrollTop = 1e5));
    await settle(page);
    assert.deepEqual([(await log("values")).at(-1).offset, (await shadow(".values label")).length], [100, 200]);
    await click(".values label", "null1000000");
    await page.evaluate(() => grid.host.shadowRoot.querySelector(".values > input").focus());
    await type("value 77");
    await settle(page, 400);
    assert.equal((await log("values")).at(-1).search, "value 77");
    await click(".values label", (await shadow(".values label"))[1]);
    await click(".filter .tick", "not");
    await click(".filter .word", "apply");
    const [filter] = (await specs()).at(-1).filters;
    assert.deepEqual([filter.test, filter.values, filter.negated], ["in", [null, "value 770"], true]);
    assert.deepEqual(await chips(), ["l_shipmode not is null, value 770"]);
  });

  test("of strings and times have their own, all by keyboard", async () => {
    await start();
    await focus();
    await press("ArrowDown", ...Array(9).fill("ArrowRight"), "+");
    assert.deepEqual(await shadow(".filter .tests .word"), ["values", "contains", "starts with", "ends with", "regex", "from … to", "empty", "null"]);
    await press("Shift+Tab", "Shift+Tab");
    await page.evaluate(() => grid.host.shadowRoot.querySelector('.filter [aria-checked="true"]').focus());
    await press("ArrowRight", "Tab");
    await type("fox");
    await press("Enter");
    await settle(page);
    assert.deepEqual((await specs()).at(-1).filters[0], { column: "l_comment", test: "contains", negated: false, off: false, text: "fox", case: false });
    await arrange({});
    await focus();
    await press("ArrowLeft", "ArrowLeft", "+");
    await click(".filter .tests .word", "part of it");
    await page.evaluate(() => {
      const select = grid.host.shadowRoot.querySelector(".filter select");
      select.value = "weekday";
      select.dispatchEvent(new Event("change"));
    });
    await click(".days .tick", "Mon");
    await click(".days .tick", "Sun");
    await click(".filter .word", "apply");
    const { part, values, test: kind } = (await specs()).at(-1).filters[0];
    assert.deepEqual([kind, part, values], ["part", "weekday", ["1", "7"]]);
  });

  test("begin with a column that is chosen by a part of its name", async () => {
    await start();
    await click(".word", "+ filter");
    await type("ship");
    assert.deepEqual(await page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".pop:popover-open .list .word span")].map((each) => each.textContent)), ["l_shipdate", "l_shipmode"]);
    await press("ArrowDown", "ArrowDown", "Enter");
    assert.deepEqual(await shadow(".filter header b"), ["l_shipmode"]);
  });

  test("that the kernel refuses stay open and say why", async () => {
    await start();
    await focus();
    await press("ArrowDown", "+");
    await type("abc");
    await page.evaluate(() => (grid.model.kernel.fail = { type: "TypeError", message: "abc is no int64", hint: "a whole number" }));
    await press("Enter");
    await settle(page);
    assert.deepEqual([await open(".filter"), await shadow(".filter > .wrong"), await chips()], [true, ["abc is no int64\na whole number"], []]);
  });

  test("of a cell's value: keep, exclude, from the keyboard and its menu", async () => {
    await start({ rows: 1_000_000 });
    await focus();
    await press("ArrowDown", ...Array(8).fill("ArrowRight"), "=");
    await settle(page);
    assert.deepEqual((await log("keep")).map(({ row, column, negated }) => [row, column, negated]), [[0, 8, false]]);
    assert.match((await read(page)).foot, /of 500000 · from 1000000/);
    const box = await page.evaluate(() => grid.host.shadowRoot.querySelector(".c.active").getBoundingClientRect().toJSON());
    await page.mouse.click(box.x + 20, box.y + 36, { button: "right" });
    await settle(page);
    const items = await shadow("[role=menuitem] span");
    assert.ok(items.some((each) => /^exclude /.test(each)), items.join());
    await click("[role=menuitem] span", items.find((each) => /^exclude /.test(each)));
    assert.deepEqual((await log("keep")).map(({ row, negated }) => [row, negated]).at(-1), [1, true]);
  });

  test("that nothing passes say so, and the grid keeps its height", async () => {
    await start({ rows: 1000 });
    const height = await page.evaluate(() => grid.host.offsetHeight);
    await page.evaluate(() => grid.model.tell({ rev: 1, rows: 0, total: 1000, total_exact: true }));
    await settle(page, 200);
    assert.deepEqual(await shadow(".none:not([hidden])"), ["no row passes the filters"]);
    assert.equal(await page.evaluate(() => grid.host.offsetHeight), height);
    assert.match((await read(page)).foot, /no rows · from 1000/);
  });

  test("and names are text, whatever they look like", async () => {
    await start();
    const evil = "<img src=x onerror=window.hacked=1>";
    await arrange({ filters: [{ column: evil, test: "contains", text: evil }], search: evil });
    assert.ok((await chips())[0].includes(evil));
    await page.evaluate((evil) => {
      grid.model.kernel.arranged.answer = () => ({ values: [{ text: evil, count: 1 }], distinct: 1 });
    }, evil);
    await focus();
    await press("ArrowDown", ...Array(8).fill("ArrowRight"), "+");
    await settle(page);
    assert.ok((await shadow(".values label"))[0].includes(evil));
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
  });
});

describe("a condition and a search", () => {
  test("a condition that is wrong says so under it, where; the right one is a chip", async () => {
    await start({ rows: 1_000_000 });
    await focus();
    await press("w");
    await type("a > !! 3");
    await press("Enter");
    assert.deepEqual(await shadow("pre.wrong:not([hidden])"), ["a > !! 3\n    ^\nsql: expected an expression, found !!\na condition is true or false"]);
    assert.deepEqual(await page.evaluate(() => [grid.host.shadowRoot.activeElement.selectionStart, grid.host.shadowRoot.activeElement.getAttribute("aria-invalid")]), [4, ""]);
    assert.equal(await page.evaluate(() => grid.model.kernel.status.rev), 0);
    await press("Control+a");
    await type("a > 3");
    assert.deepEqual(await shadow("pre.wrong:not([hidden])"), []);
    await press("Enter");
    await settle(page);
    assert.deepEqual([await shadow(".chip .word:first-child"), await focused()], [["where a > 3"], "scroller"]);
    await click(".chip .word", "where a > 3");
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".box input").value), "a > 3");
    await press("Control+a", "Delete", "Enter");
    await settle(page);
    assert.deepEqual(await shadow(".chip"), []);
  });

  test("a search is one for all columns of strings, and goes with its cross", async () => {
    await start({ rows: 1_000_000 });
    await focus();
    await press("/");
    await type("fox");
    await press("Enter");
    await settle(page);
    assert.deepEqual((await specs()).at(-1).search, "fox");
    assert.match((await read(page)).foot, /of 500000 · from 1000000/);
    await click(".chip .word", "remove search fox");
    assert.match((await read(page)).foot, /of 1000000 12/);
  });
});

describe("what a condition can go on with", () => {
  const offered = () => page.evaluate(() => (grid.host.shadowRoot.querySelector(".offer")?.matches(":popover-open") ? [...grid.host.shadowRoot.querySelectorAll(".offer [role=option] span")].map((each) => each.textContent) : null));
  const box = () => page.evaluate(() => grid.host.shadowRoot.querySelector(".box input").value);
  const aria = (name) => page.evaluate((name) => grid.host.shadowRoot.querySelector(".box input").getAttribute(name), name);

  test("is offered as one types; Tab takes the first, the arrows choose, Enter takes what is chosen", async () => {
    await start();
    await focus();
    await press("w");
    assert.equal(await offered(), null, "nothing is offered before something is typed");
    await type("l_sh");
    await settle(page);
    assert.deepEqual(await offered(), ["l_shipdate", "l_shipmode"]);
    assert.deepEqual([await aria("role"), await aria("aria-expanded"), await aria("aria-activedescendant")], ["combobox", "true", null]);
    await press("ArrowDown", "ArrowDown", "ArrowUp");
    const first = (await offered())[0];
    const chosen = await page.evaluate((id) => grid.host.shadowRoot.getElementById(id).firstChild.textContent, await aria("aria-activedescendant"));
    assert.equal(chosen, first);
    await press("Enter");
    assert.deepEqual([await box(), await offered()], [first, null]);
    assert.deepEqual(await specs(), [], "it is not sent by that");
    await type(" li");
    await settle(page);
    await press("Tab");
    assert.equal(await box(), `${first} LIKE`);
    await type(" low");
    await settle(page);
    await press("Tab");
    assert.equal(await box(), `${first} LIKE lower(`);
  });

  test("has the values of a column after =, and Esc closes the list before the box", async () => {
    await start();
    await focus();
    await press("w");
    await type("l_shipmode = ");
    await settle(page, 200);
    assert.deepEqual((await offered()).slice(0, 2), ["''", "'value 0'"]);
    assert.deepEqual((await log("values")).map(({ search, filtered }) => [search, filtered]), [["", false]]);
    await press("Escape");
    assert.deepEqual([await offered(), await box()], [null, "l_shipmode = "]);
    await press("Control+ ");
    await settle(page, 200);
    await press("ArrowDown", "ArrowDown", "Tab");
    assert.equal(await box(), "l_shipmode = 'value 0'");
    await press("Enter");
    assert.deepEqual((await specs()).map(({ where }) => where), ["l_shipmode = 'value 0'"]);
    assert.equal(await offered(), null);
  });

  test("leaves Enter to the condition where nothing was chosen", async () => {
    await start();
    await focus();
    await press("w");
    await type("l_s");
    await settle(page);
    assert.ok((await offered()).length > 1);
    await press("Enter");
    assert.deepEqual((await specs()).map(({ where }) => where), ["l_s"]);
  });
});

describe("find", () => {
  test("goes to the next and the one before, and says when there is none", async () => {
    await start({ rows: 1_000_000 });
    await focus();
    await press("ArrowDown", "f");
    await type("fox");
    await press("Enter");
    await settle(page);
    const asked = (await log("find")).at(-1);
    assert.deepEqual([asked.text, asked.row, asked.column, asked.backwards], ["fox", 0, 0, false]);
    const cursor = () => page.evaluate(() => grid.host.shadowRoot.querySelector(".c.active").closest(".row").querySelector(".n").textContent);
    assert.equal(await cursor(), "100");
    assert.match((await read(page)).bar, /row 100 · l_quantity/);
    await press("Enter");
    await press("ArrowUp");
    assert.equal(await cursor(), "100");
    await press("Control+a");
    await type("nowhere");
    await press("Enter");
    assert.match((await read(page)).bar, /not found/);
    await press("Escape");
    assert.deepEqual([await focused(), (await shadow(".box")).length], ["scroller", 0]);
    await press("n");
    assert.equal((await log("find")).at(-1).text, "nowhere");
  });

  test("the newest question counts, and a closed box is not answered", async () => {
    await start({ rows: 1_000_000 });
    await focus();
    await press("ArrowDown", "f");
    await type("fox");
    await page.evaluate(() => (grid.model.kernel.latency = 400));
    await page.keyboard.press("Enter");
    await settle(page, 250);
    assert.match((await read(page)).bar, /looking for it/);
    await press("Escape");
    assert.equal((await log("find")).at(-1).text, "", "a question without a text ends the one before");
    await settle(page, 500);
    assert.equal((await read(page)).firstRow, 0);
  });
});

describe("changes", () => {
  test("are undone and redone by keys and words, wherever they were made", async () => {
    await start({ rows: 1_000_000 });
    await header("l_quantity");
    await arrange({ search: "fox" });
    await focus();
    await press("Control+z");
    await settle(page);
    assert.deepEqual([await shadow(".chip"), (await heads()).length], [[], 1]);
    await press("Control+z");
    await settle(page);
    assert.deepEqual(await heads(), []);
    assert.equal((await shadow(".words .word:not([hidden])")).includes("undo"), false);
    await click(".words .word", "redo");
    assert.equal((await heads()).length, 1);
    await focus();
    await press("Control+Shift+z");
    await settle(page);
    assert.deepEqual(await shadow(".chip .word:first-child"), ["search fox"]);
  });

  test("can be had as code, in three languages", async () => {
    await start();
    await arrange({ where: "l_open" });
    await click(".words .word", "code");
    assert.deepEqual(await shadow(".code-of pre"), ['python: {"where":"l_open"}']);
    await click(".code-of .word", "polars");
    assert.deepEqual(await shadow(".code-of pre"), ['polars: {"where":"l_open"}']);
    await press("Escape");
    assert.equal(await focused(), "scroller");
  });

  test("made fast are seen at once and end as the last one says", async () => {
    await start({ rows: 1_000_000 });
    await page.evaluate(() => (grid.model.kernel.latency = 1500));
    for (const name of ["l_quantity", "l_discount", "l_shipmode"]) {
      await page.evaluate((name) => [...grid.host.shadowRoot.querySelectorAll(".h")].find((each) => each.querySelector("b").textContent === name).click(), name);
      await page.waitForFunction((name) => [...grid.host.shadowRoot.querySelectorAll(".h")].filter((each) => each.querySelector(".mark").textContent).map((each) => each.querySelector("b").textContent).join() === name, name);
    }
    await page.waitForFunction(() => grid.model.kernel.status.rev === 2);
    await settle(page, 1800);
    assert.deepEqual((await heads()).map(([head]) => head), ["l_shipmode"]);
    assert.equal((await log("change")).length, 2);
    assert.equal((await read(page)).state, "ready");
  });

  test("against another one are taken back, and it is said", async () => {
    await start({ rows: 1_000_000 });
    // Python was first, and word of it is lost.
    await page.evaluate(() => {
      grid.model.kernel.arranged.change({ where: "l_open" });
      grid.model.kernel.state();
    });
    await header("l_quantity");
    await settle(page, 200);
    assert.deepEqual([await heads(), await shadow(".chip .word:first-child")], [[], ["where l_open"]]);
    assert.match((await read(page)).foot, /changed in another place/);
  });

  test("of which word is lost are asked for", async () => {
    await start({ rows: 1_000_000 });
    await page.evaluate(() => {
      grid.model.kernel.arranged.change({ where: "l_open" });
      grid.model.tell({});
    });
    await settle(page, 500);
    assert.deepEqual([(await log("spec")).length, await shadow(".chip .word:first-child")], [1, ["where l_open"]]);
    assert.equal((await read(page)).rows[1][1], String(2 * 14 + 3));
  });

  test("are in the first frame of a grid that has them", async () => {
    const view_state = { rev: 4, spec: { sort: [{ column: "l_orderkey", descending: true }], where: "l_open" }, described: {}, undo: false, redo: false };
    await start({ rows: 1000, status: { rev: 4 }, state: { view_state, page: new Uint8Array() } });
    assert.deepEqual([await heads(), await shadow(".chip .word:first-child")], [[["l_orderkey", "▼", "descending"]], ["where l_open"]]);
    assert.equal((await log("spec")).length, 0);
  });

  test("that have no rows yet leave those that were, dimmed, and those of another run never", async () => {
    await start({ rows: 1000 });
    await page.evaluate(() => grid.model.tell({ rev: 1, rows: 0, total: 1000, exact: false, state: "running" }));
    await settle(page, 200);
    const seen = () => page.evaluate(() => [grid.host.shadowRoot.querySelector(".body").className, grid.host.shadowRoot.querySelectorAll(".body .row").length, grid.host.dataset.state]);
    assert.deepEqual(await seen(), ["body dim", 18, "loading"]);
    await page.evaluate(() => grid.model.tell({ rows: 12, exact: true, state: "done" }));
    await settle(page, 200);
    assert.deepEqual(await seen(), ["body", 12, "ready"]);
    await page.evaluate(() => grid.model.tell({ epoch: 9, rows: 0, exact: false, state: "running" }));
    await settle(page, 200);
    assert.deepEqual((await seen()).slice(0, 2), ["body", 0]);
  });

  test("that take long show their phase, and can be stopped", async () => {
    await start({ rows: 1_000_000 });
    await header("l_quantity");
    await page.evaluate(() => grid.model.tell({ state: "running", exact: false, rows: 5000, seconds: 2, progress: { phase: "sorting", fraction: 0.4 } }));
    await settle(page);
    assert.match((await read(page)).foot, /of 5000 so far .*sorting, 2.0 s, 40 % stop/);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".progress").hidden), false);
  });
});

test("rows without an order say so", async () => {
  await start({ status: { ordered: false } });
  assert.match((await read(page)).foot, /no order/);
});

test("a grid is made higher by its edge or by keys, and stays so", async () => {
  await start();
  const rows = async () => (await read(page)).rows.length;
  const box = await page.evaluate(() => grid.host.getBoundingClientRect().toJSON());
  await page.mouse.move(box.x + 300, box.bottom - 3);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.bottom - 3 + 24 * 4, { steps: 4 });
  await page.mouse.up();
  await settle(page, 200);
  assert.equal(await rows(), 22);
  await focus();
  await press("Alt+Shift+ArrowUp");
  await settle(page, 700);
  assert.deepEqual([await rows(), await page.evaluate(() => grid.model.state.ui.height)], [21, 21]);
  await page.evaluate(async () => {
    grid.cleanup();
    Object.assign(grid, await harness.view(grid.widget, grid.model));
  });
  await settle(page, 200);
  assert.equal(await rows(), 21);
});

test("rows of a dense grid are lower, and where one clicks is where one looks", async () => {
  await start({ grid: { density: "compact" } });
  const box = await page.evaluate(() => grid.host.shadowRoot.querySelector(".body").getBoundingClientRect().toJSON());
  assert.equal(box.height, 18 * 20);
  await page.mouse.click(box.x + 150, box.y + 20 * 10 + 10);
  await settle(page);
  assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".c.active").closest(".row").querySelector(".n").textContent), "10");
  await focus();
  await press("Control+End");
  await settle(page, 200);
  assert.equal((await read(page)).rows.at(-1)[0], "59999999");
});

test("a column is made wider by keys", async () => {
  await start();
  await focus();
  const width = () => page.evaluate(() => grid.host.shadowRoot.querySelector(".h").offsetWidth);
  const before = await width();
  await press("ArrowDown", "Alt+Shift+ArrowRight", "Alt+Shift+ArrowRight", "Alt+Shift+ArrowLeft");
  assert.equal(await width(), before + 16);
});

test("nodes lie in the order of their rows, wherever one has scrolled", async () => {
  await start();
  for (const top of [24, 60, 3000, 2950, 2940, 240_000, 239_000, 0, 10]) {
    await page.evaluate((top) => (grid.host.shadowRoot.querySelector(".scroller").scrollTop = top), top);
    await settle(page, 100);
    const rows = await page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".body .row")].map((row) => Number(row.getAttribute("aria-rowindex"))));
    assert.ok(rows.length >= 18);
    assert.deepEqual(rows, rows.toSorted((a, b) => a - b), `at ${top}`);
  }
});

describe("the look", () => {
  for (const [name, options] of Object.entries({ light: { style: LAB_LIGHT }, dark: { style: LAB_DARK } })) {
    test(`all words of the tools can be read: ${name}`, async () => {
      await start({}, options);
      await arrange({ filters: [{ column: "l_open", test: "true", off: true }, { column: "gone", test: "null" }, { column: "l_quantity", test: "null" }], sort: [{ column: "l_quantity", descending: true }] });
      await focus();
      await press("ArrowDown", ...Array(8).fill("ArrowRight"), "+");
      await settle(page);
      const ratios = await page.evaluate(() => {
        const rgb = (text) => {
          const values = text.match(/[\d.]+/g).map(Number);
          return text.startsWith("color(") ? values.map((value, at) => (at < 3 ? value * 255 : value)) : values;
        };
        const over = (front, back) => front.slice(0, 3).map((value, at) => value * (front[3] ?? 1) + back[at] * (1 - (front[3] ?? 1)));
        const luminance = (colour) => colour.map((value) => value / 255).map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)).reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
        const ground = (node) => {
          for (let up = node; up; up = up.parentElement) {
            const colour = rgb(getComputedStyle(up).backgroundColor);
            if ((colour[3] ?? 1) > 0.99) return colour.slice(0, 3);
          }
          return [255, 255, 255];
        };
        const root = grid.host.shadowRoot;
        return [".chip b", ".chip span", ".chip.off span", ".chip i", ".chips > .word", ".words .word", ".mark", ".filter header span", ".filter .tests .word", ".values .null", ".values .m", ".filter footer .word"].map((selector) => {
          const found = root.querySelector(selector);
          const back = ground(found);
          const [a, b] = [luminance(over(rgb(getComputedStyle(found).color), back)), luminance(back)];
          return [selector, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
        });
      });
      for (const [selector, ratio] of ratios) assert.ok(ratio >= 4.5, `${selector} ${ratio.toFixed(2)}`);
    });
  }

  test("the toolbar has its height in the first frame, whatever comes into it", async () => {
    await start({ tools: false });
    const tops = () => page.evaluate(() => [".scroller", ".foot"].map((part) => grid.host.shadowRoot.querySelector(part).getBoundingClientRect().top));
    const before = await tops();
    await useTools(page);
    await arrange({ filters: Array.from({ length: 12 }, (_, at) => ({ column: `l_column_of_a_long_name_${at}`, test: "null" })) });
    assert.deepEqual(await tops(), before);
    await focus();
    await press("w");
    assert.deepEqual(await tops(), before);
  });
});
