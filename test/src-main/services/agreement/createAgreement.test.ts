import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { agreementOn, createAgreement, type Agreement, type ReadingsExtracted } from "../../../../src-main/services/agreement/index.ts";
import { createMeasuredDrawings } from "../../../../src-main/services/agreement/measuredDrawings.ts";
import { createLockedReadings, type LockedNow, type LockedReadings } from "../../../../src-main/services/projects/index.ts";
import { engineOn, extractFeatures } from "../../../../src-main/services/radiomics/index.ts";
import type { Author } from "../../../../src-main/services/store/index.ts";
import { change } from "../../author.ts";
import { openStudy, studyProtocol, type RunningStudy } from "../projects/readings/runningStudy.ts";

const passphrase = "right passphrase";
const secret = { passphrase, meaning: "I have read this case independently" };
const extraction = { imageType: { Original: {} }, featureClass: { firstorder: null, glcm: null } };

/** The myopathy study with the original images measured as they are, read once; right and left of the thigh are drawn and measured apart. */
function protocol(): Partial<Protocol> {
  const { regions, passes, agreement: own } = studyProtocol();
  return {
    passes: passes.slice(0, 1),
    agreement: { ...own, featureFilter: { ...own.featureFilter!, comparisons: ["between readers"] }, featuresPer: ["side"] },
    regions: regions.map((region) => ({
      ...region,
      drawing: { kind: "all muscle", sides: region.id === "thigh" ? "each" : "together" },
      roles: region.roles.map((role) => ({ ...role, extraction })),
    })),
  };
}

let study: RunningStudy;
let agreement: Agreement;
let locked: LockedReadings;
beforeAll(async () => {
  study = await openStudy(protocol());
  const { store, volumes, segmentations, projects } = study;
  const sources = { volumes, segmentations };
  locked = createLockedReadings(store);
  agreement = createAgreement({
    store,
    jobs: study.jobs,
    locked,
    engine: engineOn(sources),
    compute: agreementOn({ store, locked, projects, ...sources }),
    ...sources,
  });
}, 120_000);
afterAll(() => study.close());

/** `count` pixels from the left of rows 1 and 2 of the first slice; with `left`, that label in as many of rows 4 and 5. */
const drawn = (columns: number, voxels: number, count: number, left: 0 | 1 | 2 = 0) =>
  [1, 2].reduce(
    (labels, row) => labels.fill(1, row * columns, row * columns + count).fill(left, (row + 3) * columns, (row + 3) * columns + count),
    new Uint8Array(voxels),
  );

/** Draws on every series that is drawn on, copies it, answers one grade everywhere, and submits: all cases. */
async function read(by: Author, counts: readonly [number, number], grade: string): Promise<void> {
  const { readings, segmentations, volumes } = study;
  for (const count of counts) {
    const { next } = readings.own(by)[0]!;
    readings.open(by, next!.readingId);
    const images = readings.images(by, next!.readingId);
    for (const { segmentationId, volumeId, region } of images.filter(({ role }) => role.use === "drawn on")) {
      const { columns, rows } = volumes.describe(volumeId);
      const { revision } = segmentations.describe(segmentationId!);
      const labels = drawn(columns, columns * rows, count, region.id === "thigh" ? 2 : 0);
      segmentations.applyStroke(by, segmentationId!, revision, { tool: "brush", slices: [{ sliceIndex: 0, labels }] });
      const target = images.find((image) => image.region.id === region.id && image.role.use === "copied to")!;
      await segmentations.copyTo(by, segmentationId!, target.volumeId);
    }
    for (const key of study.fields()) readings.answer(by, next!.readingId, key, { type: "grade", value: grade });
    await readings.submit(by, next!.readingId, secret);
  }
}

const everythingIn = (files: Readonly<Record<string, string>>): string =>
  Object.entries(files)
    .flatMap(([name, text]) => (name.startsWith("figures/") ? [] : [text.replaceAll(/<svg.*?<\/svg>/gs, "")]))
    .join("\n");

const extracted = async (): Promise<ReadingsExtracted> => {
  const job = await study.jobs.finished(agreement.startExtraction(study.coordinator, study.id));
  expect(job.error).toBeNull();
  return job.result as ReadingsExtracted;
};

