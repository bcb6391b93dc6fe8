import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { doorPaths } from "#shared/api/doorPaths.ts";
import type { OpenReading, OwnReadings } from "#shared/api/reading.ts";
import { recipeSchema } from "#shared/domain/recipe/recipe.ts";
import { transformSchema } from "#shared/domain/transform/transform.ts";
import { encodeStroke, strokeRuns } from "#shared/domain/strokeBytes.ts";
import { createApp, type App } from "../../../src-main/app/createApp.ts";
import { appRouter } from "../../../src-main/app/router.ts";
import { createOutcomeTables } from "../../../src-main/services/recipes/index.ts";
import type { Author } from "../../../src-main/services/store/index.ts";
import { temporaryFolder } from "../../temporaryFolder.ts";
import { addReader, by, change } from "../author.ts";
import { askSessions } from "./askSessions.ts";
import { limbStudies, writeStudies } from "../services/projects/limbStudies.ts";
import { setCheapPassphrase } from "../services/readers/signingReader.ts";
import { lookAtAll, studyProtocol } from "../services/projects/readings/runningStudy.ts";

/** What no answer to a blinded reader may hold: of the headers, the group, the files, and the other reader's work. */
const canaries = [
  ...limbStudies.flatMap(({ patientId, patientName }) => [patientId, ...patientName.split("^")]),
  "2.25.",
  "T1 TSE",
  "Dixon",
  "LGMD",
  "19990101",
  ".dcm",
];
const passphrase = "correct horse battery";

let folder: string;
let app: App;
let projectId: string;
let early: [status: number, text: string][];
let [coordinator, reader1, reader2] = [by, by, by];
/** Ids of reader 1's reading, of volumes and of the drawing. */
let others: Record<string, string>;

let { request, call, ask } = {} as ReturnType<typeof askSessions>;

beforeAll(async () => {
  folder = temporaryFolder();
  app = createApp({ dataFolder: join(folder, "data"), host: { name: "loopback" } });
  ({ request, call, ask } = askSessions(app));
  const { services } = app;
  await services.jobs.finished(services.dicomImport.start(by, [writeStudies(join(folder, "files"), limbStudies)]));
  [coordinator, reader1, reader2] = ["Coordinator", "Reader One", "Reader Two"].map((name) => addReader(services.store, name)) as [
    Author,
    Author,
    Author,
  ];
  for (const { readerId } of [coordinator, reader1, reader2]) setCheapPassphrase(services.store, readerId, passphrase);
  const { projects } = services;
  projectId = projects.create(coordinator, { name: "Muscles", protocol: studyProtocol() });
  projects.setMembers(coordinator, projectId, "reader", [reader1.readerId, reader2.readerId]);
  projects.addCases(
    coordinator,
    projectId,
    [
      { where: "1", studyInstanceUids: ["2.25.101", "2.25.102"], code: "X1", group: "LGMD" },
      { where: "2", studyInstanceUids: ["2.25.201", "2.25.202"], code: "X2", group: "LGMD" },
    ],
    "cases",
  );
  projects.confirmRoles(coordinator, projectId);
  lookAtAll(projects, coordinator, projectId);
  early = await startMeanwhile();
  for (const [session, who] of Object.entries({ coordinator, one: reader1, two: reader2 }))
    await ask(session, "reader.signIn", { readerId: who.readerId, passphrase });
  const [mine] = await ask<OwnReadings[]>("one", "reading.own");
  const reading = await ask<OpenReading>("one", "reading.open", { readingId: mine!.next!.readingId });
  const imageId = reading.regions[0]!.images[0]!.imageId;
  const [drawing] = await ask<Array<{ id: string; volumeId: string }>>("one", "segmentation.list", { volumeId: imageId });
  const volumeId = services.segmentations.describe(drawing!.id).volumeId;
  others = { readingId: reading.readingId, imageId, segmentationId: drawing!.id, volumeId, studyInstanceUid: "2.25.101", projectId };
}, 240_000);
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the study while two requests of reader 2 are under way, and answers what became of them. */
async function startMeanwhile(): Promise<[status: number, text: string][]> {
  const { worklist, volumes, projects, store } = app.services;
  await ask("early", "reader.signIn", { readerId: reader2.readerId, passphrase });
  let go = () => {};
  const started = new Promise<void>((resolve) => (go = resolve));
  const [list, thumbnail] = [worklist.list, volumes.thumbnail];
  const listing = vi.spyOn(worklist, "list").mockImplementation((...args) => {
    const answer = list(...args);
    projects.start(coordinator, projectId);
    go();
    return answer;
  });
  const drawing = vi.spyOn(volumes, "thumbnail").mockImplementation(async (volumeId) => {
    await started;
    return thumbnail(volumeId);
  });
  const volumeId = store.database.prepare<[], string>("SELECT id FROM volume LIMIT 1").pluck().get()!;
  const answers = await Promise.all([
    request("early", `/volumes/${encodeURIComponent(volumeId)}/thumbnail.png`),
    call("early", "worklist.list", { level: "study" }),
  ]);
  listing.mockRestore();
  drawing.mockRestore();
  return Promise.all(answers.map(async (response) => [response.status, await response.text()] as [number, string]));
}

