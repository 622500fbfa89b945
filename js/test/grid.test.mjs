// The grid in a real browser, over a fake model: what is drawn, what is asked for, where keys and wheel go.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LAB_DARK, LAB_LIGHT, openGrid, read, settle } from "./browser.mjs";
import { newPage, page } from "./onpage.mjs";

async function start(options, pageOptions, width) {
  await newPage(pageOptions);
  await openGrid(page, options, width);
}
const inGrid = (selector) => page.evaluate((selector) => grid.host.shadowRoot.querySelector(selector)?.textContent ?? null, selector);
const press = (word) => page.evaluate((word) => [...grid.host.shadowRoot.querySelectorAll(".word")].find((each) => each.textContent === word && !each.hidden).click(), word);
const log = (op) => page.evaluate((op) => grid.model.kernel.log.filter((each) => each.op === op), op);
/** The texts of cells that do not fit into them. */
const cut = (cells) => page.evaluate((cells) => [...grid.host.shadowRoot.querySelectorAll(cells)].filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent), cells);
const focus = () => page.evaluate(() => grid.host.shadowRoot.querySelector(".scroller").focus());
const wheel = async (y, times = 1) => {
  const box = await page.evaluate(() => grid.host.getBoundingClientRect().toJSON());
  await page.mouse.move(box.x + 300, box.y + 200);
  for (let at = 0; at < times; at += 1) {
    await page.mouse.wheel(0, y);
    await settle(page, 80);
  }
  await settle(page, 250);
};
const goTo = async (row) => {
  await focus();
  await page.keyboard.press("g");
  await page.keyboard.type(String(row));
  await page.keyboard.press("Enter");
  await settle(page, 250);
};

describe("the first frame", () => {
  test("is drawn inside render, before it is on the page and without asking", async () => {
    await newPage();
    const found = await page.evaluate(async () => {
      const model = harness.gridModel();
      const { widget } = await harness.open(model);
      const el = document.createElement("div");
      await widget.render({ model: model.proxy(), el });
      const root = el.querySelector(".pyrust-live").shadowRoot;
      return {
        text: root.querySelector(".row .c").textContent,
        height: root.querySelector(".scroller").style.height,
        asked: model.kernel.log.length,
        mark: performance.getEntriesByName("pyrust:painted").length,
      };
    });
    assert.equal(found.text, "3");
    assert.equal(found.height, `${44 + 18 * 24}px`);
    assert.equal(found.asked, 0);
    await page.waitForFunction(() => performance.getEntriesByName("pyrust:painted").length === 1);
  });

  test("asks for nothing until somebody scrolls, then also for what is near", async () => {
    await start();
    await settle(page, 400);
    assert.equal((await log("rows")).length, 0);
    await wheel(120);
    assert.equal((await log("rows")).length, 1);
  });

  test("has the height it keeps", async () => {
    await start();
    const before = await page.evaluate(() => grid.host.offsetHeight);
    await goTo(1_000_000);
    assert.equal(await page.evaluate(() => grid.host.offsetHeight), before);
    await page.evaluate(() => grid.model.tell({ state: "running", seconds: 3 }));
    await settle(page);
    assert.equal(await page.evaluate(() => grid.host.offsetHeight), before);
  });

  test("shows kinds as what they are, and markup as text", async () => {
    await start();
    const { rows } = await read(page);
    assert.equal(rows[0][0], "0");
    assert.equal(rows[4][5], "null");
    assert.equal(rows[7][9], '""');
    assert.equal(rows[9][10].endsWith("…"), true);
    assert.equal(rows[3][10].startsWith("<img src=x"), true);
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
    assert.equal(await inGrid(".h b"), "l_orderkey");
    assert.equal(await inGrid(".h i"), "int64");
  });

  test("a short table is as high as its rows, an empty one says so", async () => {
    await start({ rows: 3 });
    assert.equal((await read(page)).rows.length, 3);
    assert.match((await read(page)).foot, /row 0 of 3 12 columns/);
    await page.context().close();
    await start({ rows: 0 });
    assert.match((await read(page)).foot, /no rows/);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".none").hidden), false);
  });
});

