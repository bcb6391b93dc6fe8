import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenReading, OwnReadings, ReadingResult } from "#shared/api/reading.ts";
import type { ImagePrediction, ValuePrediction } from "#shared/domain/modelBundle.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { gridOf } from "#shared/domain/volume.ts";
import { createModelResults } from "../../../src-main/app/blinded/modelResults.ts";
import { createApp, type App } from "../../../src-main/app/createApp.ts";
import { encodeImageFile } from "../../../src-main/services/imagefiles/index.ts";
import { temporaryFolder } from "../../temporaryFolder.ts";
import { addReader, by } from "../author.ts";
import { limbStudies, writeStudies } from "../services/projects/limbStudies.ts";
import { lookAtAll, studyProtocol } from "../services/projects/readings/runningStudy.ts";
import { setCheapPassphrase } from "../services/readers/signingReader.ts";
import { askSessions } from "./askSessions.ts";

const passphrase = "correct horse battery";

/** What stands in an answer where it is shown. Born on 2 January 1970, sex O, studied on 31 January 2024: 54 years old. */
const marks = {
  age: '"age":54',
  sex: '"sex":"other"',
  "series descriptions": "T1 TSE axial thigh",
  "results of models": "Fibre classifier",
} as const;
type Shown = keyof typeof marks;
/** What no protocol shows. */
const never = [
  ...limbStudies.flatMap(({ patientId, patientName }) => [patientId, ...patientName.split("^")]),
  "2.25.",
  "LGMD",
  // The birth date as it is kept and as the files have it: four digits alone may stand in a random id.
  "1970-01-02",
  "19700102",
  "2024-01-31",
  "Made up",
  ".dcm",
  "Coordinator",
  "2025-03-04",
  // What a network drew outside of readings, and by what its results name their images.
  "Hidden drawer",
  "Hidden label",
  "imageHash",
];

/** The whitelist: what each protocol lets through of the marks, and nothing else. */
const whitelist: readonly { readonly name: string; readonly blinding: Partial<Protocol["blinding"]>; readonly shown: readonly Shown[] }[] =
  [
    { name: "nothing", blinding: {}, shown: [] },
    { name: "age", blinding: { shown: ["age"] }, shown: ["age"] },
    { name: "sex", blinding: { shown: ["sex"] }, shown: ["sex"] },
    { name: "descriptions", blinding: { shown: ["series descriptions"] }, shown: ["series descriptions"] },
    { name: "models", blinding: { showsModelResults: true }, shown: ["results of models"] },
    {
      name: "all",
      blinding: { shown: ["age", "sex", "series descriptions"], showsModelResults: true },
      shown: ["age", "sex", "series descriptions", "results of models"],
    },
    { name: "open, nothing", blinding: { isBlinded: false }, shown: [] },
    { name: "open, sex", blinding: { isBlinded: false, shown: ["sex"] }, shown: ["sex"] },
  ];

let folder: string;
let app: App;
let { request, ask } = {} as ReturnType<typeof askSessions>;
let [coordinator, reader] = [by, by];

/** A running project of one case, with one reader. */
function start(name: string, blinding: Partial<Protocol["blinding"]>): string {
  const { projects } = app.services;
  const protocol = studyProtocol();
  const { passes, agreement } = protocol;
  const projectId = projects.create(coordinator, {
    name,
    protocol: {
      ...protocol,
      readerCount: 1,
      passes: passes.slice(0, 1),
      agreement: { ...agreement, featureFilter: null },
      blinding: { ...protocol.blinding, ...blinding },
    },
  });
  projects.setMembers(coordinator, projectId, "reader", [reader.readerId]);
  projects.addCases(coordinator, projectId, [{ where: "1", studyInstanceUids: ["2.25.101", "2.25.102"], group: "LGMD" }], "cases");
  projects.confirmRoles(coordinator, projectId);
  lookAtAll(projects, coordinator, projectId);
  projects.start(coordinator, projectId);
  return projectId;
}

/** A result of a network on an image. */
const result = (volumeId: string): ImagePrediction => ({
  id: "p1",
  kind: "images",
  modelId: "m1",
  modelName: "Fibre classifier",
  modelVersion: "1.0.0",
  modelAuthors: ["Mondfisch"],
  modelLicence: "MIT",
  intendedUse: "research",
  bundleHash: "0".repeat(64),
  modelHash: "0".repeat(64),
  modelRun: "as delivered",
  notice: null,
  probabilities: { myopathy: 0.75, healthy: 0.25 },
  positiveClass: "myopathy",
  positiveProbability: 0.75,
  threshold: 0.5,
  predictedClass: "myopathy",
  createdAt: "2025-03-04T05:06:07.000Z",
  source: { volumes: [{ volumeId, imageHash: "0".repeat(64) }] },
});

