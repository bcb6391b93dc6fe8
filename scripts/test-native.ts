import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { buildDriver, engineSources, root } from "./nativeDriver.ts";

/**
 * `npm run test:native`: the engine in C++, without Node, run by the drivers of test/native/sanitized under AddressSanitizer with
 * UndefinedBehaviorSanitizer and under ThreadSanitizer. Ends with how many checks held. Compiled without optimising, which is what takes
 * longest under a sanitizer; what was compiled is kept in native/build/sanitized until it, a header or this script has changed.
 */
const compiler = (process.env["CXX"] ?? (process.platform === "darwin" ? "clang++" : "g++")).split(" ");

interface Build {
  readonly name: string;
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const builds: readonly Build[] = [
  {
    name: "AddressSanitizer and UndefinedBehaviorSanitizer",
    environment: { ASAN_OPTIONS: "detect_stack_use_after_return=1" },
    flags: ["-O0", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-D_GLIBCXX_ASSERTIONS"],
  },
  { name: "ThreadSanitizer", flags: ["-O0", "-g1", "-fsanitize=thread"], environment: { TSAN_OPTIONS: "halt_on_error=1" } },
];

const sources = [...engineSources, ...globSync("test/native/sanitized/*.cpp", { cwd: root })];

if (process.platform === "win32") {
  console.log("skipped: the sanitizers need g++ or clang++, as on Linux and macOS");
  process.exit(0);
}

let [passed, failed] = [0, 0];
try {
  for (const [number, wanted] of builds.entries()) {
    const started = performance.now();
    const folder = join("native", "build", "sanitized", String(number));
    console.log(`== ${wanted.name}`);
    const driver = await buildDriver({ compiler, folder, sources, flags: wanted.flags, script: "scripts/test-native.ts" });
    const { stdout, stderr, status, signal } = spawnSync(driver, [], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, ...wanted.environment },
      maxBuffer: 1 << 26,
    });
    console.log(stdout.trimEnd());
    if (stderr) console.error(stderr.trimEnd());
    const counts = /^(\d+) passed, (\d+) failed$/m.exec(stdout);
    passed += Number(counts?.[1] ?? 0);
    failed += Number(counts?.[2] ?? 0);
    // A sanitizer ends the driver before, or after, it has counted.
    if (status !== 0 && !(counts && counts[2] !== "0")) {
      failed += 1;
      console.error(`FAILED: ${wanted.name} ended the driver (${signal ?? `exit ${status}`}).`);
    }
    console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
} catch (error) {
  failed += 1;
  console.error((error as Error).message);
}
console.log(`native: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