/** What a recipe leaves that aligned water-only to T1, of the study that reader 1 reads first. */
function acceptRegistration(): void {
  const { store, segmentations, volumes } = app.services;
  const drawnOn = volumes.describe(segmentations.describe(others["segmentationId"]!).volumeId);
  const { series } = volumes.describeStudy(drawnOn.studyInstanceUid);
  const water = series.find(({ description }) => description.includes("water"))!.volumes[0]!;
  const studyId = store.database
    .prepare<[string], number>("SELECT id FROM study WHERE study_instance_uid = ?")
    .pluck()
    .get(drawnOn.studyInstanceUid)!;
  const recipe = recipeSchema.parse({
    name: "T1 TSE and Dixon of LGMD",
    version: 1,
    roles: [
      { name: "T1", title: "T1" },
      { name: "water", title: "water" },
    ],
    steps: [{ kind: "register", moving: "water", fixed: "T1", transform: "rigid" }],
    outputs: ["water"],
  });
  const inputs = {
    T1: { input: { volumeId: drawnOn.id }, imageHash: "1" },
    water: { input: { volumeId: water.id }, imageHash: "2" },
  };
  const row = { id: "o", studyId, recipeHash: "r", recipe, inputsHash: "i", inputs, notes: [], engineVersion: "0", outputs: [] };
  const transform = { kind: "affine", matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], translationMm: [0.8, 0, 0], centreMm: [0, 0, 0] } as const;
  const kept = { step: 1, moving: "water", fixed: "T1", transform: transformSchema.parse(transform) };
  const tables = createOutcomeTables(store);
  store.write(coordinator, (write) => {
    tables.insert(write, row, [kept]);
    tables.decide(write, "o", "accepted", null);
  });
}

const hits = (text: string) => canaries.filter((canary) => text.includes(canary));

test("a request that was under way when the study started is not answered any more", () => {
  expect(early.map(([status]) => status)).toEqual([403, 403]);
  for (const [, text] of early) {
    expect(text).toContain("A blinded reader study runs in this data folder");
    expect(hits(text)).toEqual([]);
  }
});