describe("scrolling", () => {
  test("goes to any row, and asks for one window of whole blocks", async () => {
    await start();
    await goTo(50_000_000);
    const { firstRow, rows, state, foot } = await read(page);
    assert.equal(firstRow, 50_000_000);
    assert.equal(state, "ready");
    assert.equal(rows[0][1], String(50_000_000 * 14 + 3));
    assert.match(foot, /row 50000000 of 60000000/);
    const asked = (await log("rows")).at(-1);
    assert.ok(asked.first % 64 === 0 && asked.count % 64 === 0 && asked.count <= 256);
    assert.ok(asked.columns[1] - asked.columns[0] <= 32);
  });

  test("a wheel notch moves as many rows at a billion as at the top", async () => {
    const moves = [];
    for (const [rows, row] of [[1000, 100], [1_000_000_000, 100], [1_000_000_000, 500_000_000], [1_000_000_000, 999_999_000]]) {
      await start({ rows });
      await goTo(row);
      await wheel(120, 3);
      const down = (await read(page)).firstRow - row;
      await wheel(-120, 2);
      moves.push([down, (await read(page)).firstRow - row]);
      await page.context().close();
    }
    assert.deepEqual(moves, [[15, 5], [15, 5], [15, 5], [15, 5]]);
    await start({ rows: 3 });
  });

  test("the last row of a billion is reached by key, by bar and by number", async () => {
    await start({ rows: 1_000_000_001 });
    await focus();
    await page.keyboard.press("Control+End");
    await settle(page, 250);
    assert.equal((await read(page)).rows.at(-1)[0], "1000000000");
    await page.keyboard.press("Control+Home");
    await page.evaluate(() => (grid.host.shadowRoot.querySelector(".scroller").scrollTop = 1e9));
    await settle(page, 250);
    assert.equal((await read(page)).rows.at(-1)[0], "1000000000");
    await goTo("-1");
    assert.equal((await read(page)).rows.at(-1)[0], "1000000000");
  });

  test("the wheel goes on to the page at the ends", async () => {
    for (const rows of [1000, 1_000_000_000]) {
      await start({ rows });
      await goTo(rows - 1);
      await wheel(120);
      assert.ok((await page.evaluate(() => scrollY)) > 0, `${rows} rows`);
      await page.context().close();
    }
    await start({ rows: 3 });
  });

  test("keeps few nodes, however many columns there are", async () => {
    await start({ columns: 2000 });
    const { nodes } = await read(page);
    assert.ok(nodes < 1200, `${nodes} nodes`);
    await focus();
    await page.keyboard.press("End");
    await settle(page, 250);
    const { rows, nodes: later, state } = await read(page);
    assert.equal(state, "ready");
    assert.ok(rows[0].length < 30 && later < 1400);
    assert.equal(await page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".h b")].at(-1).textContent), "l_shipdate_1999");
    assert.ok((await log("rows")).at(-1).columns[1] === 2000);
  });

  test("drawing a page can take less than 4 ms", async () => {
    await start();
    const times = [];
    for (let at = 1; at <= 15; at += 1) {
      await page.evaluate((top) => (grid.host.shadowRoot.querySelector(".scroller").scrollTop = top), at * 300_000);
      await settle(page, 60);
      times.push(await page.evaluate(() => __pyrust__.probe.drawMs));
    }
    times.sort((a, b) => a - b);
    console.log(`# draw: median ${times[7].toFixed(2)} ms, worst ${times.at(-1).toFixed(2)} ms`);
    // The least of them: this machine may be busy with other work.
    assert.ok(times[0] < 4);
  });

  test("the old rows stay for a moment, then missing cells are bars, then rows", async () => {
    await start();
    await page.evaluate(() => (grid.model.kernel.latency = 350));
    await focus();
    // Watched from inside: the moment at which the rows change is too short to be met from here.
    await page.evaluate(() => {
      globalThis.changed = 0;
      grid.host.addEventListener("keydown", () => (globalThis.pressed = performance.now()), { capture: true });
      new MutationObserver(() => (changed ||= performance.now())).observe(grid.host, { attributeFilter: ["data-first-row"] });
    });
    await page.keyboard.press("Control+End");
    await settle(page, 200);
    assert.ok((await page.evaluate(() => changed - pressed)) >= 75);
    const waiting = await read(page);
    assert.equal(waiting.state, "loading");
    assert.equal(waiting.rows.at(-1)[0], "59999999");
    assert.ok(await page.evaluate(() => grid.host.shadowRoot.querySelectorAll(".c.away").length > 50));
    await settle(page, 400);
    assert.equal((await read(page)).state, "ready");
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelectorAll(".c.away").length), 0);
  });

  test("only the newest window is waited for", async () => {
    await start();
    await page.evaluate(() => (grid.model.kernel.latency = 100));
    for (let at = 1; at <= 10; at += 1) {
      await page.evaluate((top) => (grid.host.shadowRoot.querySelector(".scroller").scrollTop = top), at * 500_000);
      await settle(page, 16);
    }
    await settle(page, 400);
    const { firstRow, state, rows } = await read(page);
    assert.equal(state, "ready");
    assert.equal(rows[0][1], String(firstRow * 14 + 3));
    assert.ok((await log("rows")).length <= 9);
  });
});

