import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Threads and programs that tests start from the sources would each strip the types of every module and compile it; so they find it done.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules", ".cache", "compile");

const alias = [{ find: /^#shared\//, replacement: new URL("./src-shared/", import.meta.url).pathname }];
/** Tests of forms and tables, which need a document; beside the unit tests of the same folder. */
const components = "test/src-renderer/**/*.component.test.tsx";
/** Tests of functions, without Node's folders and without a document; the one that stubs what others import is not among them. */
const functions = ["test/src-shared/**/*.test.ts", "test/src-renderer/**/!(drawingDesk|*.component).test.{ts,tsx}"];

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
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/e2e/**", "test/bench/**", components, ...functions],
          setupFiles: ["test/cheapPassphrases.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // Threads that run from the sources strip types with WebAssembly: see services/system/keepWasmWrappers.
          execArgv: ["--wasm-wrapper-tiering-budget=2147483647"],
        },
      },
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
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
