import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { join } from "node:path";

/**
 * The tests of `npm run check`, all at once: those in the browser, the unit tests at a lower priority, and the engine under sanitizers at the lowest. Each of
 * them waits for disks, timers and drawing much of the time and would leave a core idle. Prints the output of one after another. Exit code 0 only where all
 * passed.
 */
const root = join(import.meta.dirname, "..");

const runs = [
  start("check:browser", constants.priority.PRIORITY_NORMAL),
  start("check:unit", constants.priority.PRIORITY_BELOW_NORMAL),
  start("test:native", constants.priority.PRIORITY_LOW),
];
const passed: boolean[] = [];
for (const { print, ended } of runs) {
  print();
  passed.push(await ended);
}
process.exit(passed.every(Boolean) ? 0 : 1);

/** Starts a script of package.json. `print` prints what it printed until now and from now on; `ended` answers whether it passed. */
function start(script: string, priority: number) {
  const child = spawn("npm", ["run", script], { cwd: root, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
  if (child.pid !== undefined) setPriority(child.pid, priority);
  let waiting: Buffer[] | null = [];
  const take = (part: Buffer) => {
    if (waiting) waiting.push(part);
    else process.stdout.write(part);
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  return {
    print: () => {
      process.stdout.write(Buffer.concat(waiting ?? []));
      waiting = null;
    },
    ended: new Promise<boolean>((resolve) => {
      child.once("error", (error) => {
        take(Buffer.from(`${error.message}\n`));
        resolve(false);
      });
      child.once("close", (code) => resolve(code === 0));
    }),
  };
}
