// What tests in a real browser have in common: one browser a file, a page for each test, and none ends with an error on it.
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { launch, openPage } from "./browser.mjs";

let browser;
/** The page of the test that runs, and the errors that were thrown on it. */
export let page, problems;

before(async () => (browser = await launch()));
after(() => browser.close());
afterEach(async () => {
  assert.deepEqual(problems, []);
  await page.context().close();
});

/** Opens the page of a test. */
export async function newPage(options) {
  ({ page, problems } = await openPage(browser, options));
}
