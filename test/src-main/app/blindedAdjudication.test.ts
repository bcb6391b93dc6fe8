import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OwnAdjudications } from "#shared/api/adjudication.ts";
import type { OpenReading } from "#shared/api/reading.ts";
import { encodeStroke, strokeRuns } from "#shared/domain/strokeBytes.ts";
import { createApp, type App } from "../../../src-main/app/createApp.ts";
import { appRouter } from "../../../src-main/app/router.ts";
import type { Author } from "../../../src-main/services/store/index.ts";
import { temporaryFolder } from "../../temporaryFolder.ts";
import { addReader, by } from "../author.ts";
import { askSessions } from "./askSessions.ts";
import { limbStudies, writeStudies } from "../services/projects/limbStudies.ts";
import { lookAtAll, studyProtocol } from "../services/projects/readings/runningStudy.ts";
import { setCheapPassphrase } from "../services/readers/signingReader.ts";

const passphrase = "correct horse battery";
let folder: string;
let app: App;
let projectId: string;
let [coordinator, one, two, third] = [by, by, by, by];
/** What a consensus must not tell: of headers and groups, of the readers, and the ids of what they read and drew. */
let hidden: string[];
/** The readings, drawings and volumes that the consensus is of. */
let originals: Array<Record<string, string>>;

let { request, call, ask } = {} as ReturnType<typeof askSessions>;
const consensus = async (session: string) => (await ask<OwnAdjudications[]>(session, "adjudication.own"))[0]!;

/** Reads one case whole: so many voxels drawn on every image, every field of the form at one grade. */
async function read(who: Author, readingId: string, voxels: number, value: string): Promise<void> {
  const { readings, segmentations } = app.services;
  readings.open(who, readingId);
  const images = readings.images(who, readingId);
  for (const { segmentationId, region } of images.filter(({ role }) => role.use === "drawn on")) {
    const slices = [{ sliceIndex: 0, labels: new Uint8Array(64).fill(1, 0, voxels) }];
    segmentations.applyStroke(who, segmentationId!, 0, { tool: "brush", slices });
    const target = images.find((image) => image.region.id === region.id && image.role.use === "copied to")!;
    await segmentations.copyTo(who, segmentationId!, target.volumeId);
  }
  for (const { code } of studyProtocol().forms[0]!.muscles)
    for (const side of ["right", "left"])
      readings.answer(who, readingId, `mercuri-modified/grade/${code}/${side}`, { type: "grade", value });
  await readings.submit(who, readingId, { passphrase, meaning: "read" });
}

beforeAll(async () => {
  folder = temporaryFolder();
  app = createApp({ dataFolder: join(folder, "data"), host: { name: "loopback" } });
  ({ request, call, ask } = askSessions(app));
  const { projects, readings, store, jobs, dicomImport, adjudications } = app.services;
  const studies = limbStudies.filter(({ uid }) => uid.startsWith("2.25.10"));
  await jobs.finished(dicomImport.start(by, [writeStudies(join(folder, "files"), studies)]));
  [coordinator, one, two, third] = ["Coordinator", "Reader One", "Reader Two", "Third"].map((name) => addReader(store, name)) as [
    Author,
    Author,
    Author,
    Author,
  ];
  for (const { readerId } of [coordinator, one, two, third]) setCheapPassphrase(store, readerId, passphrase);
  const { agreement } = studyProtocol();
  const protocol = studyProtocol({ agreement: { ...agreement, adjudication: { gradeDifference: 2, diceBelow: 0.9 } } });
  projectId = projects.create(coordinator, { name: "Muscles", protocol });
  projects.setMembers(coordinator, projectId, "reader", [one.readerId, two.readerId]);
  const requested = { where: "1", studyInstanceUids: ["2.25.101", "2.25.102"], code: "X1", group: "LGMD" };
  projects.addCases(coordinator, projectId, [requested], "cases");
  projects.confirmRoles(coordinator, projectId);
  lookAtAll(projects, coordinator, projectId);
  projects.start(coordinator, projectId);
  await read(one, readings.own(one)[0]!.next!.readingId, 4, "1");
  await read(two, readings.own(two)[0]!.next!.readingId, 8, "3");
  for (const [session, who] of Object.entries({ one, two, third, coordinator }))
    await ask(session, "reader.signIn", { readerId: who.readerId, passphrase });
  // Reader 1 has the second pass still before him.
  adjudications.assign(coordinator, projectId, { codes: null, readerIds: [one.readerId, two.readerId] });
  originals = store.database
    .prepare<[], Record<string, string>>(
      `SELECT reading.id AS readingId, segmentation_id AS segmentationId, segmentation.volume_id AS volumeId FROM reading JOIN reading_image ON reading_id = reading.id
       JOIN segmentation ON segmentation.id = segmentation_id`,
    )
    .all();
  const fromHeaders = studies.flatMap(({ patientId, patientName }) => [patientId, ...patientName.split("^")]);
  const ids = originals.flatMap((each) => Object.values(each));
  hidden = [...fromHeaders, "2.25.", "T1 TSE", "Dixon", "LGMD", "19990101", "Reader One", "Reader Two", ...ids];
}, 240_000);
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const hits = (text: string) => hidden.filter((words) => text.includes(words));