test("locked readings are measured, compared and written; what is unlocked is out of date", async () => {
  const { projects, readings, coordinator, reader1, reader2, id, volumes, segmentations } = study;
  await expect(agreement.status(coordinator, id)).rejects.toThrow("was not started");
  projects.start(coordinator, id);
  await expect(agreement.results(coordinator, id)).rejects.toThrow("has no locked reading yet");
  await read(reader1, [4, 4], "2");
  await expect(agreement.results(coordinator, id)).rejects.toThrow("one reader and one pass only");
  await expect(agreement.status(reader2, id)).rejects.toThrow("Only a coordinator");
  await read(reader2, [6, 6], "3");

  expect(await agreement.status(coordinator, id)).toMatchObject({
    readings: 4,
    cases: 2,
    leftOut: { training: 0, excluded: 0, withdrawn: 0, notSubmitted: 0 },
    drawings: { extracted: 0, missing: 32, refused: 0 },
  });
  // 16 drawings; 8 of the thigh, each side of them apart.
  expect(await extracted()).toEqual({ extracted: 32, refused: [] });
  expect((await agreement.status(coordinator, id)).drawings).toEqual({ extracted: 32, missing: 0, refused: 0 });

  const results = await agreement.results(coordinator, id);
  expect(results.roles.map(({ words, readings: count }) => [words, count])).toEqual([
    ["thigh, T1-weighted", 4],
    ["thigh, T1-weighted, side right", 4],
    ["thigh, T1-weighted, side left", 4],
    ["thigh, water-only", 4],
    ["thigh, water-only, side right", 4],
    ["thigh, water-only, side left", 4],
    ["calf, T1-weighted", 4],
    ["calf, water-only", 4],
  ]);
  // The features are those of the mask that was drawn.
  const [table] = results.tables;
  const row = table!.rows.find(({ readerNumber }) => readerNumber === 2)!;
  const reading = results.study.readings.find(({ caseCode, readerNumber }) => readerNumber === 2 && caseCode === row.caseCode)!;
  const drawing = reading.drawings.find(({ region, role }) => region === table!.region && role === table!.role)!;
  const { volumeId } = segmentations.describe(drawing.segmentationId);
  const image = await volumes.readImage(volumeId);
  const featuresOf = async (left: 0 | 1) => {
    const voxels = drawn(image.grid.size[0], image.voxels.length, 6, left);
    return (await extractFeatures(image, { grid: image.grid, scalarType: "uint8", voxels }, extraction)).features;
  };
  const expected = await featuresOf(1);
  expect(table!.names).toEqual(expected.map(({ name }) => name));
  expect(row.values).toEqual(expected.map(({ value }) => value));
  const right = results.tables[1]!.rows.find(({ readerNumber, caseCode }) => readerNumber === 2 && caseCode === row.caseCode)!;
  expect(results.tables[1]!.part).toEqual({ level: null, segment: null, side: "right" });
  expect(right.values).toEqual((await featuresOf(0)).map(({ value }) => value));
  const overview = await agreement.featureOverview(coordinator, id);
  expect([overview.roles.length, overview.parts.length]).toEqual([4, 4]);

  // 8 pixels within 12: Dice 2 * 8 / (8 + 12), in every case, region and series; of the thigh also of each side.
  expect(results.drawings.overlaps).toHaveLength(16);
  for (const { pooled, slices } of results.drawings.overlaps) {
    expect(pooled).toMatchObject({ dice: 0.8, slicesBoth: 1, slicesOnlyA: 0, slicesOnlyB: 0 });
    expect(slices.map(({ slice }) => slice)).toEqual([0]);
  }
  // Reader 1 gave 2 everywhere, reader 2 gave 3: kappa is 0 by construction, and all lie within one grade.
  for (const { comparisons } of results.scores.columns) {
    expect(comparisons).toHaveLength(1);
    expect(comparisons[0]).toMatchObject({ n: 2, exactAgreement: 0, withinOne: 1 });
    expect(comparisons[0]!.kappa.unweighted).toMatchObject({ value: 0, lower: null });
  }
  expect(results.scores.totals[0]!.comparisons[0]!.blandAltman.bias).toBe(-34);

  const { files, notes } = await agreement.report(coordinator, id);
  expect(notes).toEqual([]);
  expect(Object.keys(files).filter((name) => name.endsWith(".csv"))).toEqual(
    ["features", "icc", "summary", "scores", "scores-recoded", "kappa", "kappa-pooled", "drawings", "differences"].map(
      (name) => `${name}.csv`,
    ),
  );
  expect(files["features.csv"]!.trimEnd().split("\n")).toHaveLength(1 + 32);
  expect(files["icc.csv"]!.split("\n").filter((line) => line.startsWith("thigh,t1,,,left,"))).toHaveLength(expected.length);
  // By the table of assets/forms: scattered (2) is mild (2) on the scale of 1 to 4, small confluent (3) moderate (3).
  const recoded = files["scores-recoded.csv"]!.trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  const gradesOn = (scale: string, readerNumber: number) =>
    new Set(recoded.filter(([to, , , , reader]) => to === scale && reader === String(readerNumber)).flatMap((cells) => cells.slice(6)));
  expect([gradesOn("mercuri-1-4", 1), gradesOn("mercuri-1-4", 2)]).toEqual([new Set(["2"]), new Set(["3"])]);
  // Every row of kappa.csv names a column of scores.csv.
  const headings = (name: string) => files[name]!.split("\n")[0]!.split(",");
  const keys = files["kappa.csv"]!.trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",")[headings("kappa.csv").indexOf("Column")]!);
  expect(keys.filter((key) => !headings("scores.csv").includes(key))).toEqual([]);
  expect(new Set(keys).size).toBe(study.fields().length + 1);
  // The settings of all series are the same, and written once.
  const { methods } = await agreement.words(coordinator, id);
  expect(methods.match(/voxels as they are/g)).toHaveLength(1);
  expect(methods).toContain(
    "Readings of 2 cases by 2 readers were compared: reader 1 read 2 cases in pass 1; reader 2 read 2 cases in pass 1, each in an order",
  );
  expect(methods).toContain("was measured by ICC(A,1) between readers, with 95 %");
  expect(methods).toContain("Agreement of grades between readers was measured");
  // The protocol has one pass: nothing was compared within a reader, and nothing is outstanding.
  expect(methods).not.toMatch(/within reader|not submitted/);
  expect(everythingIn(files)).not.toMatch(/-0\.0+(?![0-9])/);
  expect(files["report.html"]).toContain("4 locked readings of 2 cases by 2 readers");
  // What has no interval says so, with the reason.
  expect(files["report.html"]).toContain("0.000 (no interval: the readers gave a single grade");
  expect(files["report.html"]).not.toMatch(/\(\)|(\d\.\d+) to \1\b/);
  expect(files["kappa.csv"]).toContain("none: the readers gave a single grade");
  const figures = Object.keys(files).filter((name) => name.startsWith("figures/"));
  expect(figures.filter((name) => !files[name]!.startsWith("<svg"))).toEqual([]);
  expect(figures.length).toBeGreaterThan(4);
  const everything = Object.values(files).join("\n");
  for (const word of ["Quastenflosser", "HOSP-47", "2.25.1"]) expect(everything).not.toContain(word);

  await agreement.keepStable(coordinator, id, "all", { threshold: 0, by: "value", comparisons: ["between readers"] });
  const isOld = async () => (await agreement.stableSets(coordinator, id)).map(({ whyOutOfDate }) => whyOutOfDate);
  expect(await isOld()).toEqual([null]);
  const settings = (from: string, to: string) =>
    change(study.store, (database) =>
      database.prepare("UPDATE reading_feature SET settings_hash = replace(settings_hash, ?, ?)").run(from, to),
    );
  const [hash] = study.store.database.prepare<[], string>("SELECT settings_hash FROM reading_feature").pluck().all();
  settings(hash!, "of other settings");
  expect((await isOld())[0]).toMatch(/^Features were extracted anew since/);
  settings("of other settings", hash!);
  expect(await isOld()).toEqual([null]);

  // The log tells of every feature: what was changed beside it is named.
  const verify = () => projects.verify(id).fault;
  expect(verify()).toBeNull();
  const oneRow = "reading_id = (SELECT min(reading_id) FROM reading_feature) AND region = 'calf' AND role = 't1'";
  const kept = study.store.database
    .prepare<[], { features: string; voxels: number }>(`SELECT features, voxels FROM reading_feature WHERE ${oneRow}`)
    .get()!;
  const put = ({ features, voxels }: typeof kept) =>
    change(study.store, (database) =>
      database.prepare(`UPDATE reading_feature SET features = ?, voxels = ? WHERE ${oneRow}`).run(features, voxels),
    );
  for (const other of [
    { ...kept, voxels: kept.voxels + 1 },
    { ...kept, features: kept.features.replace(/"value":\d/, '"value":7') },
  ]) {
    expect(other).not.toEqual(kept);
    put(other);
    expect(verify()).toMatch(/^the row of features .*, reader \d, pass 1, calf, t1 is not as entry \d+ left it: hash$/);
    // No result is computed from it.
    const calf = createMeasuredDrawings(study.store)
      .tablesOf(locked.of(coordinator, id))
      .find(({ region, role }) => region === "calf" && role === "t1")!;
    expect(calf.rows).toHaveLength(3);
    expect(calf.notes).toContain(
      "1 of 4 drawings have features that are not as the log left them, and are left out: extract features again.",
    );
  }
  // It is extracted anew, and what it was before is there again.
  expect(await extracted()).toEqual({ extracted: 1, refused: [] });
  expect(verify()).toBeNull();

  // What is written elsewhere has no locked reading read anew.
  const { readings: before } = locked.of(coordinator, id);
  change(study.store, (database) => database.prepare("UPDATE reader SET initials = initials").run());
  expect(locked.of(coordinator, id).readings).toBe(before);
  // Another process reads them once for all who ask, and anew where one was unlocked.
  const asked = vi.fn<(by: Author, projectId: string) => Promise<LockedNow>>((by, projectId) =>
    Promise.resolve(structuredClone(locked.now(by, projectId))),
  );
  const door = createLockedReadings(study.store, asked);
  await Promise.all([door.ready(coordinator, id), door.ready(coordinator, id)]);
  const taken = door.of(coordinator, id).readings;
  expect([asked.mock.calls.length, taken]).toEqual([1, before]);
  await expect(door.ready(reader1, id)).rejects.toThrow("Only a coordinator");
  const [first] = readings.list(coordinator, id);
  readings.unlock(coordinator, first!.readingId, "two muscles were swapped");
  expect(locked.of(coordinator, id).readings).not.toBe(before);
  expect(await agreement.status(coordinator, id)).toMatchObject({ readings: 3, leftOut: { notSubmitted: 1 } });
  await door.ready(coordinator, id);
  expect([asked.mock.calls.length, door.of(coordinator, id).readings.length]).toEqual([2, 3]);
  // One case is left that both have read, which is no agreement of features or grades.
  const { methods: ofHalf } = await agreement.words(coordinator, id);
  expect(ofHalf).toContain("1 reading is not submitted yet");
  expect(ofHalf).toContain("read 1 case in pass 1");
  expect(ofHalf).not.toMatch(/ICC|kappa/);
  const by = first!.readerNumber === 1 ? reader1 : reader2;
  const { segmentationId } = readings.images(by, first!.readingId).find(({ role }) => role.use === "drawn on")!;
  const { revision } = segmentations.describe(segmentationId!);
  const labels = drawn(image.grid.size[0], image.grid.size[0] * image.grid.size[1], 5, 2);
  segmentations.applyStroke(by, segmentationId!, revision, { tool: "brush", slices: [{ sliceIndex: 0, labels }] });
  await readings.submit(by, first!.readingId, secret);
  expect((await agreement.status(coordinator, id)).drawings).toEqual({ extracted: 29, missing: 3, refused: 0 });
  expect(await isOld()).toEqual(["Readings were signed anew, added or left out since."]);
  expect((await agreement.results(coordinator, id)).roles[0]!.notes.at(-1)).toBe(
    "1 of 4 drawings have no features that are up to date, and are left out.",
  );
  expect(await extracted()).toEqual({ extracted: 3, refused: [] });
  expect(verify()).toBeNull();
}, 120_000);
