import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Programs that tests start from the sources would each strip the types of every module and compile it; so they find it done.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules", ".cache", "compile");

const alias = [{ find: /^#shared\//, replacement: new URL("./src-shared/", import.meta.url).pathname }];
/** Tests of forms and tables, which need a document; beside the unit tests of the same folder. */
const components = "test/src-renderer/**/*.component.test.tsx";
/** Tests of functions, without Node's folders and without a document; the one that stubs what others import is not among them. */
const functions = ["test/src-shared/**/*.test.ts", "test/src-renderer/**/!(drawingDesk|*.component).test.{ts,tsx}"];

/** The other tests: of services, hosts and scripts. */
const others = { include: ["test/**/*.test.{ts,tsx}"], exclude: ["test/e2e/**", "test/bench/**", components, ...functions] };
/** Those of them that replace modules, globals, the environment, the clock or the working folder, which files that share a process would see. */
const replacing = globSync(others.include, { cwd: import.meta.dirname, exclude: others.exclude }).filter((path) =>
  /\bvi\.(mock|unmock|doMock|stubEnv|stubGlobal|spyOn|useFakeTimers|setSystemTime)\b|process\.(env\b.*[^=]=[^=]|chdir)/.test(
    readFileSync(join(import.meta.dirname, path), "utf8"),
  ),
);
const builtAlias = [
  ...alias,
  { find: /^\.{1,2}\/(.*\/)?workerPath\.ts$/, replacement: join(import.meta.dirname, "test", "workerPath.ts") },
];
const settings = {
  globalSetup: ["test/builtWorkers.ts"],
  setupFiles: ["test/removeTemporaryFolders.ts", "test/cheapPassphrases.ts"],
  testTimeout: 180_000,
  hookTimeout: 120_000,
  // Programs that run from the sources strip types with WebAssembly: see services/system/keepWasmWrappers.
  execArgv: ["--wasm-wrapper-tiering-budget=2147483647"],
};

export default defineConfig({
  test: {
    // Tests wait for programs and disks: with one worker fewer than cores, as is usual, half of a small machine lies idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        resolve: { alias },
        test: {
          name: "functions",
          include: functions,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // One process for many files: each of them would take longer to import what it tests than to test it.
          isolate: false,
        },
      },
      // As above: what a file imports is imported once by each process.
      {
        resolve: { alias: builtAlias },
        test: { name: "unit", include: others.include, exclude: [...others.exclude, ...replacing], isolate: false, ...settings },
      },
      { resolve: { alias: builtAlias }, test: { name: "replacing", include: replacing, ...settings } },
      {
        resolve: { alias },
        test: {
          name: "components",
          include: [components],
          environment: "jsdom",
          setupFiles: ["test/src-renderer/bench/setUp.ts"],
          testTimeout: 180_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "browser",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // One after another: drawing in software takes both cores of a small machine, and two files at a time were hardly quicker.
          fileParallelism: false,
          globalSetup: ["test/e2e/browser.ts"],
          setupFiles: ["test/removeTemporaryFolders.ts"],
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
