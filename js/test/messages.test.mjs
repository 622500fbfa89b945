// The grid when messages are lost, doubled, late or out of order, when rows are computed anew, and when it opens before
// its rows: in a real browser over a fake kernel.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openGrid, read, settle } from "./browser.mjs";
import { newPage, page } from "./onpage.mjs";

async function start(options) {
  await newPage();
  await openGrid(page, options);
}
const kernel = (changes) => page.evaluate((changes) => void Object.assign(grid.model.kernel, changes), changes);
const tell = (changes, lost = false) => page.evaluate(([changes, lost]) => grid.model.tell(changes, lost), [changes, lost]);
const log = (op) => page.evaluate((op) => grid.model.kernel.log.filter((each) => each.op === op), op);
const foot = async () => (await read(page)).foot;
const goTo = async (row, wait = 250) => {
  await page.evaluate(() => grid.host.shadowRoot.querySelector(".scroller").focus());
  await page.keyboard.press("g");
  await page.keyboard.type(String(row));
  await page.keyboard.press("Enter");
  await settle(page, wait);
};
const running = { exact: false, state: "running", seconds: 0.4 };

describe("rows that are computed anew", () => {
  // The ninth column of the fake table names the run that the row is of.
  const runs = async () => new Set((await read(page)).rows.map((row) => row[9]));

  test("are asked for again, and no page shows two runs", async () => {
    await start({ rows: 5000 });
    await goTo(1000);
    // Dropped and computed again: the page is not told.
    await tell({ epoch: 2 }, true);
    await goTo(3000, 500);
    assert.deepEqual([...(await runs())], ["epoch 2"]);
    await goTo(1000, 500);
    assert.deepEqual([...(await runs())], ["epoch 2"]);
    const asked = await log("rows");
    assert.deepEqual([...new Set(asked.map(({ epoch }) => epoch))], [1, 2]);
    assert.ok(asked.length < 8, `asked ${asked.length} times`);
  });

  test("replace those at hand at once when the page is told", async () => {
    await start({ rows: 5000 });
    await tell({ epoch: 2, rows: 4000 });
    await settle(page, 300);
    assert.deepEqual([...(await runs())], ["epoch 2"]);
    assert.match(await foot(), /of 4000/);
  });

  test("come, also if the page hears of their run by an answer and then nothing of its end", async () => {
    await start({ rows: 5000 });
    await tell({ epoch: 2, rows: 0, exact: false, state: "running" }, true);
    await goTo(3000, 100);
    assert.match(await foot(), /no rows yet/);
    await tell({ rows: 5000, exact: true, state: "done" }, true);
    await page.waitForFunction(() => /of 5000/.test(grid.host.shadowRoot.querySelector(".foot").innerText));
    await settle(page, 300);
    assert.deepEqual([...(await runs())], ["epoch 2"]);
  });

  test("are not mixed with a late answer about the run before", async () => {
    await start({ rows: 5000 });
    await kernel({ latency: 250 });
    await goTo(2000, 100);
    await page.evaluate(() => {
      const { kernel } = grid.model;
      // What the kernel had already read when it was told to begin anew.
      const before = kernel.log.at(-1);
      setTimeout(() => grid.model.tell({ epoch: 2 }), 20);
      setTimeout(() => grid.model.push({ nonce: before.nonce, rid: before.rid, epoch: 1, rev: 0, ok: true, first: before.first, count: 0, columns: before.columns, cut: null }), 60);
    });
    await settle(page, 900);
    assert.deepEqual([...(await runs())], ["epoch 2"]);
    assert.equal((await read(page)).state, "ready");
  });

  test("a kernel and a page that never agree end in words, not in a storm of requests", async () => {
    await start({ rows: 5000 });
    await kernel({ fail: { type: "Stale", message: "these rows were computed anew", retry: true } });
    await goTo(3000, 1500);
    assert.ok((await log("rows")).length < 12, `${(await log("rows")).length} requests`);
    assert.equal((await read(page)).state, "error");
  });

  test("a stop that means another run is no trouble", async () => {
    await start({ rows: 100, status: running });
    await tell({ epoch: 2 }, true);
    await page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".word")].find((each) => each.textContent === "stop").click());
    await settle(page, 200);
    assert.notEqual((await read(page)).state, "error");
  });
});

