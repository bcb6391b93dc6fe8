import { defineConfig } from "vitest/config";

const alias = [{ find: /^#shared\//, replacement: new URL("./src-shared/", import.meta.url).pathname }];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: { name: "unit", include: ["test/**/*.test.{ts,tsx}"], exclude: ["test/e2e/**", "test/bench/**"], testTimeout: 60_000 },
      },
      {
        resolve: { alias },
        test: { name: "browser", include: ["test/e2e/**/*.test.ts"], testTimeout: 180_000, hookTimeout: 120_000, fileParallelism: false, expect: { poll: { timeout: 15_000 } } },
      },
    ],
  },
});
