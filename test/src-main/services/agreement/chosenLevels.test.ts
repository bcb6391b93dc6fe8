import { afterAll, beforeAll, expect, test } from "vitest";
import { agreementOn } from "../../../../src-main/services/agreement/index.ts";
import { createLockedReadings } from "../../../../src-main/services/projects/index.ts";
import type { Author } from "../../../../src-main/services/store/index.ts";
import { addReader } from "../../author.ts";
import { openStudy, studyProtocol, type RunningStudy } from "../projects/readings/runningStudy.ts";
import { setCheapPassphrase } from "../readers/signingReader.ts";

const secret = { passphrase: "right passphrase", meaning: "I have read this case independently" };

/** The thigh alone, on two levels that each reader chooses, without a form; a Dice below 0.8 asks for a consensus. */
function thighOfReaders() {
  const { regions, passes, agreement } = studyProtocol();
  const thigh = regions.find(({ id }) => id === "thigh")!;
  const levels = ["proximal", "distal"].map((id) => ({ id, name: id }));
  return {
    regions: [{ ...thigh, levels, levelsChosenBy: "reader" as const }],
    forms: [],
    passes: passes.slice(0, 1),
    agreement: { ...agreement, featureFilter: null, adjudication: { gradeDifference: null, diceBelow: 0.8 } },
  };
}

let study: RunningStudy;
beforeAll(async () => {
  study = await openStudy(thighOfReaders(), { slices: [0, 1, 2] });
}, 120_000);
afterAll(() => study.close());

/** Takes slices for the levels, and draws so many voxels on each of them, on both series; all cases. */
async function read(by: Author, chosen: Readonly<Record<"proximal" | "distal", readonly [slice: number, voxels: number]>>) {
  const { readings, segmentations } = study;
  for (let next = readings.own(by)[0]!.next; next; next = readings.own(by)[0]!.next) {
    const { readingId } = next;
    readings.open(by, readingId);
    const images = readings.images(by, readingId);
    const [drawnOn, copiedTo] = ["drawn on", "copied to"].map((use) => images.find(({ role }) => role.use === use)!);
    for (const [level, [slice, voxels]] of Object.entries(chosen)) {
      readings.chooseLevel(by, readingId, { region: "thigh", level, slice });
      const { revision } = segmentations.describe(drawnOn!.segmentationId!);
      const slices = [{ sliceIndex: slice, labels: new Uint8Array(64).fill(1, 0, voxels) }];
      segmentations.applyStroke(by, drawnOn!.segmentationId!, revision, { tool: "brush", slices });
    }
    await segmentations.copyTo(by, drawnOn!.segmentationId!, copiedTo!.volumeId);
    await readings.submit(by, readingId, secret);
  }
}

test("where each reader chose the levels, slices that both chose are compared, and the others are told by their distance", async () => {
  const { projects, adjudications, coordinator, reader1, reader2, store, volumes, segmentations, id } = study;
  projects.start(coordinator, id);
  await read(reader1, { proximal: [0, 5], distal: [2, 10] });
  await read(reader2, { proximal: [0, 10], distal: [1, 10] });
  const compute = agreementOn({ store, locked: createLockedReadings(store), projects, volumes, segmentations });
  const { drawings } = await compute.results(coordinator, id);
  // Two cases, two series. Slices lie 5 mm apart; slice 2 of 3 and slice 3 were chosen by one reader each.
  expect(drawings.overlaps).toHaveLength(4);
  for (const { slices, pooled, chosen } of drawings.overlaps) {
    expect(slices.map(({ slice, level, dice }) => [slice, level, dice])).toEqual([[0, "proximal", (2 * 5) / (5 + 10)]]);
    expect(pooled).toMatchObject({ dice: (2 * 5) / (5 + 10), slicesBoth: 1, slicesOnlyA: 0, slicesOnlyB: 0 });
    expect(chosen).toEqual([
      { level: "proximal", sliceA: 0, sliceB: 0, distanceMm: 0 },
      { level: "distal", sliceA: 2, sliceB: 1, distanceMm: 5 },
    ]);
  }
  const { files } = await compute.report(coordinator, id);
  const [head, ...rows] = files["drawings.csv"]!.trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  const column = (name: string) => head!.indexOf(name);
  const names = ["Slice", "Level", "Slice of A", "Slice of B", "Slices apart", "Distance"];
  expect(rows.slice(0, 4).map((row) => names.map((name) => row[column(name)]))).toEqual([
    ["1", "proximal", "", "", "", ""],
    ["pooled", "", "", "", "", ""],
    ["chosen", "proximal", "1", "1", "0", "0"],
    ["chosen", "distal", "3", "2", "1", "5"],
  ]);
  expect(files["report.html"]).toContain("Levels that each reader chose");

  const reasons = ["all muscle, thigh, T1-weighted: Dice 0.667, below 0.8"];
  const { cases } = adjudications.list(coordinator, id);
  expect(cases.map(({ code }) => code)).toEqual(["X1", "X2"]);
  expect(cases[0]!.asked.drawings[0]).toEqual({ region: "thigh", role: "t1", reasons });
  const third = addReader(store, "Third");
  setCheapPassphrase(store, third.readerId, secret.passphrase);
  adjudications.assign(coordinator, id, { codes: ["X1"], readerIds: [third.readerId] });
  const [made] = adjudications.own(third)[0]!.cases;
  const [region] = adjudications.open(third, made!.readingId).regions;
  expect(region!.choosesLevels).toBe(false);
  expect(region!.levels.map(({ level, slices }) => [level, Object.values(slices)])).toEqual([
    ["proximal", [0, 0]],
    ["distal", []],
  ]);
  expect(projects.verify(id).fault).toBeNull();
}, 120_000);
