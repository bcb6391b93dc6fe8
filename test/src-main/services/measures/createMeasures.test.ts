import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MeasureToAdd } from "#shared/api/measure.ts";
import { createMeasures, type Measures } from "../../../../src-main/services/measures/index.ts";
import { isPinned } from "../../../../src-main/services/store/index.ts";
import { createStudies } from "../../../../src-main/services/studies/index.ts";
import { createVolumes } from "../../../../src-main/services/volumes/index.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { addReader } from "../../author.ts";
import { openImport, sliceBytes } from "../import/importing.ts";

let opened: ReturnType<typeof openImport>;
let volumes: ReturnType<typeof createVolumes>;
let measures: Measures;
let volumeId: string;

/** Three CT slices of 8 x 8 pixels of 0.8 mm, 5 mm apart, from (-100, -100, 0): row j, column i of slice k has the value 100 k + 8 j + i. */
beforeEach(async () => {
  opened = openImport(temporaryFolder());
  const files = join(opened.folder, "files");
  mkdirSync(files);
  for (const slice of [0, 1, 2]) {
    const pixels = Buffer.alloc(128);
    for (let at = 0; at < 64; at++) pixels.writeUInt16LE(100 * slice + at, 2 * at);
    writeFileSync(
      join(files, `${slice}.dcm`),
      sliceBytes(slice, { pixels, modality: "CT", seriesNumber: 5, seriesDescription: "Abdomen" }),
    );
  }
  await opened.run(files);
  volumes = createVolumes({ store: opened.store });
  measures = createMeasures({ store: opened.store, volumes });
  volumeId = volumes.describeStudy("2.25.1").series[0]!.volumes[0]!.id;
});
afterEach(async () => {
  await volumes.close();
  await opened.close();
});

const distance = (): MeasureToAdd => ({
  id: randomUUID(),
  name: "Distance 1",
  volumeId,
  kind: "distance",
  plane: "acquisition",
  sliceIndex: 1,
  points: [
    [-100, -100, 5],
    [-97.6, -96.8, 5],
  ],
});

describe("a measure", () => {
  test("is kept as it was made, with its reader", () => {
    const anna = addReader(opened.store, "Anna");
    const sent = distance();
    const made = measures.add(anna, sent);
    expect(made).toEqual({ ...sent, createdAt: made.createdAt, reader: "Anna", isOwn: true, revision: 1 });
    measures.add(anna, { ...distance(), name: "Point 1", kind: "point", points: [[-100, -100, 5]] });
    // A service of its own: what it answers is on disk.
    const again = createMeasures({ store: opened.store, volumes }).list(anna, "2.25.1");
    expect(again.map(({ name }) => name)).toEqual(["Distance 1", "Point 1"]);
    expect(again[0]).toEqual(made);
  });

  test("sent twice is kept once", () => {
    const anna = addReader(opened.store, "Anna");
    const sent = distance();
    expect(measures.add(anna, sent)).toEqual(measures.add(anna, sent));
    expect(opened.count("measure")).toBe(1);
  });

  test("changes by revisions: one that was changed elsewhere since is not changed again", () => {
    const anna = addReader(opened.store, "Anna");
    const { id } = measures.add(anna, distance());
    expect(measures.change(anna, id, 1, { name: "Canal" })).toMatchObject({ name: "Canal", revision: 2 });
    expect(() => measures.change(anna, id, 1, { name: "Other" })).toThrow(/“Canal” was changed or removed in another window/);
    const moved = measures.change(anna, id, 2, {
      points: [
        [-100, -100, 5],
        [-99, -100, 5],
      ],
    });
    expect(moved).toMatchObject({
      name: "Canal",
      revision: 3,
      points: [
        [-100, -100, 5],
        [-99, -100, 5],
      ],
    });
  });

  test("out of its plane, or on no volume, is refused by name and changes nothing", () => {
    const anna = addReader(opened.store, "Anna");
    expect(() => measures.add(anna, { ...distance(), sliceIndex: 2 })).toThrow(/points: they do not lie in one plane/);
    expect(() => measures.add(anna, { ...distance(), volumeId: "none" })).toThrow(/no such volume|not in the data folder/);
    const { id } = measures.add(anna, distance());
    expect(() =>
      measures.change(anna, id, 1, {
        points: [
          [0, 0, 0],
          [1, 1, 1],
        ],
      }),
    ).toThrow(/points: they do not lie in one plane/);
    expect(measures.list(anna, "2.25.1")).toMatchObject([{ revision: 1 }]);
  });

  test("removed is out of the lists, and comes back as it was", () => {
    const anna = addReader(opened.store, "Anna");
    const made = measures.add(anna, distance());
    measures.remove(anna, made.id, 1);
    expect(measures.list(anna, "2.25.1")).toEqual([]);
    expect(() => measures.change(anna, made.id, 2, { name: "x" })).toThrow(/removed in another window/);
    expect(measures.restore(anna, made.id)).toEqual({ ...made, revision: 3 });
  });
});