describe("when things go wrong", () => {
  test("a lost message is sent again, nothing else is noticed", async () => {
    await start();
    await page.evaluate(() => (grid.model.kernel.lose = 1));
    await goTo(7_000_000);
    await settle(page, 500);
    assert.equal((await read(page)).state, "ready");
    const asked = await log("rows");
    assert.equal(asked.at(-1).rid, asked.at(-2).rid);
  });

  test("a busy kernel is said, and the rows come when it is free", async () => {
    await start();
    await page.evaluate(() => (grid.model.kernel.silent = true));
    await goTo(7_000_000);
    await settle(page, 1300);
    const busy = await read(page);
    assert.equal(busy.state, "busy");
    assert.match(busy.foot, /the kernel is busy, rows load when it is free/);
    await page.evaluate(() => (grid.model.kernel.silent = false));
    await settle(page, 2300);
    const free = await read(page);
    assert.equal(free.state, "ready");
    assert.equal(free.foot.includes("busy"), false);
  });

  test("without a kernel the saved rows are shown and said to be", async () => {
    await start({ comm_live: false });
    await settle(page, 1200);
    const { rows, foot, state } = await read(page);
    assert.equal(rows[0][1], "3");
    assert.equal(state, "gone");
    assert.match(foot, /no kernel: showing the first rows/);
  });

  test("an error stands over the rows, which stay; retry brings the rows", async () => {
    await start();
    await page.evaluate(() => (grid.model.kernel.fail = { type: "ReadError", message: "read: the file is gone", hint: "put it back", retry: true }));
    await focus();
    await page.keyboard.press("Control+End");
    await settle(page, 300);
    assert.equal((await read(page)).state, "error");
    assert.equal(await inGrid(".trouble .what"), "read: the file is gone");
    assert.equal(await inGrid(".trouble .m"), "put it back");
    const asked = (await log("rows")).length;
    await settle(page, 300);
    assert.equal((await log("rows")).length, asked, "a failed window is not asked for again and again");
    await page.evaluate(() => (grid.model.kernel.fail = null));
    await press("retry");
    await settle(page, 300);
    assert.equal((await read(page)).state, "ready");
  });

  test("retry begins a failed run anew, and says it again if it fails again", async () => {
    const broken = { state: "failed", exact: false, error: "cast: x is not a valid int8" };
    await start({ rows: 100, status: broken });
    assert.equal(await inGrid(".trouble .what"), broken.error);
    await page.evaluate(() => (grid.model.kernel.onRetry = {}));
    await press("retry");
    await settle(page, 300);
    assert.equal((await log("retry")).length, 1);
    assert.equal(await inGrid(".trouble .what"), broken.error);
    assert.equal((await read(page)).state, "error");
    // Whatever was wrong is mended: the rows are those of the new run.
    await page.evaluate(() => (grid.model.kernel.onRetry = { state: "done", exact: true, error: null, rows: 90 }));
    await press("retry");
    await settle(page, 300);
    assert.equal((await read(page)).state, "ready");
    assert.match((await read(page)).foot, /of 90/);
    assert.equal((await log("rows")).at(-1).first, 0, "the rows of the run before are not kept");
  });

  test("after a restart every grid says so at once, asks for nothing and shows no bars", async () => {
    await start();
    await page.evaluate(() => grid.model.restart());
    await settle(page, 100);
    assert.match((await read(page)).foot, /the kernel was restarted: run the cell again/);
    await goTo(7_000_000);
    await settle(page, 300);
    const { state, foot } = await read(page);
    assert.equal(state, "gone");
    assert.match(foot, /the kernel was restarted/);
    assert.equal((await log("rows")).length, 0);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelectorAll(".c.away").length), 0);
    assert.match(await inGrid(".none:not([hidden])"), /not loaded/);
  });

  test("a window that failed keeps no other view's rows away", async () => {
    await start();
    await page.evaluate(async () => {
      globalThis.first = { ...grid };
      grid.model.kernel.fail = { type: "ReadError", message: "read: gone", retry: true };
    });
    await goTo(5_000_000);
    await page.evaluate(async () => {
      Object.assign(grid, await harness.view(grid.widget, grid.model));
      grid.model.kernel.fail = null;
    });
    await settle(page);
    await goTo(9_000_000);
    assert.equal((await read(page)).rows[0][1], String(9_000_000 * 14 + 3));
  });

  test("a broken page is trouble, not a lost grid", async () => {
    await newPage();
    await page.evaluate(async () => {
      const model = harness.gridModel();
      model.state.page = new DataView(new ArrayBuffer(50));
      const { widget } = await harness.open(model);
      globalThis.grid = { model, ...(await harness.view(widget, model)) };
    });
    await settle(page, 50);
    assert.match(await inGrid(".trouble .what"), /unknown format/);
  });
});

