// Runs every file of tests, and once more those that have failed: they wait for parts of seconds in a real browser, and
// another process may take the machine for a moment. What fails twice has failed.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const failed = (files) => files.filter((file) => spawnSync(process.execPath, ["--test", file], { stdio: "inherit" }).status !== 0);

const files = readdirSync("test").filter((name) => name.endsWith(".test.mjs")).map((name) => `test/${name}`);
const first = failed(files);
if (first.length > 0) console.log(`# once more: ${first.join(", ")}`);
const again = failed(first);
console.log(`# ${files.length - again.length} of ${files.length} files of tests passed${first.length ? `, ${first.length} of them tried twice` : ""}`);
process.exit(again.length > 0 ? 1 : 0);
