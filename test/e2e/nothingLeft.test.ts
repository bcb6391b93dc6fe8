import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBrowser } from "../../src-main/hosts/loopback/findBrowser.ts";
import { dicomFile } from "../dicomFiles.ts";
import { openAppWindow, type AppWindow } from "./appWindow.ts";
import { temporaryFolder } from "./program.ts";
import { drag, newSegment, saved, shown } from "./readingPage.ts";

/** Words that occur nowhere by chance: of the patient's name, of the ID, of a file's name. */
const words = ["Quirxzwyn", "Jmbelvqa", "ZQ77431X", "Wexlofry"] as const;

const missing =
  findBrowser() === undefined
    ? "no Chrome, Chromium or Edge is installed"
    : process.platform === "win32"
      ? "the browser's wrapper is a shell script"
      : undefined;
if (missing) console.warn(`\n*** SKIPPED: the test that no patient's name stays on the disk: ${missing}. ***\n`);

const work = temporaryFolder();
const data = join(work.path, "data");
let window: AppWindow;

/** Files below a folder that hold a word in UTF-8 or UTF-16, or in their names: as "path: word". Files that come and go are passed over. */
function filesWith(folder: string, but: (path: string) => boolean): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const shownPath = relative(work.path, path);
    if (but(shownPath)) return [];
    let bytes = Buffer.alloc(0);
    try {
      if (entry.isFile()) bytes = readFileSync(path);
    } catch {
      return [];
    }
    const big = Buffer.from(bytes)
      .subarray(0, bytes.length & ~1)
      .swap16();
    return words
      .filter(
        (word) =>
          shownPath.includes(word) || bytes.includes(word) || bytes.includes(word, 0, "utf16le") || big.includes(word, 0, "utf16le"),
      )
      .map((word) => `${shownPath}: ${word}`);
  });
}

/** The database and the originals hold the patient, as they must; `source` is what was imported. */
const isKept = (path: string) => /^(source|data\/fascicle\.db(-wal|-shm)?$|data\/instances)(\/|$)/.test(path);

describe.skipIf(missing !== undefined)("a session in an app window", () => {
  beforeAll(async () => {
    const source = join(work.path, "source");
    mkdirSync(source);
    const pixels = Buffer.alloc(64 * 64 * 2);
    for (let i = 0; i < pixels.length; i += 2) pixels.writeUInt16LE((i * 37) % 900, i);
    for (let slice = 0; slice < 5; slice += 1) {
      writeFileSync(
        join(source, `Wexlofry ${slice}.dcm`),
        dicomFile({
          studyInstanceUid: "2.25.81",
          seriesInstanceUid: "2.25.82",
          sopInstanceUid: `2.25.83.${slice}`,
          patientName: "Quirxzwyn^Jmbelvqa",
          patientId: "ZQ77431X",
          characterSet: "ISO_IR 192",
          slice,
          size: 64,
          pixels,
        }),
      );
    }
    writeFileSync(join(source, "Quirxzwyn Jmbelvqa.txt"), "no image");
    window = await openAppWindow(work.path, data);
  });
  afterAll(async () => {
    await window?.stop();
    work.remove();
  });

  test("is let in by a private file, and leaves no code in the command line, the address, the history or the Referer", async () => {
    const { page, profileFolder, browserArguments } = window;
    await page.getByRole("button", { name: "Open the sample study" }).waitFor();
    expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(await page.evaluate("[history.length, document.referrer, document.cookie]")).toEqual([1, "", ""]);
    expect(browserArguments.find((argument) => argument.startsWith("--app="))).toMatch(/^--app=file:\/\/\/.*\/start\.html$/);
    // A code has 43 characters without a space or a dot.
    for (const argument of browserArguments) expect(argument).not.toMatch(/http|[#?]|[\w-]{43}/);
    expect(existsSync(join(profileFolder, "start.html"))).toBe(false);
    expect(statSync(profileFolder).mode & 0o777).toBe(0o700);
    expect(window.output()).toBe("");
  });

  test("import, browse, search, draw, measure", async () => {
    const { page } = window;
    await page.getByLabel("Folder to import").first().setInputFiles(join(work.path, "source"));
    const sheet = page.getByRole("dialog", { name: "Import result" });
    await sheet.waitFor();
    expect(await sheet.innerText()).toContain("Quirxzwyn Jmbelvqa.txt");
    await sheet.getByRole("button", { name: "Done" }).click();
    await page.getByRole("textbox", { name: "Search" }).pressSequentially("Quirxzwyn");
    const row = page.getByRole("row").filter({ hasText: "ZQ77431X" }).first();
    await row.waitFor();
    await row.dblclick();
    await shown(page);
    await newSegment(page);
    await page.keyboard.press("b");
    await drag(page, [
      [0.4, 0.4],
      [0.6, 0.6],
    ]);
    await saved(page);
    await page.getByRole("tab", { name: "Features" }).click();
    await page.getByRole("button", { name: "Extract features" }).click();
    await page.getByRole("table", { name: "Features" }).waitFor();
  });

  test("has put the patient in no file but the database and the originals, even if it were killed now", () => {
    // The search has teeth: it finds the patient where it is.
    expect(filesWith(data, () => false).filter((found) => found.startsWith("data/fascicle.db")).length).toBeGreaterThan(0);
    const planted = join(work.path, "tmp", "planted");
    writeFileSync(planted, Buffer.from(`x${words[0]}`, "utf16le"));
    expect(filesWith(work.path, isKept)).toEqual([`tmp/planted: ${words[0]}`]);
    writeFileSync(planted, "");
    expect(filesWith(work.path, isKept)).toEqual([]);
  });

  test("ends with its profile gone and nothing of the patient anywhere", async () => {
    expect(await window.stop()).toBe(0);
    expect(existsSync(window.profileFolder)).toBe(false);
    expect(readdirSync(join(data, "cache", "links"))).toEqual([]);
    expect(filesWith(work.path, isKept)).toEqual([]);
  });
});
