import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeImageFile, readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { noSharedData, sharedData } from "../../../sharedData.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const folder = temporaryFolder();

const fields = (change: Record<string, string | undefined> = {}): string[] =>
  Object.entries({
    type: "short",
    dimension: "3",
    space: "left-posterior-superior",
    sizes: "3 2 1",
    "space directions": "(0.5,0,0) (0,2,0) (0,0,6)",
    "space origin": "(1,2,3)",
    endian: "little",
    encoding: "raw",
    ...change,
  })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}`);
const nrrd = (lines: readonly string[], data: Uint8Array = new Uint8Array()) =>
  Buffer.concat([Buffer.from(["NRRD0004", "# a comment: with a colon", ...lines, "", ""].join("\n")), data]);
const shorts = (values: readonly number[], little = true) => {
  const view = new DataView(new ArrayBuffer(values.length * 2));
  values.forEach((value, at) => view.setInt16(2 * at, value, little));
  return new Uint8Array(view.buffer);
};
const values = [-300, 2, 3, 4, 5, 600];
const read = async (change: Record<string, string | undefined> = {}, data: Uint8Array = shorts(values)) =>
  (await decodeImageFile("x.nrrd", nrrd(fields(change), data))).image;

describe("NRRD by hand", () => {
  test("raw, gzip and ascii, either byte order, line and byte skip: the same voxels", async () => {
    const expected = {
      grid: { size: [3, 2, 1], spacingMm: [0.5, 2, 6], originMm: [1, 2, 3], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
      scalarType: "int16",
      voxels: Int16Array.from(values),
    };
    expect(await read()).toEqual(expected);
    expect(await read({ endian: "big" }, shorts(values, false))).toEqual(expected);
    expect(await read({ encoding: "gzip" }, gzipSync(shorts(values)))).toEqual(expected);
    expect(await read({ encoding: "gz", endian: "big" }, gzipSync(shorts(values, false)))).toEqual(expected);
    expect(await read({ encoding: "ascii", endian: undefined }, Buffer.from("-300 2 3\n4 5 600\n"))).toEqual(expected);
    expect(await read({ "line skip": "2", "byte skip": "3" }, Buffer.concat([Buffer.from("one\ntwo\nabc"), shorts(values)]))).toEqual(
      expected,
    );
    expect(await read({ "byte skip": "-1" }, Buffer.concat([Buffer.from("header of some other kind"), shorts(values)]))).toEqual(expected);
    expect(await read({ encoding: "gzip", "byte skip": "3" }, gzipSync(Buffer.concat([Buffer.from("abc"), shorts(values)])))).toEqual(
      expected,
    );
    const windows = Buffer.from(nrrd(fields()).toString("latin1").replaceAll("\n", "\r\n"), "latin1");
    expect((await decodeImageFile("x.nrrd", Buffer.concat([windows, shorts(values)]))).image).toEqual(expected);
  });

  test("RAS and LAS are turned to LPS", async () => {
    expect((await read({ space: "right-anterior-superior" })).grid).toMatchObject({
      originMm: [-1, -2, 3],
      direction: [-1, 0, 0, 0, -1, 0, 0, 0, 1],
    });
    expect((await read({ space: "RAS" })).grid).toMatchObject({ originMm: [-1, -2, 3] });
    expect((await read({ space: "left-anterior-superior" })).grid).toMatchObject({
      originMm: [1, -2, 3],
      direction: [1, 0, 0, 0, -1, 0, 0, 0, 1],
    });
  });

  test("spacings alone; axes of one element that are not spatial", async () => {
    expect(
      (await read({ space: undefined, "space directions": undefined, "space origin": undefined, spacings: "0.5 2 nan" })).grid,
    ).toEqual({ size: [3, 2, 1], spacingMm: [0.5, 2, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] });
    expect((await read({ dimension: "4", sizes: "1 3 2 1", "space directions": "none (0.5,0,0) (0, 2, 0) (0,0,6)" })).voxels).toEqual(
      Int16Array.from(values),
    );
    expect((await read({ dimension: "4", sizes: "3 2 1 1", "space directions": "(0.5,0,0) (0,2,0) (0,0,6) none" })).grid.size).toEqual([
      3, 2, 1,
    ]);
  });

  test.each([
    ["signed char", 1],
    ["uchar", 1],
    ["uint8_t", 1],
    ["unsigned short", 2],
    ["int", 4],
    ["unsigned int", 4],
    ["float", 4],
    ["double", 8],
    ["long long", 8],
    ["uint64", 8],
  ] as const)("type %s", async (type, size) => {
    const view = new DataView(new ArrayBuffer(6 * size));
    for (let at = 0; at < 6; at++) {
      if (type === "float") view.setFloat32(at * 4, at, false);
      else if (type === "double") view.setFloat64(at * 8, at, false);
      else view.setUint8(at * size + size - 1, at);
    }
    expect([...(await read({ type, endian: "big" }, new Uint8Array(view.buffer))).voxels]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7])("doubles at any place in the file: %i bytes on", async (shift) => {
    const data = new Uint8Array(Float64Array.from([1.5, -2, 3, 4, 5, 6]).buffer);
    expect([...(await read({ type: "double", content: "x".repeat(shift) }, data)).voxels]).toEqual([1.5, -2, 3, 4, 5, 6]);
  });

  test("64-bit integers that would lose digits are refused", async () => {
    const view = new DataView(new ArrayBuffer(48));
    view.setBigUint64(0, 2n ** 60n + 1n, true);
    await expect(read({ type: "uint64" }, new Uint8Array(view.buffer))).rejects.toThrow("x.nrrd: holds 64-bit integers beyond 2^53");
  });

  test.each<[Record<string, string | undefined>, string]>([
    [{ type: "block" }, 'type: "block"'],
    [{ type: undefined }, 'type: ""'],
    [{ encoding: "bzip2" }, 'encoding: "bzip2" is not read'],
    [{ endian: undefined }, "endian: must be little or big"],
    [{ sizes: "3 2" }, "sizes: 2 numbers for dimension 3"],
    [{ sizes: "3 2 x" }, 'sizes: "3 2 x" cannot be read'],
    [{ sizes: "3 2 -1" }, "sizes: 3 x 2 x -1 is no size of a volume"],
    [{ sizes: undefined }, "sizes: is missing"],
    [{ dimension: "4", sizes: "2 3 2 1", "space directions": "none (0.5,0,0) (0,2,0) (0,0,6)" }, "sizes: holds 2 values a voxel"],
    [{ "space directions": "(1,0,0) (0,1,0)" }, "space directions: 2 vectors for dimension 3"],
    [{ "space directions": "(1,0) (0,1) (0,0)" }, "space directions: "],
    [{ "space directions": "(1,0,0) (0.5,1,0) (0,0,1)" }, "space directions: its axes are not at right angles"],
    [{ "space directions": "(1,0,0) (0,0,0) (0,0,1)" }, "space directions: an axis has no length"],
    [{ space: "scanner-xyz" }, 'space: "scanner-xyz"'],
    [{ sizes: "3 2 2" }, "the voxels are cut short: 24 bytes are stated, 12 are there"],
    [{ sizes: "3 2 2", encoding: "ascii" }, "the voxels are cut short: 12 numbers are stated"],
    [{ encoding: "ascii", sizes: "1 1 1", type: "uchar" }, "number 1 of the data is no uint8"],
    [{ "data file": "x.raw" }, "data file: the voxels lie in another file"],
    [{ encoding: "gzip" }, "the compressed data (gzip) are damaged"],
  ])("%o is refused, naming file and field", async (change, words) => {
    const data = change["encoding"] === "ascii" ? Buffer.from(change["sizes"] === "1 1 1" ? "-300" : "1 2 3 4 5 6") : shorts(values);
    await expect(read(change, data)).rejects.toThrow(`x.nrrd: ${words}`);
  });

  test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "a field whose value is %s, a property of every object, is no known word",
    async (word) => {
      await expect(read({ type: word })).rejects.toThrow(`x.nrrd: type: "${word.toLowerCase()}" is no type of number`);
      await expect(read({ space: word })).rejects.toThrow(`x.nrrd: space: "${word.toLowerCase()}" says nothing`);
      await expect(read({ encoding: word })).rejects.toThrow("x.nrrd: encoding: ");
      expect((await decodeImageFile("x.nrrd", nrrd([...fields(), `${word}: 1`, `${word}:=1`], shorts(values)))).image.voxels).toEqual(
        Int16Array.from(values),
      );
    },
  );

  test("two spatial axes are one slice, 1 mm thick, at right angles to them, wherever they lie", async () => {
    const slice = { dimension: "2", sizes: "3 2", kinds: "domain domain" };
    const flat = await read({
      ...slice,
      space: undefined,
      "space dimension": "2",
      "space directions": "(0.5,0) (0,2)",
      "space origin": "(1,2)",
    });
    expect(flat).toMatchObject({
      voxels: Int16Array.from(values),
      grid: { size: [3, 2, 1], spacingMm: [0.5, 2, 1], originMm: [1, 2, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
    });
    expect(
      (await read({ ...slice, space: undefined, "space directions": undefined, "space origin": undefined, spacings: "0.5 2" })).grid,
    ).toMatchObject({ size: [3, 2, 1], spacingMm: [0.5, 2, 1] });
    // Coronal: columns to the left, rows to the feet; the third axis is to the back.
    const coronal = await read({ ...slice, "space directions": "(0.5,0,0) (0,0,-2)", "space origin": "(1,2,3)" });
    expect(coronal.grid).toMatchObject({
      size: [3, 2, 1],
      spacingMm: [0.5, 2, 1],
      originMm: [1, 2, 3],
      direction: [1, 0, 0, 0, 0, 1, 0, -1, 0],
    });
    await expect(read({ ...slice, "space directions": "(1,0,0) (2,0,0)" })).rejects.toThrow("space directions: an axis has no length");
  });

  test("a broken line and a file of another kind are named", async () => {
    await expect(decodeImageFile("x.nrrd", nrrd(["no field"]))).rejects.toThrow("x.nrrd: line 3 of the NRRD header");
    await expect(decodeImageFile("x.nrrd", Buffer.from("JPEG"))).rejects.toThrow("x.nrrd: is no NRRD file");
  });

  test("a detached data file in the header's folder is read; one outside is refused, by a path or by a link", async () => {
    const home = join(folder, "home");
    mkdirSync(home);
    writeFileSync(join(home, "x.raw"), shorts(values));
    writeFileSync(join(folder, "outside.raw"), shorts(values));
    symlinkSync(join(folder, "outside.raw"), join(home, "link.raw"));
    const header = (dataFile: string) => {
      writeFileSync(join(home, "x.nhdr"), nrrd(fields({ "data file": dataFile })));
      return readImageFile(join(home, "x.nhdr"));
    };
    expect((await header("x.raw")).voxels).toEqual(Int16Array.from(values));
    await expect(header("../outside.raw")).rejects.toThrow("x.nhdr: data file: must lie in the header's own folder");
    await expect(header("link.raw")).rejects.toThrow("x.nhdr: data file: must lie in the header's own folder");
    await expect(header(join(home, "x.raw"))).rejects.toThrow("x.nhdr: data file: must lie in the header's own folder");
    await expect(header("none.raw")).rejects.toThrow("x.nhdr: data file: the file it names is not in the header's folder");
    await expect(header("LIST")).rejects.toThrow("x.nhdr: data file: voxels spread over several files");
  });

  test("labels that 3D Slicer names", async () => {
    const pairs = ["Segment0_Name:=Vastus\\nlateralis", "Segment0_LabelValue:=4", "Segment0_Color:=1 0.501961 0", "Segment1_LabelValue:=2"];
    const { labels } = await decodeImageFile("x.seg.nrrd", nrrd([...fields(), ...pairs], shorts(values)));
    expect(labels).toEqual([
      { value: 4, name: "Vastus\nlateralis", color: "#ff8000", side: null },
      { value: 2, name: null, color: null, side: null },
    ]);
  });
});

describe.skipIf(noSharedData)("NRRD of PyRadiomics", () => {
  // What PyRadiomics itself read from these files: its diagnostics in the first-order baseline.
  test.each([
    ["brain1", 1],
    ["breast1", 5],
  ] as const)("%s: size, spacing, mean, extremes and count of labels", async (name, column) => {
    const rows = new Map(
      readFileSync(sharedData("radiomics", "pyradiomics", "baseline", "baseline_firstorder.csv"), "utf8")
        .split("\n")
        .map((line) => {
          const cells = line.match(/("[^"]*"|[^,]*)(,|$)/g)!.map((cell) => cell.replace(/,$/, "").replaceAll('"', ""));
          return [cells[0]!, cells] as const;
        }),
    );
    // The plain column states no image diagnostics; those of the next configuration are of the same file.
    const diagnostic = (key: string) =>
      rows
        .get(`diagnostics_${key}`)
        ?.slice(column)
        .find((cell) => cell !== "");
    const image = await readImageFile(sharedData("radiomics", "pyradiomics", `${name}_image.nrrd`));
    const mask = await readImageFile(sharedData("radiomics", "pyradiomics", `${name}_label.nrrd`));
    expect(`(${image.grid.size.join(", ")})`).toBe(diagnostic("Image-original_Size"));
    expect(`(${image.grid.spacingMm.join(", ")})`).toBe(diagnostic("Image-original_Spacing")?.replaceAll(/\.0(?=[,)])/g, ""));
    expect(Float64Array.from(image.voxels).reduce((sum, value) => sum + value, 0) / image.voxels.length).toBeCloseTo(
      Number(diagnostic("Image-original_Mean")),
      9,
    );
    expect(Float64Array.from(mask.voxels).reduce((count, value) => count + Number(value === 1), 0)).toBe(
      Number(diagnostic("Mask-original_VoxelNum")),
    );
    expect(mask.grid).toEqual(image.grid);
  });
});
