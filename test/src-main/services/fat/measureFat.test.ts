import { expect, test } from "vitest";
import type { FatRequest } from "#shared/api/fat.ts";
import { identityDirection, type Grid } from "#shared/domain/geometry.ts";
import { allocateVoxels, type Image } from "#shared/domain/volume.ts";
import type { SegmentationProvenance } from "#shared/api/firstDrawing.ts";
import { fatCsv } from "../../../../src-main/services/fat/fatCsv.ts";
import type { FatSources } from "../../../../src-main/services/fat/index.ts";
import { measureFat } from "../../../../src-main/services/fat/measureFat.ts";
import { createRandom, drawLimbSlice, drawSampleTruth, fatAreaOfGrade, muscleLabel } from "../../../../src-main/services/sample/index.ts";
import type { VolumeRescale } from "../../../../src-main/services/volumes/index.ts";
import { volumeOn } from "../segmentation/volumeOn.ts";

interface Given {
  readonly image: Image;
  readonly rescale?: VolumeRescale;
  /** Another frame of reference than the others'. */
  readonly isElsewhere?: boolean;
}

const plain: VolumeRescale = { pairs: [{ slope: 1, intercept: 0 }], hasTable: false };

/** Volumes by their names, and labels drawn on the first. */
function sources(volumes: Record<string, Given>, labels: Uint8Array): FatSources {
  const [first] = Object.keys(volumes);
  const numbers = [...new Set(labels)].filter((label) => label > 0);
  const segmentation = {
    id: "drawing",
    volumeId: first!,
    name: "muscles",
    revision: 3,
    createdAt: "2026-01-01T00:00:00Z",
    modifiedAt: "2026-01-01T00:00:00Z",
    segments: numbers.map((number) => ({ number, name: `muscle ${number}`, color: "#ff0000", side: "none" as const })),
  };
  return {
    volumes: {
      describe: (id) => ({ ...volumeOn(volumes[id]!.image.grid, id), frameOfReferenceUid: volumes[id]!.isElsewhere ? "other" : "one" }),
      readImage: async (id) => volumes[id]!.image,
      rescale: (id) => volumes[id]!.rescale ?? plain,
    },
    segmentations: { readLabelMap: async () => ({ segmentation, labels }) },
  };
}

const asked = (method: FatRequest["method"], noiseLimit: number | null = null): FatRequest => ({
  segmentationId: "drawing",
  method,
  noiseLimit,
});
const dixon = { kind: "fat and water", fat: "fat", water: "water" } as const;

function imageOn(grid: Grid, value: (i: number, j: number, k: number) => number): Image {
  const voxels = allocateVoxels("float64", grid.size[0] * grid.size[1] * grid.size[2]);
  voxels.forEach((_, at) => {
    const [columns, rows] = grid.size;
    voxels[at] = value(at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows)));
  });
  return { grid, scalarType: "float64", voxels };
}

/**
 * 64 x 64 x 4 of 2 x 2 x 10 mm: a body of 48 mm radius, its outer 12 mm fat. Muscle 1 (8 x 8 on slices 0 and 1) has a quarter of fat, 2 (slices 0 and 3) a
 * half.
 */
const grid: Grid = { size: [64, 64, 4], spacingMm: [2, 2, 10], originMm: [0, 0, 0], direction: identityDirection };
const isMuscle = (i: number, j: number) => j >= 28 && j < 36 && ((i >= 20 && i < 28) || (i >= 36 && i < 44));
const labelAt = (i: number, j: number, k: number) => (!isMuscle(i, j) ? 0 : i < 32 ? (k < 2 ? 1 : 0) : k === 0 || k === 3 ? 2 : 0);
const labels = Uint8Array.from(imageOn(grid, labelAt).voxels);
const radius = (i: number, j: number) => 2 * Math.hypot(i - 31.5, j - 31.5);
const fatAt = (i: number, j: number) => (radius(i, j) > 48 ? 0 : radius(i, j) > 36 ? 0.96 : isMuscle(i, j) ? (i < 32 ? 0.25 : 0.5) : 0.05);
const bodyAt = (i: number, j: number) => (radius(i, j) > 48 ? 0 : 800);
const phantom = (scale = { fat: 1, water: 1 }) => ({
  fat: { image: imageOn(grid, (i, j) => scale.fat * bodyAt(i, j) * fatAt(i, j)) },
  water: { image: imageOn(grid, (i, j) => scale.water * bodyAt(i, j) * (1 - fatAt(i, j))) },
});