describe("a blinded reader", () => {
  test("is told so; a coordinator is not", async () => {
    expect(await ask("two", "reading.access")).toEqual({ isBlinded: true });
    expect(await ask("coordinator", "reading.access")).toEqual({ isBlinded: false });
    // The canaries are there to be found.
    const seen = await (await call("coordinator", "worklist.list", { level: "study" })).text();
    expect(hits(seen)).toContain("Quastenflosser");
  });

  test("draws on the own reading through the ids of the reading", async () => {
    const [drawing] = await ask<Array<{ volumeId: string }>>("one", "segmentation.list", { volumeId: others["imageId"] });
    expect(drawing!.volumeId).toBe(others["imageId"]);
    const labels = new Uint8Array(64).fill(1, 0, 4);
    const body = encodeStroke(0, strokeRuns({ tool: "brush", slices: [{ sliceIndex: 0, labels }] }));
    const drawn = await request("one", `/segmentations/${others["segmentationId"]}/strokes`, { method: "POST", body });
    expect([drawn.status, await drawn.json()]).toEqual([200, { revision: 1 }]);
    const frame = await request("one", `/volumes/${others["imageId"]}/frames/1`);
    expect([frame.status, (await frame.arrayBuffer()).byteLength]).toEqual([200, 128]);
    const study = await ask<{ patientName: string; series: object[] }>("one", "study.describe", { studyInstanceUid: others["readingId"] });
    expect(study.patientName).toMatch(/^X[12]$/);
    expect(study.series).toHaveLength(4);
    expect(hits(JSON.stringify(study))).toEqual([]);
    acceptRegistration();
    const copied = await ask<{ id: string; volumeId: string }>("one", "segmentation.copyTo", {
      segmentationId: others["segmentationId"],
      volumeId: (study.series[1] as { volumes: Array<{ id: string }> }).volumes[0]!.id,
    });
    expect(await ask("one", "segmentation.copyOrigin", { segmentationId: copied.id })).toMatchObject({ volumeId: others["imageId"] });
    const elsewhere = await ask<Array<{ segmentation: { id: string } }>>("one", "segmentation.drawnElsewhere", {
      volumeId: others["imageId"],
    });
    expect(elsewhere.map(({ segmentation }) => segmentation.id)).toEqual([copied.id]);
    // The copy went through the registration that the coordinator accepted: by one column of 0.8 mm; of the recipe nothing is told.
    const arrived = (await app.services.segmentations.readLabelMap(copied.id)).labels;
    expect([...arrived].flatMap((label, at) => (label ? [at] : []))).toEqual([1, 2, 3, 4]);
    const asked = await ask<{ carried: object }>("one", "segmentation.copyOrigin", { segmentationId: copied.id });
    expect(asked.carried).toEqual({ transformSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown, through: [] });
    expect(elsewhere).toMatchObject([{ way: { through: [] } }]);
    expect(hits(JSON.stringify([asked, elsewhere]))).toEqual([]);
  });

  test("learns nothing of patients, groups, files or the other reader's work by any procedure, with any id", async () => {
    const names = Object.keys(appRouter._def.procedures);
    expect(names.length).toBeGreaterThan(60);
    const inputs = [
      undefined,
      ...Object.entries(others).map(([name, value]) => ({ [name]: value })),
      { level: "study" },
      { volumeId: others["imageId"] },
      { studyInstanceUid: others["readingId"] },
      { ...others, readerId: reader1.readerId, name: "x", text: "x", reason: "x", number: 1, answer: "x", id: others["segmentationId"] },
      {
        ...others,
        level: "study",
        paths: [join(folder, "files")],
        path: folder,
        segmentNumbers: [1],
        settings: {},
        expected: {},
        mark: {},
        arrangement: { layout: "1x1", panes: [{ volumeId: null, plane: "acquisition", window: null }] },
      },
      ...projectInputs(),
      ...recipeInputs(),
      measureInput(others["imageId"]!),
      ...networkInputs(),
      { readingId: others["readingId"], reason: "x" },
      { readingId: others["readingId"], passphrase, meaning: "mine" },
      { readingId: others["readingId"], number: 1, answer: "x" },
      { readingId: others["readingId"], key: "mercuri-modified/grade/RFEM/right", answer: { type: "grade", value: "1" } },
    ];
    const before = app.services.projects.log(coordinator, projectId).length;
    const [answered, refused] = [new Set<string>(), new Set<string>()];
    for (const name of names.filter((each) => each !== "reader.signOut" && each !== "reader.signIn" && each !== "reader.setPassphrase")) {
      for (const input of inputs) {
        const response = await call("two", name, input);
        const text = await response.text();
        expect([name, input, hits(text.replaceAll(JSON.stringify(input ?? null), ""))]).toEqual([name, input, []]);
        if (response.status === 200) answered.add(name);
        if (/A blinded reader study runs in this data folder|Only a coordinator of this project/.test(text)) refused.add(name);
      }
    }
    expect([...answered].toSorted()).toEqual(allowed.toSorted());
    // By who asks, and not only because something else was wrong with what was asked.
    expect(names.filter((name) => /^(project|measure|recipe|network)\./.test(name) && !refused.has(name))).toEqual([]);
    expect(app.services.projects.log(coordinator, projectId)).toHaveLength(before);
    expect(app.services.jobs.list().filter(({ state }) => state === "running")).toEqual([]);
  });

  test("gets nothing of the other reader's reading, or of volumes as they are, by any address", async () => {
    const ids = Object.values(others).map(encodeURIComponent);
    const endings = [
      "",
      ".html",
      ".csv",
      ".json",
      "/labels",
      "/frames/0",
      "/voxels",
      "/thumbnail.png",
      "/export.nrrd",
      "/export.nii.gz",
      "/picture",
      "/report.html",
      "/agreement.zip",
      "/prepared",
      `/prepared?T1=${encodeURIComponent(others["volumeId"]!)}`,
      "/consensus?method=majority",
    ];
    for (const path of Object.values(doorPaths).filter((each) => each !== doorPaths.procedures && each !== doorPaths.notices))
      for (const address of ids.flatMap((id) => endings.map((ending) => `${path}/${id}${ending}`))) {
        const response = await request("two", address);
        // The page itself is answered where there is no such route.
        const isPage = response.headers.get("content-type")?.startsWith("text/html") ?? false;
        expect([address, response.status >= 400 || isPage]).toEqual([address, true]);
        expect([address, hits(await response.text())]).toEqual([address, []]);
      }
    const written = await request("two", "/packets/written/x");
    expect([written.status, await written.text()]).toEqual([400, expect.stringContaining("A blinded reader study runs")]);
    const upload = await request("two", "/uploads", { method: "POST", body: "x" });
    expect(upload.status).toBe(403);
    for (const [session, what] of [
      ["one", "export.nrrd"],
      ["one", "export.nii.gz"],
    ] as const) {
      const response = await request(session, `/segmentations/${others["segmentationId"]}/${what}`);
      expect([what, response.status]).toEqual([what, 400]);
    }
  });

  test("adds no reader and changes none", async () => {
    await expect(ask("two", "reader.add", { name: "Another", initials: "A", specialty: "", years: null })).rejects.toThrow(
      /blinded reader study runs/,
    );
    await expect(ask("two", "reader.setRetired", { readerId: reader1.readerId, isRetired: true })).rejects.toThrow(
      /blinded reader study runs/,
    );
  });
});

