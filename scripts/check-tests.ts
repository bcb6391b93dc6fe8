import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { join } from "node:path";

/**
 * The tests of `npm run check`: the engine under sanitizers beside the unit and the browser tests, at the lowest priority, since those wait for disks, timers
 * and drawing half of the time and leave a core idle. Says what the sanitizers printed when the others have ended. Exit code 0 only where all passed.
 */
const root = join(import.meta.dirname, "..");

const native = spawn(process.execPath, [join(root, "scripts", "test-native.ts")], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
if (native.pid !== undefined) setPriority(native.pid, constants.priority.PRIORITY_LOW);
const printed: Buffer[] = [];
native.stdout.on("data", (part: Buffer) => printed.push(part));
native.stderr.on("data", (part: Buffer) => printed.push(part));
const nativeEnded = new Promise<boolean>((resolve) => {
  native.once("error", (error) => {
    printed.push(Buffer.from(`${error.message}\n`));
    resolve(false);
  });
  native.once("close", (code) => resolve(code === 0));
});

/** Runs a script of package.json, and answers once it has ended whether it passed. */
function passes(script: string): Promise<boolean> {
  const child = spawn("npm", ["run", script], { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.once("close", (code) => resolve(code === 0));
  });
}

const others = (await passes("check:unit")) && (await passes("check:browser"));
const sanitized = await nativeEnded;
process.stdout.write(Buffer.concat(printed));
process.exit(others && sanitized ? 0 : 1);
