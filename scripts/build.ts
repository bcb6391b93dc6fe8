import { spawnSync } from "node:child_process";

/** Builds what is out of date: the native addon, the main process, the renderer. Downloads nothing. */
const steps: ReadonlyArray<readonly [string, readonly string[]]> = [
  ["scripts/build-native.ts", []],
  ["node_modules/vite/bin/vite.js", ["build", "--logLevel", "warn", "--config", "vite.main.config.ts"]],
  ["node_modules/vite/bin/vite.js", ["build", "--logLevel", "warn", "--config", "vite.config.ts"]],
];

for (const [script, args] of steps) {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
