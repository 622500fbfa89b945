// A plain page in the machine's own Chromium. Everything is served from memory: nothing is on a network.
import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const built = join(root, "..", "pyrust", "widgets", "static");
const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const LAB_LIGHT = "--jp-layout-color0:#fff;--jp-ui-font-color1:rgba(0,0,0,.87);--jp-brand-color1:#1976d2;--jp-ui-font-size1:13px;--jp-ui-font-family:system-ui,sans-serif;--jp-code-font-family:monospace;";
export const LAB_DARK = "--jp-layout-color0:#111;--jp-ui-font-color1:rgba(255,255,255,.87);--jp-brand-color1:#2196f3;--jp-ui-font-size1:13px;--jp-ui-font-family:system-ui,sans-serif;--jp-code-font-family:monospace;";

export async function launch() {
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error("no Chromium found: install the package chromium, or set CHROMIUM to its path");
  return chromium.launch({ executablePath, args: ["--no-sandbox"], ignoreDefaultArgs: ["--hide-scrollbars"] });
}

export async function openPage(browser, { style = "", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1330, height: 760 }, ...options });
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  const [loader, grid, inspector, progress, tools, harness] = await Promise.all(
    [...["loader", "grid", "inspector", "progress", "tools"].map((name) => join(built, `${name}.js`)), join(root, ".build", "test", "page", "harness.js")].map((file) => readFile(file, "utf8")),
  );
  const html = `<!doctype html><meta charset="utf-8"><html style="${style}"><body style="margin:20px;background:var(--jp-layout-color0,Canvas)"><main tabindex="-1"></main><p style="height:2000px"></p></body></html>`;
  await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: html }));
  await page.goto("http://localhost/");
  await page.evaluate((files) => Object.assign(globalThis, files), { loader, bundles: { grid, inspector, progress, tools } });
  await page.addScriptTag({ content: harness, type: "module" });
  await page.waitForFunction(() => "harness" in globalThis);
  return { page, problems, context };
}

/** Opens one grid and leaves it as `grid` (model, widget, view) on the page. */
export async function openGrid(page, options = {}, width = undefined) {
  await page.evaluate(
    async ({ options, width }) => {
      const model = harness.gridModel(options);
      const { initialised, widget } = await harness.open(model);
      const shown = await harness.view(widget, model, width);
      globalThis.grid = { model, widget, initialised, ...shown };
    },
    { options, width },
  );
  await page.waitForFunction(() => grid.host?.dataset.firstRow !== undefined);
  if (options.comm_live !== false && options.tools !== false) await useTools(page);
  await settle(page);
}

/** Comes to the grid, so that it gets its tools. */
export async function useTools(page) {
  await page.evaluate(() => grid.host.dispatchEvent(new PointerEvent("pointerenter")));
  await page.waitForFunction(() => grid.host.shadowRoot.querySelector(".words"));
}

export function settle(page, ms = 120) {
  return page.waitForTimeout(ms);
}

/** What the grid says of itself and what is in its first row. */
export function read(page) {
  return page.evaluate(() => {
    const { host } = globalThis.grid;
    const root = host.shadowRoot;
    const rows = [...root.querySelectorAll(".row")].filter((row) => !row.hidden);
    rows.sort((a, b) => Number(a.getAttribute("aria-rowindex")) - Number(b.getAttribute("aria-rowindex")));
    return {
      ...host.dataset,
      firstRow: Number(host.dataset.firstRow),
      nodes: root.querySelectorAll("*").length,
      rows: rows.map((row) => [...row.querySelectorAll(".n,.c")].map((cell) => cell.textContent)),
      bar: root.querySelector(".bar").innerText.replace(/\s+/g, " "),
      foot: root.querySelector(".foot").innerText.replace(/\s+/g, " "),
      offset: globalThis.__pyrust__.probe.offset,
    };
  });
}