describe("states", () => {
  test("an older one is no news, whenever it comes", async () => {
    await start({ rows: 100, status: running });
    const old = await page.evaluate(() => grid.model.kernel.state());
    await tell({ rows: 300, state: "done", exact: true });
    await page.evaluate((old) => grid.model.push({ push: "state", after: 0, ...old }), old);
    await settle(page);
    assert.match(await foot(), /of 300/);
    assert.equal((await foot()).includes("running"), false);
  });

  test("a lost push is noticed by the next one, and the newest state asked for", async () => {
    await start({ rows: 100, status: running });
    await tell({ rows: 200 }, true);
    assert.equal((await log("sync")).length, 0);
    await tell({ rows: 300 });
    await settle(page, 200);
    assert.equal((await log("sync")).length, 1);
    assert.match(await foot(), /of 300/);
  });

  test("one that came in an answer leaves no gap", async () => {
    await start({ rows: 5000, status: running });
    await tell({ rows: 6000 });
    for (const row of [1000, 2000, 3000]) {
      // The kernel goes on without a push; each answer says how far it is.
      await page.evaluate((row) => (grid.model.kernel.status.rows = 6000 + row), row);
      await goTo(row);
    }
    await tell({ rows: 12_000 });
    await settle(page, 200);
    assert.equal((await log("sync")).length, 0);
    assert.match(await foot(), /of 12000/);
  });

  test("a lost word of the end does no harm", async () => {
    await start({ rows: 100, status: running });
    await tell({ state: "done", exact: true, rows: 120 }, true);
    await page.waitForFunction(() => /of 120/.test(grid.host.shadowRoot.querySelector(".foot").innerText));
    assert.equal((await foot()).includes("running"), false);
  });

  test("after the websocket was away it is asked for", async () => {
    await start({ rows: 100 });
    await page.evaluate(() => grid.model.connect("connecting"));
    await tell({ epoch: 2, rows: 90 }, true);
    await page.evaluate(() => grid.model.connect("connected"));
    await settle(page, 300);
    assert.equal((await log("sync")).length, 1);
    assert.match(await foot(), /of 90/);
  });
});

describe("answers", () => {
  test("that take ten seconds are waited for, and nobody is said to be busy or gone", async () => {
    await start();
    await kernel({ latency: 10_000 });
    await goTo(7_000_000, 0);
    const said = new Set();
    for (let at = 0; at < 24; at += 1) {
      await settle(page, 400);
      for (const word of ["busy", "gone"]) if ((await foot()).includes(word)) said.add(word);
    }
    await page.waitForFunction(() => grid.host.dataset.state === "ready");
    assert.equal((await read(page)).firstRow, 7_000_000);
    assert.deepEqual([...said], []);
    assert.ok((await log("rows")).length < 10, `asked ${(await log("rows")).length} times`);
  });

  test("that come twice change nothing", async () => {
    await start();
    await kernel({ double: 40 });
    await goTo(7_000_000);
    await goTo(9_000_000);
    const { state, rows } = await read(page);
    assert.deepEqual([state, rows[0][1]], ["ready", String(9_000_000 * 14 + 3)]);
  });

  test("that were cut are followed by requests for the rest", async () => {
    await start({ rows: 100_000 });
    await kernel({ mostRows: 64 });
    await goTo(50_010, 600);
    const { state, rows } = await read(page);
    assert.equal(state, "ready");
    assert.deepEqual([rows[0][0], rows.at(-1)[0]], ["50010", "50027"]);
    await goTo(50_060, 900);
    assert.equal((await read(page)).state, "ready");
  });

  test("that are lost with the connection are asked for again when it is back", async () => {
    await start();
    await page.evaluate(() => grid.model.connect("connecting"));
    await goTo(7_000_000, 500);
    assert.equal((await read(page)).state, "loading");
    await page.evaluate(() => grid.model.connect("connected"));
    await settle(page, 300);
    assert.equal((await read(page)).state, "ready");
  });
});

