// Joins the sources: a file for the loader and one for each kind of widget and, with --test, the small modules that the unit tests import.
import { build } from "esbuild";
import { mkdir, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "..", "pyrust", "widgets", "static");
const shared = { absWorkingDir: root, bundle: true, format: "esm", target: "es2022", charset: "utf8", logLevel: "warning" };

await mkdir(out, { recursive: true });
for (const name of ["loader", "grid", "inspector", "progress"]) {
  const outfile = join(out, `${name}.js`);
  await build({ ...shared, entryPoints: [`src/${name}.ts`], outfile, minify: true, legalComments: "none" });
  console.log(`${name}.js ${(await stat(outfile)).size} bytes`);
}

if (process.argv.includes("--test")) {
  const modules = (await readdir(join(root, "src", "lib"))).map((file) => `src/lib/${file}`);
  await build({ ...shared, entryPoints: [...modules, "test/page/harness.ts", "test/page/wire.ts"], outdir: ".build", outbase: "." });
}