describe("runs", () => {
  test("growing rows are so far, a run can be stopped, a pause goes on", async () => {
    await start({ rows: 1000, status: { exact: false, state: "running", seconds: 0.4 } });
    let { foot } = await read(page);
    assert.match(foot, /of 1000 so far/);
    assert.match(foot, /running, 400 ms stop/);
    await page.evaluate(() => grid.model.tell({ rows: 5_000_000, paused: true }));
    await settle(page);
    ({ foot } = await read(page));
    assert.match(foot, /of 5000000 so far/);
    assert.match(foot, /load more/);
    assert.match((await read(page)).foot, /paused/);
    await press("load more");
    await settle(page);
    assert.equal((await log("more")).length, 1);
    await press("stop");
    await settle(page);
    assert.match((await read(page)).foot, /stopped/);
  });

  test("a run that has ended while it waited says so, and goes on as one that waits", async () => {
    await start({ rows: 70_000, status: { exact: false, state: "waiting", paused: true, stopped: true } });
    assert.match((await read(page)).foot, /stopped after these rows/);
    await press("go on");
    await settle(page);
    assert.deepEqual((await log("more")).map(({ rows }) => rows), [70_001]);
  });

  const paused = { rows: 70_000, status: { exact: false, state: "running", paused: true } };

  test("a run that waits goes on when one scrolls to its end, once", async () => {
    await start(paused);
    await wheel(120, 2);
    assert.equal((await log("more")).length, 0);
    await focus();
    await page.keyboard.press("Control+End");
    await settle(page, 300);
    assert.equal((await log("more")).length, 1);
  });

  test("a row that is not there yet is waited for, and gone to when it comes", async () => {
    await start(paused);
    await goTo("30,000,000");
    assert.deepEqual((await log("more")).map(({ rows }) => rows), [30_000_001]);
    assert.match((await read(page)).foot, /row 30000000 is not there yet/);
    const push = (more) => page.evaluate((more) => grid.model.tell(more), more);
    await push({ rows: 9_000_000, paused: false });
    await settle(page);
    assert.equal((await read(page)).rows.at(-1)[0], "8999999");
    await push({ rows: 40_000_000 });
    await settle(page, 300);
    assert.equal((await read(page)).firstRow, 30_000_000);
    await goTo("50,000,000");
    await push({ rows: 41_000_000, state: "done", exact: true });
    await settle(page, 300);
    const { rows, foot } = await read(page);
    assert.equal(rows.at(-1)[0], "40999999");
    assert.match(foot, /row 40999999 is the last/);
  });

  test("what is no row is answered in words, and can be typed anew", async () => {
    await start();
    await goTo("1e3");
    const { firstRow, foot } = await read(page);
    assert.deepEqual([firstRow, /a row is a number/.test(foot)], [0, true]);
    await page.keyboard.type("50%");
    await page.keyboard.press("Enter");
    await settle(page, 300);
    assert.equal((await read(page)).firstRow, 30_000_000);
  });

  test("whoever scrolls away is not taken back", async () => {
    await start(paused);
    await goTo(30_000_000);
    await focus();
    await page.keyboard.press("Control+Home");
    await settle(page);
    await page.evaluate(() => grid.model.tell({ rows: 40_000_000 }));
    await settle(page, 200);
    assert.equal((await read(page)).firstRow, 0);
  });

  test("the place is kept while the rows are still coming", async () => {
    await start({ rows: 100, status: { exact: false, state: "running" }, state: { ui: { row: 5000, left: 0, widths: {}, cell: [5003, 1] } } });
    await settle(page, 700);
    assert.equal(await page.evaluate(() => grid.model.state.ui.row), 5000);
    await page.evaluate(() => grid.model.tell({ rows: 9000, state: "done", exact: true }));
    await settle(page, 300);
    assert.equal((await read(page)).firstRow, 5000);
    assert.equal(await inGrid(".c.active"), (await read(page)).rows[3][2]);
  });

  test("a lost word of the end is asked for", async () => {
    await start({ rows: 100, status: { exact: false, state: "running" } });
    await page.evaluate(() => Object.assign(grid.model.kernel.status, { state: "done", exact: true, rows: 120 }));
    await page.waitForFunction(() => /of 120/.test(grid.host.shadowRoot.querySelector(".foot").innerText) && !/running/.test(grid.host.shadowRoot.querySelector(".foot").innerText));
    const asked = (await log("sync")).length;
    await settle(page, 2200);
    assert.equal((await log("sync")).length, asked);
  });

  test("how a run ended is read from a saved notebook, and nothing runs without a kernel", async () => {
    const running = { exact: false, state: "running", seconds: 0.012 };
    await start({ rows: 100, status: running, state: { status: { rows: 120, exact: true, state: "done" } }, comm_live: false });
    assert.match((await read(page)).foot, /of 120/);
    await page.context().close();
    await start({ rows: 100, status: running, comm_live: false });
    assert.equal((await read(page)).foot.includes("running"), false);
  });

  test("the line shows a run, as far as it is known", async () => {
    await start({ status: { state: "running", exact: false } });
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".progress").className), "progress going");
    const bar = () => page.evaluate(() => {
      const line = grid.host.shadowRoot.querySelector(".progress");
      return [line.getAttribute("role"), line.getAttribute("aria-valuenow"), line.getAttribute("aria-valuetext")];
    });
    assert.deepEqual(await bar(), ["progressbar", null, "running"]);
    const progress = { phase: "building the join", fraction: 0.25, rows: 41_000_000, bytes_read: 2.1e9, reserved: 1e9, spilled: 3e9, seconds_left: 12 };
    await page.evaluate((progress) => grid.model.tell({ seconds: 4, progress }), progress);
    await settle(page);
    const words = "building the join, 4.0 s, 25 %, 41000000 rows, 2.1 GB read, 1.0 GB of memory, 3.0 GB on disk, about 12.0 s left";
    assert.deepEqual(await bar(), ["progressbar", "25", words]);
    assert.ok((await read(page)).foot.includes(words));
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".progress i").style.transform), "scaleX(0.25)");
    await page.evaluate(() => grid.model.tell({ state: "done", exact: true }));
    await settle(page);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".progress").hidden), true);
  });
});