const run = {
  notes: ["Hidden drawer: outside of the training data"],
  seconds: 1,
  estimatedBytes: 2,
  peakBytes: 1,
  reader: "Coordinator",
  row: {},
  members: [{ name: "Hidden drawer", weight: 1, score: 33, folds: [33] }],
};

/** A value that a network tells of an image. */
function valueResult(volumeId: string): ValuePrediction {
  const { probabilities: _p, positiveClass: _c, positiveProbability: _n, threshold: _t, predictedClass: _k, ...head } = result(volumeId);
  return {
    ...head,
    id: "p2",
    kind: "value",
    modelName: "Fibre counter",
    value: { name: "fat fraction", unit: "%", number: 33 },
    createdAt: "2025-03-04T05:06:06.000Z",
    run,
  };
}

/** A drawing of a network on an image, beside readings. */
async function drawByNetwork(volumeId: string): Promise<void> {
  const { segmentations, volumes } = app.services;
  const grid = gridOf(volumes.describe(volumeId));
  const voxels = new Uint8Array(grid.size[0] * grid.size[1] * grid.size[2]).fill(1, 0, 5);
  const segments = [{ number: 1, name: "Hidden label", color: "#38e9ff", side: "none" as const }];
  const { row: _row, members: _members, ...drawn } = run;
  await segmentations.importFrom(by, {
    volumeId,
    fileName: "drawing.nrrd",
    bytes: await encodeImageFile("drawing.nrrd", { grid, scalarType: "uint8", voxels }, { segments }),
    model: {
      ...drawn,
      networkId: "n1",
      modelName: "Hidden drawer",
      modelVersion: "1",
      modelAuthors: ["Mondfisch"],
      licenceOfWeights: "MIT",
      bundleHash: "0".repeat(64),
      images: [{ name: "T1", volumeId, imageHash: "0".repeat(64) }],
      createdAt: "2025-03-04T05:06:07.000Z",
    },
  });
}

/** All that is shown of the value beside the images. */
const shownValue: Omit<ReadingResult, "imageIds"> = {
  model: "Fibre counter 1.0.0",
  from: "images",
  classes: null,
  value: { name: "fat fraction", unit: "%", number: 33 },
  notice: null,
};

/** All that is shown of it beside the images. */
const shownResult: Omit<ReadingResult, "imageIds"> = {
  model: "Fibre classifier 1.0.0",
  from: "images",
  classes: {
    probabilities: [
      ["myopathy", 0.75],
      ["healthy", 0.25],
    ],
    predictedClass: "myopathy",
    positiveClass: "myopathy",
    threshold: 0.5,
  },
  value: null,
  notice: null,
};

beforeAll(async () => {
  folder = temporaryFolder();
  app = createApp({ dataFolder: join(folder, "data"), host: { name: "loopback" } });
  ({ request, ask } = askSessions(app));
  const { services } = app;
  await services.jobs.finished(services.dicomImport.start(by, [writeStudies(join(folder, "files"), limbStudies.slice(0, 2))]));
  [coordinator, reader] = [addReader(services.store, "Coordinator"), addReader(services.store, "Reader One")];
  for (const { readerId } of [coordinator, reader]) setCheapPassphrase(services.store, readerId, passphrase);
  const volumeId = services.store.database
    .prepare<[], string>(
      "SELECT volume.id FROM volume JOIN series ON series.id = series_id WHERE series.description = 'T1 TSE axial thigh'",
    )
    .pluck()
    .get()!;
  services.models.keep(by, result(volumeId));
  services.models.keep(by, valueResult(volumeId));
  await drawByNetwork(volumeId);
  await ask("reader", "reader.signIn", { readerId: reader.readerId, passphrase });
}, 120_000);
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** All that the desk of a reading asks for, as text. */
async function readAll(projectId: string): Promise<{ text: string; reading: OpenReading }> {
  const own = await ask<OwnReadings[]>("reader", "reading.own");
  const { next } = own.find((each) => each.projectId === projectId)!;
  const reading = await ask<OpenReading>("reader", "reading.open", { readingId: next!.readingId });
  const { readingId, regions } = reading;
  const results = await ask<ReadingResult[]>("reader", "reading.modelResults", { readingId }).catch((error: Error) => error.message);
  const answers: unknown[] = [own, reading, results, await ask("reader", "study.describe", { studyInstanceUid: readingId })];
  for (const { imageId } of regions.flatMap(({ images }) => images)) {
    const drawings = await ask<{ id: string }[]>("reader", "segmentation.list", { volumeId: imageId });
    answers.push(drawings, await ask("reader", "segmentation.drawnElsewhere", { volumeId: imageId }));
    for (const { id } of drawings) answers.push((await request("reader", `/segmentations/${id}/labels`)).status);
    answers.push(await ask("reader", "prediction.listOfStudy", { studyInstanceUid: readingId }).catch((error: Error) => error.message));
    answers.push(await ask("reader", "prediction.listOfVolume", { volumeId: imageId }).catch((error: Error) => error.message));
    answers.push([...(await request("reader", `/volumes/${imageId}/frames/0`)).headers]);
  }
  return { text: JSON.stringify(answers), reading };
}
const shownIn = (text: string) => (Object.keys(marks) as Shown[]).filter((each) => text.includes(marks[each]));