test("nobody who is blinded makes, sees or starts a project of his own meanwhile; the last coordinator is not retired", () => {
  const { projects, readers } = app.services;
  expect(() => projects.create(reader2, { name: "Own", protocol: studyProtocol() })).toThrow(/A blinded reader study runs/);
  // One that was made before the start.
  const own = projects.create(coordinator, { name: "Earlier", protocol: studyProtocol() });
  change(app.services.store, (database) =>
    database.prepare("UPDATE project_reader SET reader_id = ? WHERE project_id = ? AND role = 'coordinator'").run(reader2.readerId, own),
  );
  for (const refused of [
    () => projects.cases(reader2, own),
    () => projects.addCases(reader2, own, [{ where: "1", studyInstanceUids: ["2.25.101"] }], "cases"),
    () => projects.start(reader2, own),
    () => projects.log(reader2, own),
  ])
    expect(refused).toThrow(/A blinded reader study runs/);
  expect(() => readers.setRetired(coordinator, coordinator.readerId, true)).toThrow(/only coordinator of a running reader study/);
});

test("a lost passphrase is set anew by the coordinator, of a reader who has begun to read, and what was open under it ends", async () => {
  const resettable = async (session: string) => (await ask<{ resettableIds: number[] }>(session, "reader.list")).resettableIds;
  // Reader 2 was only named: that takes no consent.
  expect(await resettable("coordinator")).toContain(reader1.readerId);
  expect(await resettable("coordinator")).not.toContain(reader2.readerId);
  expect(await resettable("two")).toEqual([]);
  const next = "another battery, another horse";
  await expect(ask("two", "reader.resetPassphrase", { readerId: reader1.readerId, next })).rejects.toThrow(/blinded reader study runs/);
  await expect(ask("coordinator", "reader.resetPassphrase", { readerId: reader2.readerId, next })).rejects.toThrow(
    /may not set the passphrase/,
  );
  await ask("coordinator", "reader.resetPassphrase", { readerId: reader1.readerId, next });
  await expect(ask("one", "reading.own")).rejects.toThrow(/Nobody is signed in/);
  await expect(ask("one", "reader.signIn", { readerId: reader1.readerId, passphrase })).rejects.toThrow(/not the right one/);
  await ask("one", "reader.signIn", { readerId: reader1.readerId, passphrase: next });
  expect(app.services.readers.keys.list(reader1.readerId).at(-1)).toMatchObject({ madeBecause: "passphrase was set anew", canSign: true });
  // Changed by another program on the same data folder.
  setCheapPassphrase(app.services.store, reader1.readerId, "a third passphrase");
  await expect(ask("one", "reading.own")).rejects.toThrow(/Nobody is signed in/);
});

