import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** `npm start`: builds, then opens the workstation in Electron where its binary is there or can be had, otherwise in a browser's window. */
const root = join(import.meta.dirname, "..");
const run = (script: string, args: string[]) =>
  spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: "inherit" }).status ?? 1;

const built = run("scripts/build.ts", []);
if (built !== 0) process.exit(built);

const electron = electronBinary();
const args = process.argv.slice(2);
if (!electron) process.stdout.write("Electron's binary is not here and could not be downloaded: opening in a browser window instead.\n");
const child = electron
  ? spawn(electron, [root, ...args, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])], { stdio: "inherit" })
  : spawn(process.execPath, [join(root, "dist/main/window.mjs"), ...args], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

/** Electron's executable; downloads it at the first start, as its package does. */
function electronBinary(): string | undefined {
  const folder = join(root, "node_modules", "electron");
  const pathFile = join(folder, "path.txt");
  if (!existsSync(pathFile)) {
    spawnSync(process.execPath, [join(folder, "install.js")], { stdio: "ignore", timeout: 180_000 });
  }
  if (!existsSync(pathFile)) return undefined;
  const binary = join(folder, "dist", readFileSync(pathFile, "utf8"));
  return existsSync(binary) ? binary : undefined;
}
