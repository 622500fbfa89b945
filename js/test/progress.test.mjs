// The bar of a slow call in a real browser: words, a share, a button, nothing that moves where that is not wanted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { settle } from "./browser.mjs";
import { newPage, page } from "./onpage.mjs";

const READING = { phase: "reading", phase_rows: null, fraction: 0.414, rows: 0, bytes_read: 12e6, reserved: 0, spilled: 0, seconds_left: 7 };

function said(progress, { state = "running", stops = true } = {}) {
  return { push: "progress", what: "collect", status: { state, paused: false, seconds: 5, progress }, stops };
}

async function start(options = {}) {
  await newPage(options);
  await page.evaluate(async () => {
    const model = harness.progressModel();
    const { initialised, widget } = await harness.open(model);
    globalThis.bar = { model, widget, initialised, ...(await harness.view(widget, model)) };
  });
  await settle(page);
}

const push = (message) => page.evaluate((message) => bar.model.push(message), message);
const seen = () =>
  page.evaluate(() => {
    const root = bar.host.shadowRoot;
    const [line, button] = [root.querySelector(".progress"), root.querySelector("button")];
    return {
      text: root.querySelector(".line").textContent,
      now: line.getAttribute("aria-valuenow"),
      value: line.getAttribute("aria-valuetext"),
      going: line.classList.contains("going"),
      button: button.hidden ? "" : button.textContent,
      asked: bar.model.kernel.log.map(({ op, view }) => `${view} ${op}`),
    };
  });

test("a share that is known is a line of that length, and words say the rest", async () => {
  await start();
  await push(said(READING));
  await settle(page);
  const { text, now, value, going, button } = await seen();
  assert.match(text, /^collect.*reading, 5\.0 s, 41 %, 12\.0? MB read, about 7\.0 s left/);
  assert.deepEqual([now, going, button], ["41", false, "stop"]);
  assert.match(value, /41 %/);
  await push(said({ ...READING, fraction: 1, seconds_left: 0.001 }));
  await settle(page);
  assert.doesNotMatch((await seen()).text, /left/);
});

test("where no share is known none is made up, and the operator that waits is named", async () => {
  await start();
  await push(said({ ...READING, phase: "building the join", phase_rows: 41_000_000, fraction: null, seconds_left: null }));
  await settle(page);
  const { text, now, going } = await seen();
  assert.match(text, /building the join: 41.?000.?000 rows/);
  assert.deepEqual([now, going], [null, true]);
});

test("the button asks once to stop, and says so", async () => {
  await start();
  await push(said(READING));
  await settle(page);
  await page.evaluate(() => bar.host.shadowRoot.querySelector("button").click());
  await settle(page);
  await push(said(READING, { state: "cancelling" }));
  await settle(page);
  const { text, button, asked } = await seen();
  assert.equal(button, "stopping");
  assert.match(text, /stopping/);
  assert.deepEqual(asked, ["g7 cancel"]);
});

test("where the kernel would not hear it there is no button", async () => {
  await start();
  await push(said(READING, { stops: false }));
  await settle(page);
  assert.equal((await seen()).button, "");
});

test("data is text", async () => {
  await start();
  await push({ ...said(READING), what: "<img src=x onerror=alert(1)>" });
  await settle(page);
  assert.equal(await page.evaluate(() => bar.host.shadowRoot.querySelectorAll("img").length), 0);
});

test("nothing moves where that is not wanted", async () => {
  await start({ reducedMotion: "reduce" });
  await push(said({ ...READING, fraction: null }));
  await settle(page);
  assert.equal(await page.evaluate(() => getComputedStyle(bar.host.shadowRoot.querySelector(".progress i")).animationName), "none");
});
