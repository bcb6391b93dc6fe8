import { spawn, spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { buildDriver, engineSources, root } from "./nativeDriver.ts";

/**
 * `npm run test:native`: the engine in C++, without Node, run by the drivers of test/native/sanitized under AddressSanitizer with
 * UndefinedBehaviorSanitizer and under ThreadSanitizer. Each area of a driver is a process of its own, as many at a time as there are cores,
 * while the next driver is compiled. Ends with how many checks held. Optimised a little, as the fuzzer's driver is: without, the checks take several
 * times as long, which is more than the compiler saves. What was compiled is kept in native/build/sanitized until it, a header or this script has changed.
 */
const compiler = (process.env["CXX"] ?? (process.platform === "darwin" ? "clang++" : "g++")).split(" ");

interface Build {
  readonly name: string;
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const builds: readonly Build[] = [
  { name: "ThreadSanitizer", flags: ["-O1", "-g1", "-fsanitize=thread"], environment: { TSAN_OPTIONS: "halt_on_error=1" } },
  {
    name: "AddressSanitizer and UndefinedBehaviorSanitizer",
    environment: { ASAN_OPTIONS: "detect_stack_use_after_return=1" },
    flags: ["-O1", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-D_GLIBCXX_ASSERTIONS"],
  },
];

const sources = [...engineSources, ...globSync("test/native/sanitized/*.cpp", { cwd: root })];

if (process.platform === "win32") {
  console.log("skipped: the sanitizers need g++ or clang++, as on Linux and macOS");
  process.exit(0);
}

let [passed, failed] = [0, 0];
let free = availableParallelism();
const waiting: Array<() => void> = [];

/** Waits until a core is free for `work`. */
async function onACore(work: () => Promise<void>): Promise<void> {
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  await work();
  const next = waiting.shift();
  if (next) next();
  else free += 1;
}

/** Runs one area of a driver, prints what it said and counts. */
async function runArea(driver: string, build: Build, area: string): Promise<void> {
  const started = performance.now();
  const child = spawn(driver, [area], { cwd: root, env: { ...process.env, ...build.environment }, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (part: Buffer) => {
    stdout += part.toString();
  });
  child.stderr.on("data", (part: Buffer) => {
    stderr += part.toString();
  });
  const ended = await new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(code === 0 ? "" : (signal ?? `exit ${code}`)));
  });
  console.log(`== ${build.name}, ${((performance.now() - started) / 1000).toFixed(1)} s: ${stdout.trimEnd()}`);
  if (stderr) console.error(stderr.trimEnd());
  const counts = /^(\d+) passed, (\d+) failed$/m.exec(stdout);
  passed += Number(counts?.[1] ?? 0);
  failed += Number(counts?.[2] ?? 0);
  // A sanitizer ends the driver before, or after, it has counted; an area that counted nothing was not run.
  if (ended ? !(counts && counts[2] !== "0") : !counts) {
    failed += 1;
    console.error(`FAILED: ${build.name} ended the driver in ${area} (${ended || "nothing was counted"}).`);
  }
}

const runs: Array<Promise<void>> = [];
try {
  for (const [number, build] of builds.entries()) {
    const folder = join("native", "build", "sanitized", String(number));
    const driver = await buildDriver({ compiler, folder, sources, flags: build.flags, script: "scripts/test-native.ts" });
    const listed = spawnSync(driver, ["--list"], { cwd: root, encoding: "utf8" });
    const areas = listed.stdout.split("\n").filter(Boolean);
    if (areas.length === 0) throw new Error(`${build.name}'s driver names no areas.\n${listed.stderr}`);
    runs.push(...areas.map((area) => onACore(() => runArea(driver, build, area))));
  }
} catch (error) {
  failed += 1;
  console.error((error as Error).message);
}
await Promise.all(runs);
console.log(`native: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
