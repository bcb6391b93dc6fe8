import { spawnSync } from "node:child_process";
import { globSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildDriver, engineSources, root } from "./nativeDriver.ts";

/**
 * `npm run fuzz:native [-- --runs N]`: libFuzzer over the engine's request (test/native/sanitized/fuzzInput.cpp) under AddressSanitizer and
 * UndefinedBehaviorSanitizer, a million executions where nothing else is said. It starts from test/native/corpus, keeps what it finds in
 * native/build/fuzz/found, and stops at the first fault with the input that made it; an allocation of more than 256 MB at once, more than 1 GB
 * in all and more than 120 s are faults too. Needs clang++ with compiler-rt (Debian: clang, libclang-rt-14-dev). CXX names another clang++.
 */
const runs = process.argv.includes("--runs") ? Number(process.argv[process.argv.indexOf("--runs") + 1]) : 1_000_000;
if (!Number.isSafeInteger(runs) || runs < 1) {
  console.error("--runs takes a whole number above 0.");
  process.exit(2);
}
const compiler = (process.env["CXX"] ?? "clang++").split(" ");
if (spawnSync(compiler[0]!, ["--version"], { stdio: "ignore" }).status !== 0) {
  console.error(`The fuzzer needs ${compiler[0]} with compiler-rt (Debian: apt-get install clang libclang-rt-14-dev).`);
  process.exit(1);
}
const folder = join("native", "build", "fuzz");
const found = join(folder, "found");
mkdirSync(join(root, found), { recursive: true });
const sanitizers = "address,undefined,float-cast-overflow";
try {
  const driver = await buildDriver({
    compiler,
    folder,
    script: "scripts/fuzz-native.ts",
    sources: [
      ...engineSources,
      ...["checks", "regions", "fuzzInput"].map((name) => join("test", "native", "sanitized", `${name}.cpp`)),
      join("test", "native", "fuzz", "libFuzzer.cpp"),
    ],
    flags: ["-O1", "-g1", `-fsanitize=fuzzer-no-link,${sanitizers}`, "-fno-sanitize-recover=all", "-D_GLIBCXX_ASSERTIONS"],
    linkFlags: [`-fsanitize=fuzzer,${sanitizers}`],
  });
  const { status } = spawnSync(
    driver,
    [
      found,
      join("test", "native", "corpus"),
      `-runs=${runs}`,
      "-max_len=256",
      "-timeout=120",
      "-rss_limit_mb=1024",
      "-malloc_limit_mb=256",
      "-print_final_stats=1",
      "-reload=0",
      "-reduce_inputs=0",
      "-entropic=0",
      `-artifact_prefix=${folder}/`,
    ],
    { cwd: root, stdio: "inherit", env: { ...process.env, ASAN_OPTIONS: "quarantine_size_mb=16:malloc_context_size=6" } },
  );
  console.log(
    status === 0
      ? `fuzz: ${runs} executions without a fault; ${globSync("*", { cwd: join(root, found) }).length} inputs kept`
      : `fuzz: a fault was found; its input is in ${folder}`,
  );
  process.exit(status ?? 1);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