describe("hands", () => {
  test("keys of the notebook stay in the grid; the second Esc leaves", async () => {
    await start();
    await page.evaluate(() => {
      globalThis.heard = [];
      document.addEventListener("keydown", (event) => heard.push(event.key));
    });
    await focus();
    for (const key of ["ArrowDown", "d", "d", "a", "b", "x"]) await page.keyboard.press(key);
    assert.deepEqual(await page.evaluate(() => heard), []);
    await page.keyboard.press("Escape");
    assert.deepEqual(await page.evaluate(() => heard), []);
    await page.keyboard.press("Escape");
    assert.deepEqual(await page.evaluate(() => [heard, document.activeElement.tagName]), [["Escape"], "MAIN"]);
    assert.equal(await page.evaluate(() => grid.host.dataset.lmSuppressShortcuts), "true");
  });

  test("keys that save, search or run are the notebook's, at once and with its shortcuts on", async () => {
    await start();
    // As JupyterLab does, on the document and before the grid, and as Notebook 7 does, after it.
    await page.evaluate(() => {
      globalThis.heard = [];
      const note = (event) => {
        const on = !grid.host.hasAttribute("data-lm-suppress-shortcuts");
        if (event.key.length > 1 ? event.key === "Enter" : true) heard.push([event.key, on, document.activeElement.tagName]);
      };
      document.addEventListener("keydown", note, true);
      document.addEventListener("keydown", (event) => heard.push(event.key));
    });
    await focus();
    await page.keyboard.press("ArrowDown");
    await page.evaluate(() => (heard.length = 0));
    await page.keyboard.press("Control+s");
    assert.deepEqual(await page.evaluate(() => heard.filter((each) => each !== "Control")), [["s", true, "DIV"], "s"]);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.activeElement.className), "scroller");
    await page.evaluate(() => (heard.length = 0));
    await page.keyboard.press("Shift+Enter");
    // The cell has the focus before its notebook hears of the key.
    assert.deepEqual(await page.evaluate(() => heard.filter((each) => each !== "Shift")), [["Enter", true, "MAIN"], "Enter"]);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".pop").matches(":popover-open")), false);
    await focus();
    await page.keyboard.press("Control+c");
    assert.equal(await page.evaluate(() => grid.host.dataset.lmSuppressShortcuts), "true");
  });

  test("Ctrl+A selects all rows and scrolls nowhere", async () => {
    await start();
    await focus();
    await page.keyboard.press("Control+a");
    await settle(page);
    const { firstRow, foot } = await read(page);
    assert.equal(firstRow, 0);
    assert.match(foot, /720000000 cells/);
    assert.equal(await page.evaluate(() => getSelection().toString()), "");
    await page.keyboard.press("Control+c");
    await settle(page);
    assert.match((await read(page)).foot, /at most 100 000 cells/);
  });

  test("arrows walk, Shift selects, the footer adds up exactly", async () => {
    await start();
    await focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    for (let at = 0; at < 2; at += 1) await page.keyboard.press("Shift+ArrowDown");
    await settle(page);
    const { rows, foot } = await read(page);
    const total = rows.slice(0, 3).reduce((sum, row) => sum + Number(row[3]), 0).toFixed(2);
    assert.ok(foot.includes(`l_quantity: 3, sum ${total}`), foot);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelectorAll(".picked").length), 3);
    assert.equal(await page.evaluate(() => {
      const root = grid.host.shadowRoot;
      const id = root.querySelector(".scroller").getAttribute("aria-activedescendant");
      return root.getElementById(id).textContent;
    }), rows[2][3]);
  });

  test("PageDown keeps the cursor's place on the screen", async () => {
    await start({ rows: 1_000_000_000 });
    await goTo(500_000_000);
    await page.keyboard.press("PageDown");
    await page.keyboard.press("PageDown");
    await settle(page, 200);
    assert.equal((await read(page)).firstRow, 500_000_034);
  });

  test("a drag selects a rectangle and Ctrl+C copies its raw values", async () => {
    await newPage({ permissions: ["clipboard-read", "clipboard-write"] });
    await openGrid(page);
    const box = await page.evaluate(() => grid.host.shadowRoot.querySelector(".body").getBoundingClientRect().toJSON());
    await page.mouse.move(box.x + 120, box.y + 12);
    await page.mouse.down();
    await page.mouse.move(box.x + 150, box.y + 40);
    await page.mouse.move(box.x + 240, box.y + 60);
    await page.mouse.up();
    await page.keyboard.press("Control+c");
    await settle(page, 200);
    const asked = (await log("copy")).at(-1);
    assert.deepEqual([asked.first, asked.count, asked.columns], [0, 3, [0, 2]]);
    assert.match((await read(page)).foot, /copied 6 cells/);
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^3\t\d\n17\t\d\n31\t\d$/);
  });

  test("a cut cell opens whole in the top layer and Esc closes it", async () => {
    await start();
    await focus();
    await page.keyboard.press("ArrowDown");
    for (let at = 0; at < 9; at += 1) await page.keyboard.press("ArrowDown");
    for (let at = 0; at < 9; at += 1) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await settle(page, 200);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".pop").matches(":popover-open")), true);
    assert.equal((await inGrid(".pop pre")).length, 5000);
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".pop").matches(":popover-open")), false);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.activeElement.className), "scroller");
    assert.equal((await read(page)).state, "ready");
  });

  test("an open cell tells null and the empty string from strings of the same letters, and copies neither", async () => {
    const opened = async (row, column) => {
      await page.evaluate(() => navigator.clipboard.writeText("before"));
      await focus();
      await page.keyboard.press("Control+Home");
      for (let at = 0; at < row; at += 1) await page.keyboard.press("ArrowDown");
      for (let at = 0; at < column; at += 1) await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await settle(page, 200);
      const found = await page.evaluate(() => {
        const pop = grid.host.shadowRoot.querySelector(".pop");
        const pre = pop.querySelector("pre");
        pop.querySelector("button").click();
        return [pre.textContent, pre.className];
      });
      await settle(page, 200);
      await page.keyboard.press("Escape");
      return [...found, await page.evaluate(() => navigator.clipboard.readText())];
    };
    await newPage({ permissions: ["clipboard-read", "clipboard-write"] });
    await openGrid(page);
    assert.deepEqual(await opened(4, 4), ["null", "null", ""]);
    assert.deepEqual(await opened(7, 8), ['""', "empty", ""]);
    const { rows } = await read(page);
    const plain = rows.findIndex((row) => row[9] === "null");
    assert.notEqual(plain, -1);
    assert.deepEqual(await opened(plain, 8), ["null", "", "null"]);
  });

  test("an open cell goes when one clicks elsewhere, scrolls or resizes, and never takes the focus along", async () => {
    const open = () => page.evaluate(() => grid.host.shadowRoot.querySelector(".pop").matches(":popover-open"));
    await start();
    const box = await page.evaluate(() => grid.host.shadowRoot.querySelector(".body").getBoundingClientRect().toJSON());
    const endings = {
      click: async () => page.mouse.click(5, 700),
      "scroll of the page": async () => page.evaluate(() => scrollBy(0, 30)),
      "wheel over the rows": async () => {
        await page.mouse.move(box.x + 300, box.y + 300);
        await page.mouse.wheel(0, 240);
      },
      resize: async () => page.setViewportSize({ width: 1200, height: 760 }),
    };
    for (const [name, end] of Object.entries(endings)) {
      await page.evaluate(() => scrollTo(0, 0));
      await settle(page);
      await page.mouse.dblclick(box.x + 300, box.y + 60);
      await settle(page);
      assert.equal(await open(), true, name);
      await page.mouse.click(...(await page.evaluate(() => {
        const { x, y } = grid.host.shadowRoot.querySelector(".pop pre").getBoundingClientRect();
        return [x + 5, y + 5];
      })));
      assert.equal(await open(), true, `${name}: a click in it`);
      await end();
      await settle(page, 200);
      assert.equal(await open(), false, name);
      if (name === "click") assert.equal(await page.evaluate(() => grid.host.shadowRoot.activeElement), null);
    }
  });

  test("a view that goes while the pointer is held asks for nothing more", async () => {
    await start();
    const box = await page.evaluate(() => grid.host.shadowRoot.querySelector(".body").getBoundingClientRect().toJSON());
    await page.mouse.move(box.x + 120, box.y + 12);
    await page.mouse.down();
    await page.mouse.move(box.x + 120, box.bottom + 60);
    await settle(page, 200);
    await page.evaluate(() => grid.cleanup());
    await settle(page, 200);
    const asked = (await log("rows")).length;
    await settle(page, 400);
    assert.equal((await log("rows")).length, asked);
  });

  test("a copy without the clipboard's leave keeps the focus in the rows", async () => {
    await start();
    await page.evaluate(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.addEventListener("copy", () => (globalThis.copied = true));
    });
    await focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Control+c");
    await page.waitForFunction(() => globalThis.copied);
    await settle(page);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.activeElement?.className), "scroller");
  });

  test("a column is made wider by its edge, fitted by a double click, and stays so", async () => {
    await start();
    const edge = () => page.evaluate(() => grid.host.shadowRoot.querySelector(".edge").getBoundingClientRect().toJSON());
    const box = await edge();
    await page.mouse.move(box.x + 4, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 64, box.y + 10, { steps: 3 });
    await page.mouse.up();
    await settle(page);
    assert.equal(Math.round((await edge()).x - box.x), 60);
    await settle(page, 700);
    assert.ok((await page.evaluate(() => grid.model.state.ui.widths.l_orderkey)) > 100);
    const wide = await edge();
    await page.mouse.dblclick(wide.x + 4, wide.y + 10);
    await settle(page);
    assert.ok((await edge()).x < wide.x);
  });

  test("Tab goes on", async () => {
    await start();
    await focus();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.activeElement.textContent), "go to row");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.activeElement), null);
  });
});

