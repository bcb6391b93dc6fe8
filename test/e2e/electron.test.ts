import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { _electron } from "playwright-core";
import { expect, test } from "vitest";
import { projectRoot, temporaryFolder } from "./program.ts";

const folder = join(projectRoot, "node_modules", "electron");
const pathFile = join(folder, "path.txt");
const binary = existsSync(pathFile) ? join(folder, "dist", readFileSync(pathFile, "utf8")) : undefined;
const hasDisplay = process.platform !== "linux" || Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
const missing =
  binary === undefined || !existsSync(binary)
    ? "Electron's binary is not here (it is downloaded at the first `npm start`)"
    : hasDisplay
      ? undefined
      : "there is no display";
if (missing) console.warn(`\n*** SKIPPED: the test that launches Electron: ${missing}. ***\n`);

test.skipIf(missing !== undefined)("Electron opens the worklist on fascicle://, without Node in the page", async () => {
  const data = temporaryFolder();
  const program = await _electron.launch({
    executablePath: binary!,
    args: [projectRoot, `--data=${data.path}`, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  try {
    const page = await program.firstWindow();
    await page.getByRole("button", { name: "Open the sample study" }).waitFor();
    expect(page.url()).toMatch(/^fascicle:\/\/app\//);
    expect(
      await page.evaluate(() => [
        typeof (globalThis as Record<string, unknown>)["require"],
        typeof (globalThis as Record<string, unknown>)["process"],
      ]),
    ).toEqual(["undefined", "undefined"]);
    await page.evaluate(() => {
      (globalThis as unknown as { location: { href: string } }).location.href = "https://example.org/";
    });
    expect(page.url()).toMatch(/^fascicle:\/\/app\//);
  } finally {
    await program.close();
    data.remove();
  }
});
