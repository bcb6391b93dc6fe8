import { vi } from "vitest";

// A guess is dear on purpose, and signing in a hundred times would be what a run of the tests waits for most. A test of the cost itself takes this back.
vi.mock(
  import("../src-main/services/readers/passphraseCost.ts"),
  () => ({ cost: { logN: 10, blockSize: 8, parallelization: 1 } }) as never,
);
