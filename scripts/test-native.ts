import { spawnSync, spawn } from "node:child_process";
import { globSync, mkdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, sep } from "node:path";

/**
 * `npm run test:native`: the engine in C++, without Node, run by the drivers of test/native/sanitized under AddressSanitizer with
 * UndefinedBehaviorSanitizer and under ThreadSanitizer. Ends with how many checks held. Compiled without optimising, which is what takes
 * longest under a sanitizer; what was compiled is kept in native/build/sanitized until it, a header or this script has changed.
 */
const root = join(import.meta.dirname, "..");
const compiler = (process.env["CXX"] ?? (process.platform === "darwin" ? "clang++" : "g++")).split(" ");

interface Build { readonly name: string; readonly flags: readonly string[]; readonly environment: Readonly<Record<string, string>> }

const builds: readonly Build[] = [
  {
    name: "AddressSanitizer and UndefinedBehaviorSanitizer", environment: { ASAN_OPTIONS: "detect_stack_use_after_return=1" },
    flags: ["-O0", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-D_GLIBCXX_ASSERTIONS"],
  },
  { name: "ThreadSanitizer", flags: ["-O0", "-g1", "-fsanitize=thread"], environment: { TSAN_OPTIONS: "halt_on_error=1" } },
];

const sources = [
  ...globSync("native/src/**/*.cpp", { cwd: root }).filter((path) => !path.startsWith(join("native", "src", "addon"))),
  ...globSync("test/native/sanitized/*.cpp", { cwd: root }),
].toSorted();

/** When something was last changed that every object depends on. */
const headersChanged = Math.max(...["native/src/**/*.hpp", "test/native/sanitized/*.hpp"].flatMap((pattern) => globSync(pattern, { cwd: root })).concat("scripts/test-native.ts").map(changed));

/** 0 where it is not there. */
function changed(path: string): number {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Compiles one source; answers the compiler's messages where it failed. */
async function compile(source: string, object: string, flags: readonly string[]): Promise<string | undefined> {
  const child = spawn(compiler[0]!, [
    ...compiler.slice(1), "-std=c++20", "-ffp-contract=off", "-pthread", "-Wall", "-Wextra", "-Wno-unused-parameter", ...flags,
    "-Inative/src", "-Itest/native/sanitized", "-c", source, "-o", object,
  ], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let messages = "";
  child.stderr.on("data", (part: Buffer) => { messages += part.toString(); });
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  child.once("error", reject);
  child.once("close", (code) => resolve(code === 0 ? undefined : messages || `${source} was not compiled.`));
  return promise;
}

/** Compiles and links the driver, as many sources at a time as there are cores. Answers its path. */
async function build(folder: string, { name, flags }: Build): Promise<string> {
  const all = sources.map((source) => ({ source, object: join(folder, `${source.replaceAll(sep, "-")}.o`) }));
  const waiting = all.filter(({ source, object }) => changed(object) < Math.max(changed(source), headersChanged));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const messages = await compile(next.source, next.object, flags);
      if (messages !== undefined) throw new Error(`The driver for ${name} was not compiled.\n${messages}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const driver = join(root, folder, "driver");
  const linked = spawnSync(compiler[0]!, [...compiler.slice(1), "-pthread", ...flags, ...all.map(({ object }) => object), "-o", driver], { cwd: root, encoding: "utf8" });
  if (linked.status !== 0) throw new Error(`The driver for ${name} was not linked.\n${linked.stderr}`);
  return driver;
}

if (process.platform === "win32") {
  console.log("skipped: the sanitizers need g++ or clang++, as on Linux and macOS");
  process.exit(0);
}

let [passed, failed] = [0, 0];
try {
  for (const [number, wanted] of builds.entries()) {
    const started = performance.now();
    const folder = join("native", "build", "sanitized", String(number));
    mkdirSync(join(root, folder), { recursive: true });
    console.log(`== ${wanted.name}`);
    const driver = await build(folder, wanted);
    const { stdout, stderr, status, signal } = spawnSync(driver, [], { encoding: "utf8", env: { ...process.env, ...wanted.environment }, maxBuffer: 1 << 26 });
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
