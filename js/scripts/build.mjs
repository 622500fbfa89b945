// Joins the sources: a file for the loader, one for each kind of widget, one for the grid's tools and, with --test, the small
// modules that the unit tests import.
import { build } from "esbuild";
import { mkdir, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "..", "pyrust", "widgets", "static");
const shared = { absWorkingDir: root, bundle: true, format: "esm", target: "es2022", charset: "utf8", logLevel: "warning" };

// What `lib/toolbox` hands to the tools: modules that are in the grid's bundle with all that they export.
const handed = ["channel", "dom", "format", "model", "page"];
const borrow = {
  name: "borrow",
  setup: ({ onResolve }) => onResolve({ filter: /\/lib\/\w+$/ }, ({ path }) => (handed.includes(basename(path)) ? { path: basename(path), external: true } : undefined)),
};
// No module imports another one from a Blob: the tools are a function of what they share with the grid.
const made = { format: "cjs", banner: { js: "export default (require)=>{const module={exports:{}};" }, footer: { js: "return module.exports}" }, plugins: [borrow] };

await mkdir(out, { recursive: true });
for (const name of ["loader", "grid", "tools", "inspector", "progress"]) {
  const outfile = join(out, `${name}.js`);
  await build({ ...shared, entryPoints: [`src/${name}.ts`], outfile, minify: true, legalComments: "none", ...(name === "tools" ? made : {}) });
  console.log(`${name}.js ${(await stat(outfile)).size} bytes`);
}

if (process.argv.includes("--test")) {
  const folders = ["src/lib", "src/tools"];
  const modules = (await Promise.all(folders.map(async (folder) => (await readdir(join(root, folder))).map((file) => `${folder}/${file}`)))).flat();
  await build({ ...shared, entryPoints: [...modules, "test/page/harness.ts", "test/page/wire.ts"], outdir: ".build", outbase: "." });
}
