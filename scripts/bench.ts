import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { basename, join } from "node:path";

/** `npm run bench [NAME...]`: runs the benches of test/bench, one after another, each in a process of its own; they print what they measure. */
const root = join(import.meta.dirname, "..");
const wanted = process.argv.slice(2);
const benches = globSync("test/bench/*.ts", { cwd: root })
  .toSorted()
  .filter((path) => wanted.length === 0 || wanted.includes(basename(path, ".ts")));
if (benches.length === 0) {
  console.error(`There is no bench "${wanted.join(" ")}".`);
  process.exit(2);
}
let failed = 0;
for (const path of benches) {
  console.log(`\n== ${basename(path, ".ts")}`);
  if (spawnSync(process.execPath, [join(root, path)], { cwd: root, stdio: "inherit" }).status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
