// The inspector in a real browser: figures in place, a minute of history, names, runs that can be cancelled.
import assert from "node:assert/strict";
import { test } from "node:test";
import { settle } from "./browser.mjs";
import { newPage, page } from "./onpage.mjs";
import { snapshot } from "./page/memory.mjs";

async function start(first = snapshot(0)) {
  await newPage();
  await page.evaluate(async (first) => {
    const model = harness.inspectorModel(first);
    const { initialised, widget } = await harness.open(model);
    globalThis.panel = { model, widget, initialised, ...(await harness.view(widget, model)) };
  }, first);
  await settle(page);
}
const push = (next) => page.evaluate((next) => panel.model.push({ push: "memory", snapshot: next }), next);
const texts = (selector) => page.evaluate((selector) => [...panel.host.shadowRoot.querySelectorAll(selector)].map((each) => each.textContent), selector);

test("the figures are drawn from the state, in units a person reads", async () => {
  await start();
  assert.deepEqual(await texts(".figure .value"), ["248 MB", "0 B", "9.0 GB", "586 MB"]);
  assert.deepEqual(await texts(".figure div:last-child"), ["peak 611 MB", "no run in flight", "0 % in use", "338 MB outside the core"]);
});

test("memory that was asked for and not touched is no memory of the process", async () => {
  await start({ ...snapshot(0), allocated: 600e6, rss: 586e6 });
  assert.equal((await texts(".figure div:last-child")).at(-1), "the core has not touched all of its");
});

test("a frame is a row: its names or unnamed, Arcs as a count", async () => {
  await start();
  const rows = await page.evaluate(() => [...panel.host.shadowRoot.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(rows[0], ["orders", "15000000 × 4", "×3", "12", "184 MB", "12 batches in memory"]);
  assert.equal(rows[2][0], "unnamed");
  assert.deepEqual(await texts(".foot span"), ["4 frames, 307 MB retained", "waiting for the kernel"]);
});

test("a push changes text in place: the nodes stay", async () => {
  await start();
  await page.evaluate(() => (globalThis.before = panel.host.shadowRoot.querySelector("tbody tr")));
  for (let at = 1; at <= 8; at += 1) {
    await push(snapshot(at));
    await settle(page, 100);
  }
  assert.equal(await page.evaluate(() => before === panel.host.shadowRoot.querySelector("tbody tr")), true);
  assert.match((await texts(".foot span"))[1], /^live, \d+ Hz$/);
  assert.ok((await page.evaluate(() => panel.host.shadowRoot.querySelector(".process").getAttribute("d"))).split("L").length > 7);
});

test("frames that the kernel has only counted are said to be there", async () => {
  const [one] = snapshot(0).frames;
  const frames = Array.from({ length: 100 }, (_, at) => ({ ...one, frame: at }));
  await start({ ...snapshot(0), count: 20_000, retained: 3e9, frames });
  assert.equal((await texts("tbody tr")).length, 101);
  assert.equal((await texts("tbody tr")).at(-1), "and 19900 more, none of them larger");
  assert.equal((await texts("td.source"))[0], one.source);
  assert.match((await texts(".foot span"))[0], /^20000 frames, 3.0 GB/);
});

test("a run in flight can be cancelled by a word", async () => {
  await start();
  await push({ ...snapshot(1), runs: [{ run: 7, what: "collect", state: "running", rows: 120000, reserved: 1e8, seconds: 1.25 }] });
  await settle(page);
  assert.deepEqual(await texts(".run > span"), ["120000 rows, 100 MB reserved, 1.3 s"]);
  await page.evaluate(() => panel.host.shadowRoot.querySelector(".run .word").click());
  await settle(page);
  assert.deepEqual(await page.evaluate(() => panel.model.kernel.log.filter(({ op }) => op === "cancel").map(({ run }) => run)), [7]);
  await push(snapshot(2));
  await settle(page);
  assert.deepEqual(await texts(".run"), []);
});

test("without pushes it asks, and says when nobody answers", async () => {
  await start();
  await settle(page, 3300);
  assert.ok((await page.evaluate(() => panel.model.kernel.log.filter(({ op }) => op === "snapshot").length)) >= 2);
  assert.equal(await page.evaluate(() => panel.host.dataset.state), "live");
  await page.evaluate(() => (panel.model.comm_live = false));
  await settle(page, 800);
  assert.deepEqual((await texts(".foot span"))[1], "the kernel is gone: the last figures");
});

test("nothing listens after cleanup", async () => {
  await start();
  await page.evaluate(() => {
    panel.cleanup();
    panel.initialised();
  });
  assert.deepEqual(await page.evaluate(() => [panel.model.listenerCount, document.querySelectorAll(".pyrust-live").length]), [0, 0]);
});