test("a reader with a pass to come learns not even which case two readings differ on", async () => {
  expect(await consensus("one")).toMatchObject({
    cases: [],
    whyNone: expect.stringMatching(/when all your own readings are submitted/) as string,
  });
  // The other one, who is done, waits for the first.
  expect((await consensus("two")).cases).toMatchObject([{ code: "X1", whyNot: "Reader One has readings that are not submitted." }]);
  const [made] = app.services.adjudications.all(coordinator, projectId);
  for (const session of ["one", "two"])
    for (const name of ["reading.open", "reading.describe", "reading.lacks"])
      await expect(ask(session, name, { readingId: made!.adjudicationId })).rejects.toThrow(/readings (?:that )?are (?:not )?submitted/);
  app.services.adjudications.withdraw(coordinator, made!.adjudicationId, "a third reader does it");
  app.services.adjudications.assign(coordinator, projectId, { codes: ["X1"], readerIds: [third.readerId] });
});

test("who makes a consensus sees the pair as A and B, draws and decides, and learns nothing else by any procedure", async () => {
  expect(await ask("third", "reading.access")).toEqual({ isBlinded: true });
  const { readingId } = (await consensus("third")).cases[0]!;
  const reading = await ask<OpenReading>("third", "reading.open", { readingId });
  const study = await ask<{ patientName: string; series: unknown[] }>("third", "study.describe", { studyInstanceUid: readingId });
  expect([study.patientName, study.series.length, hits(JSON.stringify([reading, study]))]).toEqual(["X1", 4, []]);
  const { outlines, drawings } = reading.consensus!;
  const imageId = drawings[0]!.imageId;
  const outline = outlines.find((each) => each.imageId === imageId)!;
  const drawn = async (name: string) => {
    const response = await request("third", `/segmentations/${name}/labels`);
    expect(response.status).toBe(200);
    return new Uint8Array(await response.arrayBuffer()).filter((label) => label === 1).length;
  };
  expect([await drawn(outline.a!), await drawn(outline.b!)].toSorted((a, b) => a - b)).toEqual([4, 8]);
  const [own] = await ask<Array<{ id: string }>>("third", "segmentation.list", { volumeId: imageId });
  const stroke = encodeStroke(0, strokeRuns({ tool: "brush", slices: [{ sliceIndex: 0, labels: new Uint8Array(64).fill(1, 0, 6) }] }));
  const send = (id: string) => request("third", `/segmentations/${id}/strokes`, { method: "POST", body: stroke });
  expect((await send(own!.id)).status).toBe(200);
  for (const id of [outline.a!, ...originals.map(({ segmentationId }) => segmentationId!)]) expect((await send(id)).status).toBe(400);

  const others = originals.flatMap((each) => Object.entries(each).map(([name, value]) => ({ [name]: value })));
  const inputs = [undefined, { projectId }, { segmentationId: outline.a }, { level: "study" }, { studyInstanceUid: "2.25.101" }, ...others];
  const without = ["reader.signOut", "reader.signIn", "reader.setPassphrase"];
  for (const name of Object.keys(appRouter._def.procedures).filter((each) => !without.includes(each)))
    for (const input of inputs) {
      const text = await (await call("third", name, input)).text();
      // Names of readers are a matter of the list at the door.
      const found = name === "reader.list" ? [] : hits(text.replaceAll(JSON.stringify(input ?? null), ""));
      expect([name, input, found]).toEqual([name, input, []]);
    }
  const addresses = ["segmentations/*/labels", "segmentations/*/export.nrrd", "volumes/*/frames/0", "volumes/*/thumbnail.png"];
  for (const id of originals.flatMap((each) => Object.values(each)))
    for (const address of addresses) {
      const { status } = await request("third", `/${address.replace("*", id)}`);
      expect([address, status]).toEqual([address, 400]);
    }
  for (const session of ["one", "two"]) {
    await expect(ask(session, "reading.describe", { readingId })).rejects.toThrow("You have no such reading.");
    expect((await request(session, `/segmentations/${outline.a!}/labels`)).status).toBe(400);
    expect((await request(session, `/volumes/${imageId}/frames/0`)).status).toBe(400);
  }
});

test("a coordinator who makes a consensus is blinded until it is submitted", async () => {
  const { projects, adjudications, store } = app.services;
  const second = addReader(store, "Second coordinator");
  setCheapPassphrase(store, second.readerId, passphrase);
  projects.setMembers(coordinator, projectId, "coordinator", [coordinator.readerId, second.readerId]);
  adjudications.withdraw(coordinator, adjudications.all(coordinator, projectId).at(-1)!.adjudicationId, "somebody else does it");
  expect(await ask("coordinator", "reading.access")).toEqual({ isBlinded: false });
  adjudications.assign(coordinator, projectId, { codes: ["X1"], readerIds: [coordinator.readerId] });
  expect(await ask("coordinator", "reading.access")).toEqual({ isBlinded: true });
  await expect(ask("coordinator", "adjudication.all", { projectId })).rejects.toThrow(/blinded reader study runs/);
  expect(
    (await ask<OpenReading>("coordinator", "reading.open", { readingId: (await consensus("coordinator")).cases[0]!.readingId })).code,
  ).toBe("X1");
});
