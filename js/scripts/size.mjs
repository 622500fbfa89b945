// Fails when a bundle outgrows what a notebook should carry, the tools what a page should wait for when somebody comes to a
// grid, or the loader what each of its widgets should carry (docs/protocol.md).
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "pyrust", "widgets", "static");
const limits = { "grid.js": 56_000, "tools.js": 80_000, "inspector.js": 24_000, "loader.js": 2_000, "progress.js": 16_000 };
let tooLarge = false;
for (const [name, limit] of Object.entries(limits)) {
  const { length } = await readFile(join(folder, name));
  console.log(`${name}: ${length} of ${limit} bytes`);
  if (length > limit) tooLarge = true;
}
if (tooLarge) {
  console.error("too large: take something out, or say in docs/decisions why the limit moves");
  process.exit(1);
}
