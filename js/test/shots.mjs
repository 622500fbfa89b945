// Pictures to look at: `node test/shots.mjs FOLDER`. Not a test; nothing compares pixels.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { snapshot } from "./page/memory.mjs";
import { launch, LAB_DARK, LAB_LIGHT, openGrid, openPage, settle } from "./browser.mjs";

const folder = process.argv[2] ?? "shots";
await mkdir(folder, { recursive: true });
const browser = await launch();
const themes = { light: {}, dark: { colorScheme: "dark" }, "lab-light": { style: LAB_LIGHT }, "lab-dark": { style: LAB_DARK } };
for (const [name, options] of Object.entries(themes)) {
  const { page, problems } = await openPage(browser, options);
  await openGrid(page);
  await page.screenshot({ path: join(folder, `grid-${name}-first.png`) });
  const area = await page.evaluateHandle(() => grid.host.shadowRoot.querySelector(".scroller"));
  await area.focus();
  await page.keyboard.press("g");
  await page.keyboard.type("212 000");
  await page.keyboard.press("Enter");
  await settle(page, 300);
  for (let at = 0; at < 6; at += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  for (let at = 0; at < 3; at += 1) await page.keyboard.press("Shift+ArrowDown");
  await settle(page);
  await page.screenshot({ path: join(folder, `grid-${name}.png`), clip: { x: 0, y: 0, width: 1330, height: 580 } });
  await panel(page, 239, join(folder, `inspector-${name}.png`));
  if (name === "dark") await panel(page, 108, join(folder, "inspector-dark-running.png"));
  if (name.startsWith("lab")) await states(page, name);
  if (problems.length) console.log(name, problems);
  await page.context().close();
}
await browser.close();

async function panel(page, until, path) {
  await page.evaluate(async (all) => {
    document.querySelector("main").replaceChildren();
    const model = harness.inspectorModel(all[0]);
    const { widget } = await harness.open(model);
    await harness.view(widget, model);
    for (const next of all.slice(1)) model.push({ push: "memory", snapshot: next });
  }, Array.from({ length: until + 1 }, (_, at) => snapshot(at)));
  await settle(page, 200);
  await page.screenshot({ path, clip: { x: 0, y: 0, width: 1330, height: 480 } });
}

async function fresh(page, options) {
  await page.evaluate(() => document.querySelector("main").replaceChildren());
  await openGrid(page, options);
}

async function states(page, name) {
  const shot = (what) => page.screenshot({ path: join(folder, `grid-${name}-${what}.png`), clip: { x: 0, y: 0, width: 1330, height: 580 } });
  await fresh(page, { columns: 2000, status: { state: "running", exact: false, seconds: 3.2 } });
  await page.evaluate(() => (grid.model.kernel.silent = true));
  await page.evaluate(() => (grid.host.shadowRoot.querySelector(".scroller").scrollLeft = 2500));
  await settle(page, 1400);
  await shot("busy");
  await fresh(page, {});
  await page.evaluate(() => (grid.model.kernel.fail = { type: "ReadError", message: "read: lineitem.parquet changed while it was being read", hint: "read it again: lineitem = pr.read_parquet(…)", retry: true }));
  await page.evaluate(() => (grid.host.shadowRoot.querySelector(".scroller").scrollTop = 24 * 33));
  await settle(page, 500);
  await shot("trouble");
  await fresh(page, {});
  await page.evaluate(() => grid.host.shadowRoot.querySelector(".scroller").focus());
  for (let at = 0; at < 4; at += 1) await page.keyboard.press("ArrowDown");
  for (let at = 0; at < 9; at += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await settle(page, 300);
  await shot("cell");
  await fresh(page, {});
  await page.evaluate(() => grid.model.restart());
  await page.evaluate(() => (grid.host.shadowRoot.querySelector(".scroller").scrollTop = 24 * 33));
  await settle(page, 300);
  await shot("restarted");
  await fresh(page, { rows: 70_000, status: { exact: false, state: "running", paused: true, seconds: 3 } });
  await shot("paused");
  await fresh(page, { rows: 4, columns: 3 });
  await shot("small");
  await fresh(page, {});
  const spec = { sort: [{ column: "l_shipdate", descending: true }, { column: "l_orderkey" }], filters: [{ column: "l_shipdate", test: "between", low: "1994-01-08", high: "1996-02-02" }, { column: "l_shipmode", test: "in", values: ["AIR", "RAIL"], off: true }, { column: "gone", test: "null" }], where: "l_quantity > 3" };
  await page.evaluate((spec) => grid.model.arrange(spec), spec);
  await page.evaluate(() => grid.host.shadowRoot.querySelector(".scroller").focus());
  await settle(page, 300);
  await shot("arranged");
  const right = (times) => Array(times).fill("ArrowRight");
  const opened = { menu: ["ArrowDown", "Alt+ArrowDown"], values: [...right(8), "+"], times: ["ArrowLeft", "+"], wrong: ["w", "!", "!", "Enter"], find: ["f", "x", "Enter"], code: ["c"], keys: ["?"] };
  for (const [what, keys] of Object.entries(opened)) {
    for (const key of keys) await page.keyboard.press(key);
    await settle(page, 300);
    await shot(what);
    await page.keyboard.press("Escape");
  }
}
