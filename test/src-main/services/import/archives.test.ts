import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { dicomDirectory } from "../../../dicomFiles.ts";
import { openImport, sliceBytes } from "./importing.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let opened: ReturnType<typeof openImport>;
beforeEach(() => {
  opened = openImport(temporaryFolder());
});
afterEach(() => opened.close());

/** Writes a ZIP; a name of `rename` is then written over, in place, with one of the same length that no honest ZIP has. */
async function zip(
  entries: ReadonlyArray<readonly [name: string, content: Buffer, mode?: number]>,
  rename: Readonly<Record<string, string>> = {},
): Promise<string> {
  const path = join(opened.folder, "study.zip");
  const archive = new ZipFile();
  for (const [name, content, mode] of entries) archive.addBuffer(content, name, mode === undefined ? {} : { mode });
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(path));
  const bytes = readFileSync(path);
  for (const [from, to] of Object.entries(rename)) {
    for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, "latin1");
  }
  writeFileSync(path, bytes);
  return path;
}

const rejections = (result: { rejected: Array<{ path: string; reason: string }> }) =>
  Object.fromEntries(result.rejected.map(({ path, reason }) => [path, reason]));

describe("a ZIP", () => {
  it("is read with its folders, and what is in it is named by its path within", async () => {
    const path = await zip([
      ["a/1.dcm", sliceBytes(0)],
      ["a/b/2.dcm", sliceBytes(1)],
      ["a/readme.txt", Buffer.from("hello")],
    ]);
    const result = await opened.run(path);
    expect(result).toMatchObject({ instances: 2, rejected: [{ path: `${path}/a/readme.txt`, reason: "not a DICOM file" }] });
    expect(readdirSync(join(opened.dataFolder, "incoming"))).toEqual([]);
  });

  it("gives nothing outside itself: entries upward, from the root, on a drive, and links are refused, the others imported", async () => {
    const path = await zip(
      [
        ["good.dcm", sliceBytes(0)],
        ["xx/up.dcm", sliceBytes(1)],
        ["x/root.dcm", sliceBytes(2)],
        ["xxdrive.dcm", sliceBytes(3)],
        ["link.dcm", Buffer.from("/etc/hosts"), 0o120777],
      ],
      { "xx/up.dcm": "../up.dcm", "x/root.dcm": "//root.dcm", "xxdrive.dcm": "C:drive.dcm" },
    );
    const result = await opened.run(path);
    expect(result.instances).toBe(1);
    expect(rejections(result)).toEqual({
      [`${path}/../up.dcm`]: "refused: it points outside the ZIP",
      [`${path}///root.dcm`]: "refused: it points outside the ZIP",
      [`${path}/C:drive.dcm`]: "refused: it points outside the ZIP",
      [`${path}/link.dcm`]: "refused: a link inside a ZIP",
    });
    expect(existsSync(join(opened.folder, "up.dcm"))).toBe(false);
    expect(existsSync(join(opened.dataFolder, "incoming", "up.dcm"))).toBe(false);
  });

  it("does not unpack what grows beyond measure, nor a ZIP within a ZIP", async () => {
    const inner = readFileSync(await zip([["1.dcm", sliceBytes(1)]]));
    const path = await zip([
      ["good.dcm", sliceBytes(0)],
      ["bomb.dcm", Buffer.alloc(2 ** 27)],
      ["inner.zip", inner],
    ]);
    const result = await opened.run(path);
    expect(result.instances).toBe(1);
    expect(rejections(result)).toEqual({
      [`${path}/bomb.dcm`]: "refused: it unpacks to more than 200 times its size",
      [`${path}/inner.zip`]: "a ZIP within a ZIP; unpack the outer one first",
    });
  });

  it("that is cut short is rejected, with whatever else is imported", async () => {
    const path = await zip([["1.dcm", sliceBytes(0)]]);
    writeFileSync(path, readFileSync(path).subarray(0, 300));
    writeFileSync(join(opened.folder, "2.dcm"), sliceBytes(1));
    const result = await opened.run(path, join(opened.folder, "2.dcm"));
    expect(result).toMatchObject({ instances: 1, rejected: [{ path, reason: "damaged or cut short: this ZIP cannot be opened" }] });
  });
});

describe("a DICOMDIR", () => {
  it("brings the files it names, upper case or not, and only those", async () => {
    const folder = join(opened.folder, "disc");
    mkdirSync(join(folder, "images"), { recursive: true });
    writeFileSync(join(folder, "images", "im1"), sliceBytes(0));
    writeFileSync(join(folder, "images", "im2"), sliceBytes(1));
    writeFileSync(join(folder, "images", "unnamed"), sliceBytes(2));
    const path = join(folder, "DICOMDIR");
    writeFileSync(
      path,
      dicomDirectory([
        ["IMAGES", "IM1"],
        ["IMAGES", "IM2"],
        ["IMAGES", "IM3"],
      ]),
    );
    const result = await opened.run(path);
    expect(result.instances).toBe(2);
    expect(rejections(result)).toEqual({ [join(folder, "IMAGES", "IM3")]: "the DICOMDIR names this file, but it is not there" });
    // In a folder the DICOMDIR is read too, and no file twice.
    expect(await opened.run(folder)).toMatchObject({ instances: 1, duplicates: 2 });
  });

  it("is not followed outside its folder", async () => {
    const folder = join(opened.folder, "disc");
    mkdirSync(folder);
    mkdirSync(join(opened.folder, "secret"));
    writeFileSync(join(opened.folder, "outside"), sliceBytes(0));
    writeFileSync(join(opened.folder, "secret", "inside"), sliceBytes(1));
    symlinkSync(join(opened.folder, "secret"), join(folder, "LINK"));
    const path = join(folder, "DICOMDIR");
    writeFileSync(path, dicomDirectory([["..", "OUTSIDE"], ["", "etc", "hosts"], ["../outside"], ["C:", "X"], ["LINK", "INSIDE"]]));
    const result = await opened.run(path);
    expect(result.instances).toBe(0);
    expect(result.rejected).toHaveLength(5);
    for (const { reason } of result.rejected) expect(reason).toContain("points outside its folder");
    expect(basename(result.rejected[0]!.path)).toBe("OUTSIDE");
  });
});
