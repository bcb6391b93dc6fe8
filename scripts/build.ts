import { spawnSync } from "node:child_process";
import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Builds what is out of date: the native addon, the main process, the sample studies, the renderer, the notices of what they are built
 * with. Downloads nothing.
 */
const root = join(import.meta.dirname, "..");
const common = ["package-lock.json", "package.json", "src-shared/**/*", "scripts/bundledPackages.ts", "scripts/elastixFiles.ts"];

run("scripts/build-native.ts");
if (isStale("dist/main/cli.mjs", ["vite.main.config.ts", "src-main/**/*", ...common])) vite("vite.main.config.ts");
if (
  isStale("dist/sample/sample-studies.zip", [
    "scripts/build-sample.ts",
    "src-main/services/sample/**/*",
    "src-shared/statistics/xoshiro128.ts",
    "assets/sample/**/*",
  ])
)
  run("scripts/build-sample.ts");
if (isStale("dist/renderer/index.html", ["vite.config.ts", "src-renderer/**/*", ...common])) vite("vite.config.ts");
if (isStale("dist/THIRD-PARTY-NOTICES.txt", ["dist/packages/*.json", "scripts/notices.ts", "scripts/licences/*", "package-lock.json"]))
  run("scripts/notices.ts");

/** True where a source, or the folder it stood in, is newer than the output. */
function isStale(output: string, sources: string[]): boolean {
  const outputFile = join(root, output);
  if (!existsSync(outputFile)) return true;
  const built = statSync(outputFile).mtimeMs;
  return globSync(sources, { cwd: root }).some((path) => statSync(join(root, path)).mtimeMs > built);
}

function vite(config: string): void {
  run("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", "--config", config);
}

function run(script: string, ...args: string[]): void {
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
