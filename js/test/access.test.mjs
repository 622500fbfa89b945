// What axe-core finds in a grid, in every state that something can be open in: nothing.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch, LAB_DARK, LAB_LIGHT, openGrid, openPage, settle } from "./browser.mjs";

let browser, axe;
before(async () => {
  browser = await launch();
  axe = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
});
after(() => browser.close());

const right = (times) => Array(times).fill("ArrowRight");
const states = {
  "the rows": [],
  "the cursor in the header": ["ArrowDown", "ArrowUp"],
  "a filter by values": ["ArrowDown", ...right(8), "+"],
  "a filter by a range": ["ArrowDown", "+"],
  "the menu of a cell": ["ArrowDown", "Alt+ArrowDown"],
  "an open cell": ["ArrowDown", "Enter"],
  "a condition that is wrong": ["w", "!", "!", "Enter"],
  "the box to find": ["f", "x", "Enter"],
  "the code": ["c"],
  "the keys": ["?"],
};
const SPEC = { sort: [{ column: "l_shipdate", descending: true }], filters: [{ column: "l_shipdate", test: "null" }, { column: "gone", test: "null" }], search: "fox" };

for (const [theme, style] of Object.entries({ light: LAB_LIGHT, dark: LAB_DARK })) {
  test(`nothing is wrong: ${theme}`, async () => {
    const { page, problems, context } = await openPage(browser, { style });
    await page.addScriptTag({ content: axe });
    for (const [state, keys] of Object.entries(states)) {
      await page.evaluate(() => document.querySelector("main").replaceChildren());
      await openGrid(page);
      await page.evaluate((spec) => grid.model.arrange(spec), SPEC);
      await page.evaluate(() => grid.host.shadowRoot.querySelector(".scroller").focus());
      for (const key of keys) await page.keyboard.press(key);
      await settle(page, 200);
      const { found, passed } = await page.evaluate(async () => {
        const { violations, passes } = await globalThis.axe.run("main");
        return { found: violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0].target.flat().join(" ")})`), passed: passes.length };
      });
      assert.deepEqual(found, [], state);
      assert.ok(passed > 10, "it has looked at something");
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
}