/** What coordinators ask of projects. */
function projectInputs(): readonly object[] {
  const { projectId } = others;
  const file = { fileName: "x.json", text: JSON.stringify(studyProtocol()) };
  const [role, level] = [
    { projectId, code: "X1", region: "thigh", role: "t1" },
    { projectId, code: "X1", region: "thigh", level: "proximal" },
  ];
  return [
    { projectId },
    { projectId, code: "X1" },
    { projectId, code: "X1", reason: "x" },
    { projectId, reason: "x" },
    { projectId, passphrase },
    { projectId, name: "x.png" },
    { projectId, file },
    { projectId, file: { fileName: "x.csv", text: "Patient ID\nx\n" } },
    { projectId, role: "coordinator", readerIds: [reader2.readerId] },
    { projectId, requests: [{ where: "1", studyInstanceUids: ["2.25.101"] }] },
    role,
    level,
    { ...level, slice: 1 },
    { projectId, code: "X1", reason: "x", group: null, variables: {}, isTraining: false },
    { projectId, file, reason: "x", isDryRun: true },
    { projectId, readerIds: [reader2.readerId], reason: "x" },
    { projectId, readerNumber: 1, reason: "x" },
    { projectId, readerNumber: 1, passphrase, knowsOfHeads: true },
    { ...role, volumeId: "x", reason: "x", isDryRun: true },
    { name: "Own", source: { from: "template", template: "myopathy" } },
  ];
}

/** What every procedure of recipes takes. */
function recipeInputs(): readonly object[] {
  const { projectId, volumeId } = others;
  const source = { from: "preset", preset: "epilepsy" };
  const outcome = { outcomeId: "x" };
  const where = { region: "thigh", role: "t1" };
  return [
    { source },
    { fileName: "x.yaml", text: "name: x" },
    { recipeId: "x" },
    { source, inputs: { T1: { volumeId: volumeId ?? "x" } } },
    { projectId, source, inputs: { T1: where } },
    { projectId, runId: "x" },
    { studyInstanceUid: "2.25.101" },
    outcome,
    { ...outcome, decision: "accepted", reason: "x" },
    { ...outcome, role: "T1" },
    { projectId, runId: "x", roles: { T1: where }, reason: "x", isDryRun: true },
  ];
}

/** What every procedure of networks takes. */
function networkInputs(): readonly object[] {
  const networkId = "0123456789abcdef";
  const file = { fileName: "cases.csv", text: "age\n1\n" };
  return [{ networkId }, { networkId, images: { T1: others["volumeId"] }, row: {} }, { networkId, file }];
}

/** What every procedure of measures takes. */
function measureInput(volumeId: string) {
  const place = { volumeId, kind: "point", plane: "acquisition", sliceIndex: 0, points: [[0, 0, 0]] };
  return { ...place, id: "5f2b8a0e-52f4-4b3e-9c7d-1a2b3c4d5e6f", name: "x", revision: 1, change: {}, studyInstanceUid: "2.25.1" };
}

/** What a blinded reader may be answered without an error. Whatever is added to the router is refused until it stands here. */
const allowed = [
  "adjudication.own",
  "host.describe",
  "reader.signedIn",
  "reader.list",
  "job.list",
  "model.runtime",
  "packet.own",
  "reading.access",
  "reading.own",
  "study.arrangement",
  "study.forgetArrangement",
  "study.keepArrangement",
  "study.preferredVolume",
  "study.preferVolume",
  "setting.write",
  "setting.describe",
  "featureSet.documentation",
];