test("a reading that is not blinded leaves the data folder open; its desk shows what the protocol lists all the same", async () => {
  const projectId = start("Open, alone", { isBlinded: false });
  expect(await ask("reader", "reading.access")).toEqual({ isBlinded: false });
  expect(JSON.stringify(await ask("reader", "worklist.list", { level: "study" }))).toContain("Quastenflosser");
  const { text, reading } = await readAll(projectId);
  expect(shownIn(text)).toEqual([]);
  expect(never.filter((mark) => text.includes(mark))).toEqual([]);
  // Groups are for coordinators, and another's drawing is changed by nobody else.
  await expect(ask("reader", "project.cases", { projectId })).rejects.toThrow(/Only a coordinator/);
  const [drawing] = await ask<{ id: string }[]>("reader", "segmentation.list", { volumeId: reading.regions[0]!.images[0]!.imageId });
  const stroke = { tool: "brush", slices: [{ sliceIndex: 0, labels: new Uint8Array(64).fill(1, 0, 3) }] } as const;
  expect(() => app.services.segmentations.applyStroke(coordinator, drawing!.id, 0, stroke)).toThrow(/only its reader changes it/);
  expect(() => app.services.readings.unblind(coordinator, reading.readingId, "An emergency")).toThrow(/not blinded/);
});

test.for(whitelist)("a protocol that shows $name shows that, and nothing else", async ({ name, blinding, shown }) => {
  const { text, reading } = await readAll(start(name, blinding));
  expect(shownIn(text)).toEqual(shown);
  expect(never.filter((mark) => text.includes(mark))).toEqual([]);
  expect(Object.keys(reading.patient).toSorted()).toEqual(shown.filter((each) => each === "age" || each === "sex").toSorted());
  const results = await ask<ReadingResult[]>("reader", "reading.modelResults", { readingId: reading.readingId }).catch(String);
  const imageIds = [reading.regions[0]!.images[0]!.imageId];
  expect(results).toEqual(
    shown.includes("results of models")
      ? [
          { ...shownResult, imageIds },
          { ...shownValue, imageIds },
        ]
      : "Error: The protocol of this study shows no results of models in readings.",
  );
});

test("a picture that the protocol names is shown to who has opened a reading of it, and no other one", async () => {
  const { projects } = app.services;
  const own = await ask<OwnReadings[]>("reader", "reading.own");
  const { projectId, begun } = own.find(({ project }) => project === "all")!;
  const picture = readFileSync(join(import.meta.dirname, "../../../src-renderer/forms/gradePictures/mercuri-modified-0-5.3.png"));
  for (const name of ["three.png", "unnamed.png"]) projects.addPicture(coordinator, projectId, name, picture);
  const protocol = projects.protocol(coordinator, projectId);
  const gradePictures = [{ scale: "mercuri-modified-0-5", grade: "3", picture: "three.png" }];
  projects.amend(coordinator, projectId, { protocol: { ...protocol, gradePictures }, reason: "Pictures of the grades" });
  const { readingId } = begun[0]!;
  expect((await ask<OpenReading>("reader", "reading.open", { readingId })).gradePictures).toEqual(gradePictures);
  const shown = await request("reader", `/pictures/readings/${readingId}/three.png`);
  expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect((await shown.arrayBuffer()).byteLength).toBeGreaterThan(1000);
  const other = own.find(({ project }) => project === "age")!.begun[0]!;
  for (const path of [`readings/${readingId}/unnamed.png`, `readings/${other.readingId}/three.png`, `projects/${projectId}/three.png`])
    expect([path, (await request("reader", `/pictures/${path}`)).status]).toEqual([path, 400]);
  const upload = await request("reader", `/pictures/projects/${projectId}/four.png`, { method: "POST", body: picture });
  expect([upload.status, await upload.text()]).toEqual([400, expect.stringContaining("A blinded reader study runs")]);
});

test("what a model made of a drawing in a reading is not shown", () => {
  const results = createModelResults({
    readings: {
      describe: () => ({ showsModelResults: true }) as OpenReading,
      images: () => [{ imageId: "i", volumeId: "v" }] as never,
      isDrawn: (id) => id === "drawn in a reading",
    },
    segmentations: { list: () => [{ id: "drawn in a reading" }, { id: "drawn elsewhere" }] as never },
    models: { listPredictionsOfVolume: () => [], listPredictions: (id) => [{ ...result("v"), id, kind: "features" }] as never },
  });
  expect(results.ofReading(by, "r").map(({ from, imageIds }) => [from, imageIds])).toEqual([["features", ["i"]]]);
});