test("a pair of known fractions: areas, volumes only over neighbours, and fractions by level and muscle", async () => {
  const { segments, notes, noise, revision } = await measureFat(sources(phantom(), labels), asked(dixon));
  expect(revision).toBe(3);
  const [first, second] = segments;
  // 64 voxels of 4 mm2; two slices of 10 mm.
  expect(first).toMatchObject({ volumeMl: 5.12, whyNoVolume: null, total: { voxels: 128, measured: 128, underNoise: 0, outside: 0 } });
  expect(first!.levels.map(({ sliceIndex, areaMm2 }) => [sliceIndex, areaMm2])).toEqual([
    [0, 256],
    [1, 256],
  ]);
  expect(first!.total.fraction).toBeCloseTo(0.25, 12);
  expect(first!.total.median).toBeCloseTo(0.25, 12);
  expect(second!.volumeMl).toBeNull();
  expect(second!.whyNoVolume).toContain("between slice 1 and 4");
  for (const level of second!.levels) expect(level.fraction).toBeCloseTo(0.5, 12);
  expect(noise).toEqual({ limit: 0, from: "background" });
  expect(notes).toEqual([expect.stringContaining("The background of the images is 0")]);
});

test("exchanged series are suspected; the other way round they are not, nor where one muscle is all fat", async () => {
  const { fat, water } = phantom();
  const said = async (volumes: Record<string, Given>) => (await measureFat(sources(volumes, labels), asked(dixon, 10))).notes.join(" ");
  expect(await said({ fat: water, water: fat })).toContain("Fat and water may be exchanged:");
  expect(await said({ fat, water })).toBe("");

  const replaced = (i: number, j: number) => (isMuscle(i, j) ? 1 : fatAt(i, j));
  const pair = {
    fat: { image: imageOn(grid, (i, j) => bodyAt(i, j) * replaced(i, j)) },
    water: { image: imageOn(grid, (i, j) => bodyAt(i, j) * (1 - replaced(i, j))) },
  };
  expect(await said(pair)).toBe("");
});

test("series scaled otherwise are named; zeros that differ and tables are refused, other slopes told", async () => {
  const run = (volumes: Record<string, Given>) => measureFat(sources(volumes, labels), asked(dixon, 1));
  expect((await run(phantom({ fat: 1, water: 0.05 }))).notes.join(" ")).toContain("scaled differently");
  const { fat, water } = phantom();
  const rescale = (slope: number, intercept: number): VolumeRescale => ({ pairs: [{ slope, intercept }], hasTable: false });
  await expect(run({ fat: { ...fat, rescale: rescale(1, 0) }, water: { ...water, rescale: rescale(1, -100) } })).rejects.toThrow(
    "different rescale intercepts (0 and -100)",
  );
  await expect(run({ fat: { ...fat, rescale: { pairs: [], hasTable: true } }, water })).rejects.toThrow("Fat only: the stored values");
  const result = await run({ fat: { ...fat, rescale: rescale(0.5, 0) }, water });
  expect(result.notes.join(" ")).toContain("different rescale slopes (0.5 and 1)");
  expect(result.series.map((each) => each.rescale)).toEqual(["slope 0.5, intercept 0", "slope 1, intercept 0"]);
});