test("another reader sees a measure, and neither changes, removes nor restores it", () => {
  const [anna, ben] = [addReader(opened.store, "Anna"), addReader(opened.store, "Ben")];
  const { id } = measures.add(anna, distance());
  expect(measures.list(ben, "2.25.1")).toMatchObject([{ id, reader: "Anna", isOwn: false }]);
  const only = /“Distance 1” is a measure of Anna: only its reader/;
  expect(() => measures.change(ben, id, 1, { name: "Ben's" })).toThrow(only);
  expect(() => measures.remove(ben, id, 1)).toThrow(only);
  measures.remove(anna, id, 1);
  expect(() => measures.restore(ben, id)).toThrow(only);
  expect(measures.list(anna, "2.25.1")).toEqual([]);
});

test("a table has the numbers in full, from the voxels of the files, and no name of the patient", async () => {
  const anna = addReader(opened.store, "Anna");
  measures.add(anna, distance());
  const probe = measures.add(anna, { ...distance(), kind: "point", points: [[-98.4, -99.2, 5]] });
  measures.change(anna, probe.id, 1, { name: "=1+1" });
  // A circle of one pixel about column 3, row 4 of slice 2: 227, 234, 235, 236 and 243.
  measures.add(anna, {
    ...distance(),
    kind: "ellipse",
    sliceIndex: 2,
    points: [
      [-97.6, -96.8, 10],
      [-96.8, -96.8, 10],
      [-97.6, -96, 10],
    ],
  });
  const { rows, csv, fileName } = await measures.table("2.25.1");
  const [head, ...lines] = rows.map((row) => [...row]);
  const records = lines.map((line) => Object.fromEntries(head!.map((column, at) => [column, line[at]])));
  expect(records).toMatchObject([
    {
      Name: "Distance 1",
      Kind: "distance",
      Series: "5 Abdomen",
      Where: "slice 2",
      "Unit of length or area": "mm",
      Mean: "",
      Reader: "Anna",
    },
    // Column 2, row 1 of slice 1.
    { Name: "=1+1", Value: "110", "Unit of values": "HU", "Points (LPS, mm)": "-98.4 -99.2 5" },
    { Where: "slice 3", "Unit of length or area": "mm2", Mean: "235", Minimum: "227", Maximum: "243", Voxels: "5" },
  ]);
  expect(Number(records[0]!["Length"])).toBeCloseTo(4, 10);
  expect(Number(records[2]!["Area"])).toBeCloseTo(Math.PI * 0.64, 10);
  expect(Number(records[2]!["SD"])).toBeCloseTo(Math.sqrt((64 + 1 + 1 + 64) / 5), 10);
  // A spreadsheet does not run what a reader wrote.
  expect(csv).toContain(",'=1+1,");
  expect(fileName).toMatch(/^measures_P[A-Z0-9]{6}_S[A-Z0-9]{6}\.csv$/);
  expect(csv).not.toMatch(/Made|P1,|2\.25|19700102|20240131/);
});

test("a report gets what was measured on the study of its image", async () => {
  const anna = addReader(opened.store, "Anna");
  measures.add(anna, distance());
  expect(await measures.records(volumeId)).toMatchObject([
    { name: "Distance 1", series: "5 Abdomen", where: "slice 2", values: { kind: "distance", unit: "mm" }, reader: "Anna", problem: null },
  ]);
  expect(await measures.records("a volume that is gone")).toEqual([]);
});

test("measures pin their volume, are counted before their study is removed, and go with it, those that were removed too", async () => {
  const anna = addReader(opened.store, "Anna");
  measures.add(anna, distance());
  const taken = measures.add(anna, distance());
  measures.remove(anna, taken.id, 1);
  expect(isPinned(opened.store, volumeId)).toBe(true);
  const studies = createStudies(opened.store);
  const contents = studies.contents(anna, "2.25.1");
  expect(contents.measures).toBe(2);
  measures.add(anna, distance());
  await expect(studies.remove(anna, "2.25.1", contents)).rejects.toThrow(/has changed since you were asked/);
  await studies.remove(anna, "2.25.1", studies.contents(anna, "2.25.1"));
  expect([opened.count("measure"), opened.count("volume_pin")]).toEqual([0, 0]);
  expect(measures.list(anna, "2.25.1")).toEqual([]);
  expect(opened.store.database.pragma("foreign_key_check")).toEqual([]);
});
