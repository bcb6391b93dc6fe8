import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noSharedData, sharedData } from "../../../sharedData.ts";
import { readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { extractMatrices } from "../../../../src-main/services/radiomics/index.ts";

/** A numpy array of doubles, in C order. */
function readNpy(path: string): { shape: number[]; at: (...index: number[]) => number } {
  const bytes = readFileSync(path);
  const headerLength = bytes.readUInt16LE(8);
  const header = bytes.toString("latin1", 10, 10 + headerLength);
  expect(header).toContain("'<f8'");
  const shape = /'shape': \(([^)]*)\)/
    .exec(header)![1]!
    .split(",")
    .filter((part) => part.trim())
    .map(Number);
  const fortran = header.includes("'fortran_order': True");
  const data = new Float64Array(bytes.buffer.slice(bytes.byteOffset + 10 + headerLength, bytes.byteOffset + bytes.length));
  const order = shape.map((_, axis) => axis);
  if (!fortran) order.reverse();
  const strides: number[] = [];
  let stride = 1;
  for (const axis of order) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return { shape, at: (...index) => data[index.reduce((sum, position, axis) => sum + position * strides[axis]!, 0)]! };
}

/** A matrix as one string, to compare sets of matrices whose order is not part of the result. */
const numberKey = (row: number[]) => row.join(" ");

/** PyRadiomics keeps the columns of sizes that occur only. */
const occurring = (entries: Array<[number, number, number]>) => [...new Set(entries.map(([, size]) => size))].toSorted((a, b) => a - b);

describe.skipIf(noSharedData).each(["brain1", "breast1"])("the matrices of %s equal PyRadiomics'", (body) => {
  const oracle = (name: string) => readNpy(sharedData("radiomics", "pyradiomics", "baseline", `${body}_${name}.npy`));
  const matrices = async () =>
    extractMatrices(
      await readImageFile(sharedData("radiomics", "pyradiomics", `${body}_image.nrrd`)),
      await readImageFile(sharedData("radiomics", "pyradiomics", `${body}_label.nrrd`)),
      { binWidth: 25 },
    );

  it("GLCM, exactly, direction by direction", async () => {
    const { glcm, levels } = await matrices();
    const { shape, at } = oracle("glcm");
    const count = shape[0]!;
    expect(levels.length).toBe(count);
    const wanted = Array.from({ length: shape[2]! }, (_, direction) =>
      Array.from({ length: count * count }, (_, cell) => at(Math.floor(cell / count), cell % count, direction)),
    );
    const got = glcm.map((entries) => {
      const dense = Array.from({ length: count * count }, () => 0);
      for (const [i, j, p] of entries) dense[levels.indexOf(i) * count + levels.indexOf(j)] = p;
      return dense;
    });
    expect(got.map(numberKey).toSorted()).toEqual(wanted.map(numberKey).toSorted());
  });

  it("GLRLM, exactly, direction by direction", async () => {
    const { glrlm, levels } = await matrices();
    const { shape, at } = oracle("glrlm");
    const [rows, sizes, directions] = shape as [number, number, number];
    const wanted = Array.from({ length: directions }, (_, direction) =>
      Array.from({ length: rows * sizes }, (_, cell) => at(Math.floor(cell / sizes), cell % sizes, direction)),
    );
    const lengths = occurring(glrlm.flat());
    expect(sizes).toBe(lengths.length);
    const got = glrlm.map((entries) => {
      const dense = Array.from({ length: rows * sizes }, () => 0);
      for (const [i, length, runs] of entries) dense[levels.indexOf(i) * sizes + lengths.indexOf(length)] = runs;
      return dense;
    });
    expect(got.map(numberKey).toSorted()).toEqual(wanted.map(numberKey).toSorted());
  });

  it.each(["glszm", "gldm"] as const)("%s, exactly", async (name) => {
    const found = await matrices();
    const entries = found[name][0]!;
    const sizes = occurring(entries);
    const { shape, at } = oracle(name);
    expect(shape).toEqual([found.levels.length, sizes.length]);
    const counts = new Map(entries.map(([i, size, count]) => [`${found.levels.indexOf(i)} ${sizes.indexOf(size)}`, count]));
    for (let row = 0; row < shape[0]!; row += 1) {
      for (let column = 0; column < shape[1]!; column += 1) expect(counts.get(`${row} ${column}`) ?? 0).toBe(at(row, column));
    }
  });

  it("NGTDM: counts and levels exactly, differences but for the order of a sum", async () => {
    const { ngtdm } = await matrices();
    const { shape, at } = oracle("ngtdm");
    expect(ngtdm[0]!.length).toBe(shape[0]);
    for (const [row, [voxels, difference, level]] of ngtdm[0]!.entries()) {
      expect(voxels).toBe(at(row, 0));
      expect(level).toBe(at(row, 2));
      expect(Math.abs(difference / at(row, 1) - 1)).toBeLessThan(1e-13);
    }
  });
});