test("voxels under the noise limit are left out and counted; those beyond a series too", async () => {
  const { fat, water } = phantom();
  // A dark corner of muscle 1 on slice 0: 4 x 4 voxels of signal 40.
  const dark = (image: Image, share: number): Given => ({
    image: imageOn(grid, (i, j, k) =>
      k === 0 && i >= 20 && i < 24 && j >= 28 && j < 32 ? 40 * share : image.voxels[(k * 64 + j) * 64 + i]!,
    ),
  });
  const { segments } = await measureFat(sources({ fat: dark(fat.image, 0.9), water: dark(water.image, 0.1) }, labels), asked(dixon, 50));
  expect(segments[0]!.levels[0]).toMatchObject({ voxels: 64, measured: 48, underNoise: 16, areaMm2: 256 });
  expect(segments[0]!.total.fraction).toBeCloseTo(0.25, 12);

  // Water that begins one slice later, on the same lattice.
  const short: Grid = { ...grid, size: [64, 64, 3], originMm: [0, 0, 10] };
  const part = await measureFat(
    sources({ fat, water: { image: imageOn(short, (i, j) => bodyAt(i, j) * (1 - fatAt(i, j))) } }, labels),
    asked(dixon, 50),
  );
  expect(part.segments[0]!.total).toMatchObject({ voxels: 128, measured: 64, outside: 64 });
  expect(part.segments[0]!.total.fraction).toBeCloseTo(0.25, 12);
  expect(part.segments[0]!.notes.join(" ")).toContain("64 of its 128 voxels");
});

test("another lattice of the same space is sampled, and said; another space is refused", async () => {
  const { fat, water } = phantom();
  const fine: Grid = { ...grid, size: [128, 128, 4], spacingMm: [1, 1, 10], originMm: [-0.5, -0.5, 0] };
  const onFine = (share: (i: number, j: number) => number): Given => ({
    image: imageOn(fine, (i, j) => share(Math.floor(i / 2), Math.floor(j / 2))),
  });
  const volumes = {
    drawn: fat,
    fat: onFine((i, j) => bodyAt(i, j) * fatAt(i, j)),
    water: onFine((i, j) => bodyAt(i, j) * (1 - fatAt(i, j))),
  };
  const { segments, notes, series } = await measureFat(sources(volumes, labels), asked(dixon, 10));
  expect(series.map(({ isSampled }) => isSampled)).toEqual([true, true]);
  expect(notes.join(" ")).toContain("values between its voxels are used");
  // Each drawn voxel lies between four fine ones of its own value.
  expect(segments[0]!.total.fraction).toBeCloseTo(0.25, 9);
  await expect(measureFat(sources({ fat, water: { ...water, isElsewhere: true } }, labels), asked(dixon, 10))).rejects.toThrow(
    "Water only: this series cannot be used with what was drawn. It has another frame of reference",
  );
});

test("in and opposed phase, with their limit and a suspected exchange; the same series twice and nothing drawn are refused", async () => {
  const phases = { kind: "phases", inPhase: "ip", opposedPhase: "op" } as const;
  const ip = { image: imageOn(grid, bodyAt) };
  const op = { image: imageOn(grid, (i, j) => bodyAt(i, j) * Math.abs(1 - 2 * fatAt(i, j))) };
  const { segments, notes } = await measureFat(sources({ ip, op }, labels), asked(phases, 10));
  expect(segments.map(({ total }) => total.fraction)).toEqual([0.25, 0.5]);
  expect(notes.join(" ")).toContain("valid up to 50 % fat");
  expect(notes.join(" ")).toContain("come near 50 %");
  const exchanged = await measureFat(sources({ ip: op, op: ip }, labels), asked(phases, 10));
  expect(exchanged.notes.join(" ")).toContain("the two series may be exchanged");
  await expect(measureFat(sources({ ip, op }, labels), asked({ ...phases, opposedPhase: "ip" }))).rejects.toThrow("are the same series");
  await expect(
    measureFat(
      sources(
        { ip, op },
        labels.map(() => 0),
      ),
      asked(phases),
    ),
  ).rejects.toThrow("Nothing is drawn");
});

