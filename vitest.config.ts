import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const alias = [{ find: /^#shared\//, replacement: new URL("./src-shared/", import.meta.url).pathname }];
/** Tests of forms and tables, which need a document; beside the unit tests of the same folder. */
const components = "test/src-renderer/**/*.component.test.tsx";

export default defineConfig({
  test: {
    // Tests wait for programs and disks: with one worker fewer than cores, as is usual, half of a small machine lies idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/e2e/**", "test/bench/**", components],
          testTimeout: 60_000,
          hookTimeout: 60_000,
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
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "browser",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