describe("a grid that opens before its rows", () => {
  const unborn = { rows: 0, exact: false, state: "planning", epoch: 0, source: "", seconds: 0.2 };
  const early = { rows: 0, status: unborn, state: { page: new Uint8Array() } };
  const height = () => page.evaluate(() => grid.host.offsetHeight);

  test("says what is going on and can stop it", async () => {
    await start(early);
    assert.match(await foot(), /no rows yet 12 columns planning, 200 ms stop/);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".progress").className), "progress going");
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".none").hidden), true);
    await tell({ epoch: 7, state: "running" });
    await settle(page);
    assert.match(await foot(), /running, 200 ms stop/);
    await page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".word")].find((each) => each.textContent === "stop").click());
    await settle(page);
    assert.deepEqual((await log("cancel")).map(({ epoch }) => epoch), [7]);
    assert.match(await foot(), /stopped/);
  });

  test("has the height it keeps, takes its first page from the model and asks for nothing", async () => {
    await start(early);
    const before = await height();
    await page.evaluate(() => {
      const full = harness.gridModel({ rows: 500, status: { epoch: 7 } });
      Object.assign(grid.model.kernel.status, full.kernel.status);
      const { status } = grid.model.kernel.state();
      grid.model.update({ status, page: full.state.page });
    });
    await settle(page, 200);
    const { rows, state } = await read(page);
    assert.deepEqual([state, rows.length, rows[3][1], await height()], ["ready", 18, "45", before]);
    assert.equal((await log("rows")).length, 0);
    const cut = await page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".row:not([hidden]) .c.r")].filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length);
    assert.equal(cut, 0);
  });

  test("shows rows as they come, before the cell has its page", async () => {
    await start(early);
    await tell({ epoch: 7, state: "running", rows: 300 });
    await settle(page, 300);
    const { rows, state } = await read(page);
    assert.deepEqual([state, rows[0][9]], ["ready", "epoch 7"]);
  });

  test("is as high as the table was when the cell ran last", async () => {
    await start({ ...early, columns: 4, grid: { rows_expected: 4 } });
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".scroller").style.height), `${44 + 4 * 24}px`);
    await tell({ epoch: 7, state: "running", rows: 300 });
    await settle(page);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".scroller").style.height), `${44 + 18 * 24}px`);
  });

  test("is as high as its rows once it is known how few there are", async () => {
    await start({ ...early, columns: 4 });
    await tell({ epoch: 7, state: "done", exact: true, rows: 5 });
    await settle(page);
    assert.equal(await page.evaluate(() => grid.host.shadowRoot.querySelector(".scroller").style.height), `${44 + 5 * 24}px`);
  });
});

describe("many columns", () => {
  test("are known as they come in sight, and what is seen stays where it is", async () => {
    await start({ columns: 2000 });
    assert.equal((await log("schema")).length, 0);
    assert.match(await foot(), /2000 columns/);
    await page.evaluate(() => grid.host.shadowRoot.querySelector(".scroller").focus());
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    await settle(page, 400);
    assert.deepEqual((await log("schema")).map(({ first, count }) => [first, count]), [[1900, 100]]);
    const heads = await page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".h b")].map((head) => head.textContent));
    assert.equal(heads.at(-1), "l_shipdate_1999");
    assert.equal(heads.includes("…"), false);
    const sight = await page.evaluate(() => {
      const cell = grid.host.shadowRoot.querySelector(".c.active").getBoundingClientRect();
      return cell.right <= grid.host.getBoundingClientRect().right + 1;
    });
    assert.equal(sight, true);
  });

  test("whose names do not come are shown all the same, and asked for again", async () => {
    await start({ columns: 2000 });
    await kernel({ fail: { type: "ReadError", message: "no", retry: true } });
    await page.evaluate(() => (grid.host.shadowRoot.querySelector(".scroller").scrollLeft = 60_000));
    await settle(page, 300);
    const heads = () => page.evaluate(() => [...grid.host.shadowRoot.querySelectorAll(".h b")].map((head) => head.textContent));
    assert.ok((await heads()).includes("…"));
    await kernel({ fail: null });
    await settle(page, 2100);
    await page.evaluate(() => (grid.host.shadowRoot.querySelector(".scroller").scrollLeft += 30));
    await settle(page, 300);
    assert.equal((await heads()).includes("…"), false);
  });
});