test("the sample's thigh as a Dixon pair with noise: each muscle's fraction is the one it was made with", async () => {
  const [columns, rows, muscleT1, fatT1, noise] = [256, 160, 285, 1000, 13];
  const conditionOf = (code: string) =>
    ({ grade: ({ AM: 4, SMB: 5, SMT: 2, HBF: 3, VME: 1 } as Record<string, 0 | 1 | 2 | 3 | 4 | 5>)[code] ?? 0, oedema: 0 }) as const;
  const leg = { side: "right", seed: 7, centreMm: [0, 0], scale: 1, turn: 0, conditionOf } as const;
  const slice = drawLimbSlice("thigh", [leg], 108, { columns, rows, spacingMm: 1, originMm: [-128, -80] });
  // The limb's T1-weighted signal between muscle and fat is linear in fat: what else lies there counts as muscle.
  const share = slice.t1.map((value) => Math.min(1, Math.max(0, (value - muscleT1) / (fatT1 - muscleT1))));
  const random = createRandom(3, "dixon");
  const noisy = (signal: number) => Math.hypot(signal + noise * random.normal(), noise * random.normal());
  const one: Grid = { size: [columns, rows, 1], spacingMm: [1, 1, 6], originMm: [-128, -80, 0], direction: identityDirection };
  const volumes = {
    fat: { image: imageOn(one, (i, j) => noisy((slice.t1[j * columns + i]! > 20 ? 900 : 0) * share[j * columns + i]!)) },
    water: { image: imageOn(one, (i, j) => noisy((slice.t1[j * columns + i]! > 20 ? 900 : 0) * (1 - share[j * columns + i]!))) },
  };
  const { segments, notes, noise: found } = await measureFat(sources(volumes, slice.labels), asked(dixon));
  // Five deviations of both images' noise.
  expect(Math.abs(found.limit! / (5 * Math.hypot(noise, noise)) - 1)).toBeLessThan(0.1);
  expect(notes).toEqual([]);
  for (const { number, total, levels } of segments) {
    const truth = slice.labels.reduce((sum, label, at) => (label === number ? sum + share[at]! : sum), 0) / levels[0]!.voxels;
    expect(`${number} ${Math.abs(total.fraction! - truth) < 0.02}`).toBe(`${number} true`);
  }
  const of = (code: "AM" | "SMB" | "RFEM") => segments.find(({ number }) => number === muscleLabel(code, "right"))!.total.fraction!;
  expect(of("SMB")).toBeGreaterThan(of("AM"));
  expect(of("RFEM")).toBeLessThan(0.15);
});

test("the sample's T1-weighted thigh in two classes: the share of fat that its muscles were made with; a healthy one is named", async () => {
  const conditionOf = (_side: string, code: string) => ({ grade: code === "HBF" ? 3 : code === "AM" ? 4 : 0, oedema: 0 }) as const;
  const { volumes, labels: truth } = drawSampleTruth("thigh", { firstSlice: 6, slices: 1, conditionOf });
  const t1 = { t1: { image: volumes.find(({ key }) => key === "thigh T1")!.image } };
  const { segments, noise } = await measureFat(sources(t1, truth.voxels as Uint8Array), asked({ kind: "threshold", t1: "t1" }));
  expect(noise).toEqual({ limit: null, from: "none" });
  const of = (code: "HBF" | "AM" | "RFEM") => segments.find(({ number }) => number === muscleLabel(code, "left"))!;
  // Made with the middle of their grades' ranges, 45 and 74 % of the area; 33 to 57 % and 64 to 85 % are the ranges.
  for (const [code, grade] of [
    ["HBF", 3],
    ["AM", 4],
  ] as const) {
    const { fraction, fatVoxels, measured } = of(code).total;
    expect(fatVoxels! / measured).toBe(fraction);
    expect(Math.abs(fraction! - fatAreaOfGrade[grade].usual)).toBeLessThan(0.06);
    // Muscle and fat without coil and noise: 285 and 1000.
    expect(of(code).classes!.threshold).toBeGreaterThan(285);
    expect(of(code).classes!.threshold).toBeLessThan(1000);
    expect(of(code).notes).toEqual([]);
  }
  expect(of("RFEM").notes.join(" ")).toContain("do not fall into two classes");
});