describe("its life", () => {
  test("place, widths and cursor survive a view that is taken away", async () => {
    await start({ rows: 1_000_000_000 });
    await goTo(123_456_789);
    await settle(page, 700);
    assert.equal(await page.evaluate(() => grid.model.state.ui.row), 123_456_789);
    await page.evaluate(async () => {
      grid.cleanup();
      Object.assign(grid, await harness.view(grid.widget, grid.model));
    });
    await settle(page, 200);
    const { firstRow, rows } = await read(page);
    assert.equal(firstRow, 123_456_789);
    assert.equal(rows[0][0], "123456789");
  });

  test("a view that is moved off the page and back keeps its place", async () => {
    await start();
    await goTo(5000);
    await page.evaluate(async () => {
      grid.el.remove();
      await new Promise((done) => setTimeout(done, 100));
      document.querySelector("main").append(grid.el);
    });
    await settle(page, 200);
    assert.equal((await read(page)).firstRow, 5000);
    await wheel(24);
    assert.equal((await read(page)).firstRow, 5001);
  });

  test("two views of a model scroll apart and share what they loaded", async () => {
    await start();
    await page.evaluate(async () => {
      globalThis.first = { ...grid };
      Object.assign(grid, await harness.view(grid.widget, grid.model));
    });
    await settle(page);
    await goTo(777_777);
    assert.equal((await read(page)).firstRow, 777_777);
    assert.equal(await page.evaluate(() => first.host.dataset.firstRow), "0");
    assert.equal(await page.evaluate(() => grid.model.listeners.get("msg:custom").size), 1);
  });

  test("nothing listens after cleanup", async () => {
    await start();
    await page.evaluate(() => {
      grid.cleanup();
      grid.initialised();
    });
    assert.deepEqual(await page.evaluate(() => [grid.model.listenerCount, document.querySelectorAll(".pyrust-live").length, __pyrust__.probe.listeners]), [0, 0, 0]);
  });

  test("a grid is drawn for the width of the one before it, and not again when it comes on the page", async () => {
    await start({ columns: 60 }, {}, 600);
    const [before, after] = await page.evaluate(async () => {
      const model = harness.gridModel({ columns: 60 });
      const { widget } = await harness.open(model);
      const el = Object.assign(document.createElement("div"), { style: "width:600px" });
      await widget.render({ model: model.proxy(), el });
      const cells = () => [...el.querySelector(".pyrust-live").shadowRoot.querySelectorAll(".body .c")];
      const drawn = cells();
      document.querySelector("main").append(el);
      for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
      return [drawn.length, cells().filter((cell) => drawn.includes(cell)).length];
    });
    assert.ok(before > 18);
    assert.equal(after, before);
  });

  test("the bundle is imported once per page, and its address is given back", async () => {
    await start();
    const found = await page.evaluate(async () => {
      let made = 0;
      const { createObjectURL } = URL;
      URL.createObjectURL = (blob) => ((made += 1), createObjectURL.call(URL, blob));
      for (let at = 0; at < 3; at += 1) await harness.open(harness.gridModel());
      URL.createObjectURL = createObjectURL;
      return { made, kept: Object.keys(__pyrust__).sort() };
    });
    // Each instance imports its own loader, as the host does; none imports the bundle again.
    assert.equal(found.made, 3);
    assert.deepEqual(found.kept, ["hash-of-grid", "hash-of-grid-tools", "probe"]);
  });
});