describe("any weather", () => {
  /** Numbers in [0, 1) that are the same for the same seed (Mulberry32). */
  function numbers(seed) {
    return () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  for (const seed of [1, 2, 3]) {
    test(`ends with the rows of now, seed ${seed}`, async () => {
      await start({ rows: 50_000, status: running });
      const random = numbers(seed);
      const below = (most) => Math.floor(random() * most);
      let epoch = 2;
      await tell({ epoch });
      const weather = [
        () => kernel({ latency: [5, 60, 450][below(3)] }),
        () => kernel({ lose: below(3) }),
        () => kernel({ double: [0, 40, 200][below(3)] }),
        () => kernel({ mostRows: [64, 1e9][below(2)] }),
        () => kernel({ silent: random() < 0.3 }),
        () => tell({ epoch: (epoch += 1), rows: 20_000 + below(30_000) }, random() < 0.4),
        () => tell({ rows: 20_000 + below(30_000) }, random() < 0.4),
        () => page.evaluate((status) => grid.model.connect(status), random() < 0.5 ? "connecting" : "connected"),
        // The page changes what the rows are, and somebody else does, of which word may be lost.
        () => page.evaluate((at) => grid.host.shadowRoot.querySelectorAll(".h")[at]?.click(), below(4)),
        () => page.evaluate(() => grid.host.shadowRoot.querySelector(".scroller").dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true }))),
        () => page.evaluate(([spec, lost]) => (lost ? grid.model.kernel.arranged.change(spec) : grid.model.arrange(spec)), [{ search: ["fox", null][below(2)], sort: [{ column: "l_open", descending: random() < 0.5 }] }, random() < 0.4]),
      ];
      for (let step = 0; step < 50; step += 1) {
        if (random() < 0.5) await weather[below(weather.length)]();
        else await page.evaluate((top) => (grid.host.shadowRoot.querySelector(".scroller").scrollTop = top), below(19_000) * 24);
        await settle(page, below(60));
      }
      await kernel({ latency: 5, lose: 0, double: 0, mostRows: 1e9, silent: false });
      await page.evaluate(() => grid.model.connect("connected"));
      // What the page has still to say of its changes: after each the rows are seen from the first.
      const changes = () => page.evaluate(() => grid.model.kernel.log.filter(({ op }) => ["change", "undo", "spec"].includes(op)).length);
      for (let before = -1; before !== (await changes()); await settle(page, 1500)) before = await changes();
      await tell({ state: "done", exact: true, rows: 20_000 }, seed % 2 === 0);
      await goTo(7000, 0);
      await page.waitForFunction(() => {
        const rows = [...grid.host.shadowRoot.querySelectorAll(".body .row")].filter((row) => !row.hidden);
        return grid.host.dataset.state === "ready" && rows.some((row) => row.querySelector(".n").textContent === "7000");
      });
      // What is said of the rows is what the kernel says.
      await page.waitForFunction(() => {
        const { sort = [], search } = grid.model.kernel.arranged.view.spec;
        const mark = [...grid.host.shadowRoot.querySelectorAll(".h")].map((head) => head.querySelector(".mark").textContent && head.querySelector("b").textContent + head.getAttribute("aria-sort"));
        const wanted = sort.map(({ column, descending }) => `${column}${descending ? "descending" : "ascending"}`);
        return mark.filter(Boolean).join() === wanted.join() && grid.host.shadowRoot.querySelectorAll(".chip").length === (search ? 1 : 0);
      });
      const { rows } = await read(page);
      assert.deepEqual([...new Set(rows.map((row) => row[9]))], [`epoch ${epoch}`]);
      const bases = await page.evaluate((rows) => rows.map((row) => grid.model.kernel.arranged.base(row)), rows.map(([row]) => Number(row)));
      rows.forEach((row, at) => assert.equal(row[1], String(bases[at] * 14 + 3)));
      assert.ok((await foot()).includes(`of ${await page.evaluate(() => grid.model.kernel.status.rows)} `));
      assert.ok((await log("rows")).length < 250, `asked ${(await log("rows")).length} times`);
    });
  }
});

test("a cell keeps its height while its grid is replaced", async () => {
  await newPage();
  const heights = await page.evaluate(async () => {
    const area = Object.assign(document.createElement("div"), { className: "jp-Cell" });
    document.querySelector("main").append(area);
    const show = async () => {
      const model = harness.gridModel();
      const { widget } = await harness.open(model);
      const view = await harness.view(widget, model);
      area.append(view.el);
      for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
      return view;
    };
    const first = await show();
    const found = [area.offsetHeight];
    first.cleanup();
    first.el.remove();
    await new Promise((done) => setTimeout(done, 200));
    found.push(area.offsetHeight);
    const second = await show();
    found.push(area.offsetHeight, area.style.minHeight);
    second.cleanup();
    second.el.remove();
    await new Promise((done) => setTimeout(done, 1700));
    found.push(area.offsetHeight);
    return found;
  });
  assert.ok(heights[0] > 400);
  assert.deepEqual(heights.slice(1), [heights[0], heights[0], "", 0]);
});