test("a T1-weighted image of two classes: a quarter is bright by threshold and by mixture, level by level; one grey value is no two classes", async () => {
  // Muscle 1: every fourth voxel about 900, the others about 300, within 20 of it.
  const t1 = imageOn(grid, (i, j) => ((i + j * 8) % 4 === 0 ? 880 + ((i * 7 + j * 5) % 41) : 280 + ((i * 11 + j * 3) % 41)));
  for (const kind of ["threshold", "mixture"] as const) {
    const [first] = (await measureFat(sources({ t1: { image: t1 } }, labels), asked({ kind, t1: "t1" }))).segments;
    expect(first!.total).toMatchObject({ measured: 128, fatVoxels: 32, fraction: 0.25, median: null });
    expect(first!.levels.map(({ fatVoxels }) => fatVoxels)).toEqual([16, 16]);
    expect(Math.abs(first!.classes!.darkMean - 300)).toBeLessThan(20);
    expect(Math.abs(first!.classes!.brightMean - 900)).toBeLessThan(20);
  }
  const [even] = (await measureFat(sources({ t1: { image: imageOn(grid, () => 300) } }, labels), asked({ kind: "mixture", t1: "t1" })))
    .segments;
  expect(even).toMatchObject({ classes: null, total: { fraction: null, fatVoxels: null }, volumeMl: 5.12 });
  expect(even!.notes.join(" ")).toContain("not parted into two classes");
  // Areas alone need no series.
  const area = await measureFat(sources({ t1: { image: t1 } }, labels), asked({ kind: "area" }));
  expect(area.series).toEqual([]);
  expect(area.segments[0]).toMatchObject({ volumeMl: 5.12, classes: null, notes: [], total: { fraction: null, measured: 0 } });
});

test("the table has a row a level and one for all, with where it comes from, and runs nothing in a spreadsheet", async () => {
  const result = { ...(await measureFat(sources(phantom(), labels), asked(dixon, 10))), segmentationName: "=1+1", engineVersion: "9.9.9" };
  const check = { reader: "R1", checkedAt: "2026-01-01T00:00:00Z", revision: 3 };
  const drawing: SegmentationProvenance = {
    name: "=1+1",
    revision: 4,
    firstDrawing: { source: "file", revision: 1, labelsHash: null, model: null },
    copy: null,
    segments: [
      { number: 1, name: "muscle 1", change: { added: 12, erased: 3, dice: 0.975 }, check: { ...check, isChanged: false } },
      { number: 2, name: "muscle 2", change: null, check: { ...check, isChanged: true } },
    ],
  };
  const csv = fatCsv(result, drawing, (volumeId) => ({
    patientCode: "P1",
    studyCode: "S1",
    seriesNumber: 7,
    seriesDescription: `${volumeId} images`,
    volumeLabel: "",
  }));
  const [head, ...rows] = csv
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const cell = (row: string[], name: string) => row[head!.indexOf(name)];
  expect(rows.map((row) => [cell(row, "Segment"), cell(row, "Slice"), cell(row, "Area (cm2)"), cell(row, "Volume (ml)")])).toEqual([
    ["muscle 1", "1", "2.56", ""],
    ["muscle 1", "2", "2.56", ""],
    ["muscle 1", "all", "", "5.12"],
    ["muscle 2", "1", "2.56", ""],
    ["muscle 2", "4", "2.56", ""],
    ["muscle 2", "all", "", ""],
  ]);
  expect(Number(cell(rows[0]!, "Fat fraction"))).toBeCloseTo(0.25, 12);
  expect(cell(rows[0]!, "Segmentation")).toBe("'=1+1");
  expect(csv).toContain("Fat only: 7 fat images (slope 1, intercept 0)");
  expect(csv).toContain("9.9.9");
  // Of the whole segment, on each of its rows.
  const columns = [
    "First drawing",
    "Voxels added since first drawing",
    "Voxels erased since first drawing",
    "Dice with first drawing",
    "Checked",
  ];
  expect([0, 2, 3].map((row) => columns.map((name) => cell(rows[row]!, name)))).toEqual([
    ["file", "12", "3", "0.975", "yes"],
    ["file", "12", "3", "0.975", "yes"],
    ["file", "", "", "", "changed since"],
  ]);
  const [begun] = fatCsv(result, { ...drawing, firstDrawing: null, segments: [] }, () => undefined)
    .split("\n")
    .slice(1);
  expect(columns.map((name) => begun!.split(",")[head!.indexOf(name)])).toEqual(["", "", "", "", "no"]);
});
