import { spawnSync } from "node:child_process";
import { join } from "node:path";

/**
 * `node scripts/kill-readings.ts [SEED]`: sixty readings through the loopback door of the program (the built one, where there is one:
 * build it before), which is killed (SIGKILL)
 * at a random moment of each and started again. Nothing that was answered may be gone, and the log has to verify after every kill; prints the figures, and ends
 * with 1 where something does not hold. CI does the same with two.
 */
const root = join(import.meta.dirname, "..");
const test = "test/src-main/services/projects/readings/killedReadings.test.ts";
const { status } = spawnSync(process.execPath, [join(root, "node_modules", "vitest", "vitest.mjs"), "run", "--project", "unit", test], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, FASCICLE_KILLS: "60", FASCICLE_SEED: process.argv[2] ?? "1" },
});
process.exitCode = status ?? 1;
