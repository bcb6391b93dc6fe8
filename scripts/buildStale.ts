import { spawnSync } from "node:child_process";
import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const common = ["package-lock.json", "package.json", "src-shared/**/*", "scripts/bundledPackages.ts", "scripts/elastixFiles.ts"];

/** True where a source, or the folder it stood in, is newer than the output. */
export function isStale(output: string, sources: string[]): boolean {
  const outputFile = join(root, output);
  if (!existsSync(outputFile)) return true;
  const built = statSync(outputFile).mtimeMs;
  return globSync(sources, { cwd: root }).some((path) => statSync(join(root, path)).mtimeMs > built);
}

/** Runs a script of the project by its path from the root; ends this process with its exit code where it fails. */
export function run(script: string, ...args: string[]): void {
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

/** Builds with one of Vite's configurations where `output` is older than the sources that it is made of. */
export function buildStale(output: string, config: string, sources: string[]): void {
  if (isStale(output, [config, ...sources, ...common]))
    run("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", "--config", config);
}

/** The main process with its workers, in dist/main. */
export function buildStaleMain(): void {
  buildStale("dist/main/cli.mjs", "vite.main.config.ts", ["src-main/**/*"]);
}