describe("the look", () => {
  const colours = () => page.evaluate(() => {
    const style = (selector) => getComputedStyle(grid.host.shadowRoot.querySelector(selector));
    const rgb = (text) => {
      const values = text.match(/[\d.]+/g).map(Number);
      return (text.startsWith("color(") ? values.map((value, at) => (at < 3 ? value * 255 : value)) : values);
    };
    const luminance = (colour) => colour.slice(0, 3).map((value) => value / 255).map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)).reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
    const over = (front, back) => front.slice(0, 3).map((value, at) => value * (front[3] ?? 1) + back[at] * (1 - (front[3] ?? 1)));
    const contrast = (front, back) => {
      const [a, b] = [luminance(over(rgb(front), rgb(back))), luminance(rgb(back))];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    };
    const panel = style(".foot").backgroundColor;
    const ground = style(".root").backgroundColor;
    return {
      ground,
      dark: grid.host.hasAttribute("data-dark"),
      contrasts: {
        text: contrast(style(".c").color, ground),
        null: contrast(style(".c.null").color, ground),
        type: contrast(style(".h i").color, ground),
        number: contrast(style(".n").color, panel),
        foot: contrast(style(".foot").color, panel),
        link: contrast(style(".foot .word").color, panel),
        warm: contrast(style(".foot .warm").color, panel),
      },
    };
  });
  const themes = {
    "light of its own": {},
    "dark of its own": { colorScheme: "dark" },
    "JupyterLab light": { style: LAB_LIGHT },
    "JupyterLab dark": { style: LAB_DARK },
    "JupyterLab light on a dark system": { style: LAB_LIGHT, colorScheme: "dark" },
  };
  for (const [name, options] of Object.entries(themes)) {
    test(`all text can be read: ${name}`, async () => {
      await start({}, options);
      const { contrasts, dark } = await colours();
      for (const [part, ratio] of Object.entries(contrasts)) assert.ok(ratio >= 4.5, `${part} ${ratio.toFixed(2)}`);
      assert.equal(dark, /dark/.test(name) && !/light on/.test(name));
    });
  }

  test("a change of theme is followed at once, every time", async () => {
    await start({}, { style: LAB_LIGHT });
    for (let at = 0; at < 6; at += 1) {
      // As JupyterLab does: the old sheet goes, for a moment there is none, then the new one comes.
      await page.evaluate(() => document.documentElement.removeAttribute("style"));
      await settle(page, at * 8);
      await page.evaluate((style) => document.documentElement.setAttribute("style", style), at % 2 ? LAB_LIGHT : LAB_DARK);
      await settle(page, 100);
      const { ground, dark, contrasts } = await colours();
      assert.equal(ground, at % 2 ? "rgb(255, 255, 255)" : "rgb(17, 17, 17)");
      assert.equal(dark, at % 2 === 0);
      for (const [part, ratio] of Object.entries(contrasts)) assert.ok(ratio >= 4.5, `${at} ${part} ${ratio.toFixed(2)}`);
    }
  });

  test("nothing is cut after the host's type has grown, and all of it grows", async () => {
    await start({}, { style: LAB_LIGHT });
    const sizes = () => page.evaluate(() => [".c", ".c.code", ".n", ".h i", ".foot"].map((part) => parseFloat(getComputedStyle(grid.host.shadowRoot.querySelector(part)).fontSize)));
    await focus();
    await page.keyboard.press("End");
    await settle(page, 250);
    const before = await sizes();
    await page.evaluate((style) => document.documentElement.setAttribute("style", style), LAB_LIGHT.replace("13px", "16px"));
    await settle(page, 200);
    (await sizes()).forEach((size, at) => assert.ok(Math.abs(size / before[at] - 16 / 13) < 0.01, `${at}: ${size}`));
    assert.deepEqual(await cut(".row:not([hidden]) .c.r, .row:not([hidden]) .n"), []);
  });

  test("nested and binary values have the room they need", async () => {
    await start();
    await focus();
    await page.keyboard.press("End");
    await settle(page, 250);
    assert.deepEqual(await cut(".row:not([hidden]) .c.code"), []);
  });

  test("a name of blanks, of nothing or of two lines is seen, above its type", async () => {
    const columns = [["", '""'], [" a ", "␣a␣"], ["b\nc", "b↵c"]].map(([name, label]) => ({ name, label, type: "int64", kind: "number" }));
    await start({ columns: 3, grid: { columns } });
    const heads = await page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".h")].map((head) => {
      const [name, type] = [head.querySelector("b"), head.querySelector("i")];
      return [name.textContent, type.textContent, type.getBoundingClientRect().bottom <= head.getBoundingClientRect().bottom && name.offsetHeight > 0];
    }));
    assert.deepEqual(heads, [['""', "int64", true], ["␣a␣", "int64", true], ["b↵c", "int64", true]]);
    await focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await settle(page);
    assert.match((await read(page)).foot, /"": 2, sum/);
  });

  test("digits are set apart by styling: the text of a cell is the raw value", async () => {
    await start();
    await goTo(100_000);
    assert.equal((await read(page)).rows[0][1], "1400003");
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelectorAll(".c .g").length > 10), true);
  });

  test("a number is never cut, however long it gets further down", async () => {
    await start({ rows: 1_000_000_000 });
    await goTo(900_000_000);
    assert.deepEqual(await cut(".row:not([hidden]) .c.r"), []);
    const wide = await page.evaluate(() => grid.host.shadowRoot.querySelector(".h").offsetWidth);
    await goTo(0);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".h").offsetWidth), wide);
  });

  test("decimal points of a column stand under each other", async () => {
    await start();
    const points = await page.evaluate(() => {
      const found = new Set();
      for (const cell of grid.host.shadowRoot.querySelectorAll('.c[aria-colindex="6"]')) {
        const at = cell.textContent.indexOf(".");
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(cell.firstChild, at);
        range.setEnd(cell.firstChild, at + 1);
        found.add(Math.round(range.getBoundingClientRect().left * 2) / 2);
      }
      return [...found];
    });
    assert.ok(Math.max(...points) - Math.min(...points) <= 0.5, String(points));
  });
});
