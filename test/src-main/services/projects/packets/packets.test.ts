import { createCipheriv, hash, scryptSync } from "node:crypto";
import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import canonicalize from "canonicalize";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { chainEntry, genesisHead, headOf, type LogEntry } from "#shared/domain/project/logChain.ts";
import { returnedLogFault } from "../../../../../src-main/services/projects/packets/checkReturnedLog.ts";
import { checkData } from "../../../../../src-main/app/commands/checkData.ts";
import { createPackets } from "../../../../../src-main/services/projects/packets/createPackets.ts";
import { createPacketTables } from "../../../../../src-main/services/projects/packets/packetTables.ts";
import { createRecordReader, createRecordWriter } from "../../../../../src-main/services/projects/packets/records.ts";
import { nameOfSealed, openSealed, sealTo } from "../../../../../src-main/services/projects/packets/sealedFile.ts";
import type { ReturnContent, ReturnedDrawing } from "../../../../../src-main/services/projects/packets/returnContent.ts";
import { createReadingTables } from "../../../../../src-main/services/projects/readings/readingTables.ts";
import { createJobs, type Jobs } from "../../../../../src-main/services/jobs/index.ts";
import type { TakeAnswer, WrittenPacket } from "../../../../../src-main/services/projects/index.ts";
import { createReaders } from "../../../../../src-main/services/readers/index.ts";
import { encodeRuns } from "#shared/domain/runLength.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import type { Author } from "../../../../../src-main/services/store/index.ts";
import { change } from "../../../author.ts";
import { sealedPassphrase } from "../../readers/ed25519Vectors.ts";
import { openStudy, studyProtocol, type RunningStudy } from "../readings/runningStudy.ts";
import { importedAt, openReadersFolder, type Elsewhere } from "./openElsewhere.ts";
import { burned, burnedIn, mark, markedFile } from "./markedFiles.ts";

// Packets state their cost, and are read by another implementation below.
vi.unmock("../../../../../src-main/services/readers/passphraseCost.ts");

const own = sealedPassphrase;
const passphrase = "of this packet alone";
/** As a passphrase is asked for. */
const asked = () => Promise.resolve(passphrase);
/** Of headers, groups, files, and the data folder. */
const canaries = [mark, "HOSP-", "Quastenflosser", "Zitteraal", "LGMD", "healthy", "2.25.", "19990101", "20240131", "19070102"];
const hits = (text: string) => canaries.filter((canary) => text.includes(canary));
const at = (instant: string) => vi.setSystemTime(new Date(instant));

const picture = readFileSync(join(import.meta.dirname, "../../../../../src-renderer/forms/gradePictures/mercuri-modified-0-5.3.png"));

let study: RunningStudy;
let packets: ReturnType<typeof createPackets>;
let jobs: Jobs;
let folder: string;
const closing: (() => Promise<void>)[] = [];

/** Has a packet written, as its job does it; throws the job's words where it failed. */
async function exported(...[by, projectId, request]: Parameters<typeof packets.startExport>): Promise<WrittenPacket> {
  const { result, error } = await jobs.finished(await packets.startExport(by, projectId, request));
  if (error !== null) throw new Error(error);
  return result as WrittenPacket;
}

type Place = Pick<Elsewhere, "packets" | "jobs">;

/** What became of a return, as its job does it; throws the job's words where it failed. */
async function answered(
  by: Author,
  path: string,
  confirmation: Parameters<typeof packets.startTakeIn>[2],
  at: Place = { packets, jobs },
): Promise<TakeAnswer> {
  const { result, error } = await at.jobs.finished(await at.packets.startTakeIn(by, path, confirmation));
  if (error !== null) throw new Error(error);
  return result as TakeAnswer;
}

/** The same of one whose key is known, or confirmed. */
async function takenIn(...request: Parameters<typeof answered>): Promise<Extract<TakeAnswer, { isTaken: true }>> {
  const answer = await answered(...request);
  if (!answer.isTaken) throw new Error("Its key is not known.");
  return answer;
}

const openElsewhere = (): Elsewhere => openReadersFolder(closing);

/** Reads the next case whole: `grade` in every field. */
async function readNext({ readings, segmentations, volumes, by }: Elsewhere, grade = "3", voxels = 5): Promise<string> {
  const { readingId, code } = readings.own(by).find(({ next }) => next)!.next!;
  readings.open(by, readingId);
  const images = readings.images(by, readingId);
  for (const { segmentationId, volumeId, region } of images.filter(({ role }) => role.use === "drawn on")) {
    const labels = new Uint8Array(volumes.describe(volumeId).columns * volumes.describe(volumeId).rows).fill(1, 0, voxels);
    segmentations.applyStroke(by, segmentationId!, 0, { tool: "brush", slices: [{ sliceIndex: 0, labels }] });
    await segmentations.copyTo(
      by,
      segmentationId!,
      images.find((image) => image.region.id === region.id && image.role.use === "copied to")!.volumeId,
    );
  }
  for (const key of study.fields()) readings.answer(by, readingId, key, { type: "grade", value: grade });
  await readings.submit(by, readingId, { passphrase: own, meaning: "I have read this case independently" });
  return code;
}

beforeAll(async () => {
  const regions = studyProtocol().regions.map((region) => (region.id === "calf" ? { ...region, name: "calf and head" } : region));
  const gradePictures = [{ scale: "mercuri-modified-0-5", grade: "3", picture: "three.png" }];
  study = await openStudy({ regions, gradePictures }, { altered: markedFile });
  const { projects, coordinator, id } = study;
  for (const name of ["three.png", "unnamed.png"]) projects.addPicture(coordinator, id, name, picture);
  for (const code of ["X1", "X2"]) projects.lookAt(coordinator, id, { code, region: "thigh", role: "t1", mask: burnedIn });
  jobs = createJobs(study.store);
  packets = createPackets({ store: study.store, volumes: study.volumes, keys: createReaders(study.store).keys, jobs });
  folder = temporaryFolder();
  vi.useFakeTimers({ toFake: ["Date"] });
  at("2030-12-30T08:00:00.000Z");
  projects.start(coordinator, id);
}, 120_000);
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => {
  const { fault } = study.projects.verify(study.id);
  if (fault !== null) throw new Error(fault);
});
afterAll(async () => {
  vi.useRealTimers();
  for (const close of closing) await close();
  await study.close();
});

const request = { readerNumber: 1, passphrase: asked, knowsOfHeads: true };
describe("a packet", () => {
  let elsewhere: Elsewhere;
  const path = () => join(folder, "one.packet");

  test("is written by a job, which leaves nothing where it is cancelled", async () => {
    const { coordinator, id, store, volumes } = study;
    const opened = Promise.withResolvers<void>();
    const reading = Promise.withResolvers<void>();
    const slow = {
      ...volumes,
      readImage: async (volumeId: string) => {
        reading.resolve();
        await opened.promise;
        return volumes.readImage(volumeId);
      },
    };
    const { head } = study.projects.verify(id);
    const slowly = createPackets({ store, volumes: slow, keys: createReaders(store).keys, jobs });
    const jobId = await slowly.startExport(coordinator, id, { ...request, path: path() });
    await reading.promise;
    expect(jobs.get(jobId)).toMatchObject({ state: "running", phase: "writing images", done: 0, total: 8 });
    // The one that is being written has its place, under another name.
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.partial$/)]);
    jobs.cancel(jobId);
    opened.resolve();
    expect(await jobs.finished(jobId)).toMatchObject({ state: "cancelled", error: null, result: null });
    expect(readdirSync(folder)).toEqual([]);
    expect(packets.list(coordinator, id)).toEqual([]);
    expect(study.projects.verify(id).head).toEqual(head);
  });

  test("is written by a coordinator, once it is known that it shows a head, and never over another file", async () => {
    const { coordinator, reader1, id } = study;
    await expect(exported(reader1, id, { ...request, path: path() })).rejects.toThrow(/Only a coordinator/);
    await expect(exported(coordinator, id, { ...request, path: path(), knowsOfHeads: false })).rejects.toThrow(
      /images of the head \(calf and head\)/,
    );
    await expect(exported(coordinator, id, { ...request, path: path(), passphrase: () => Promise.resolve("short") })).rejects.toThrow(
      /8 to 256 characters/,
    );
    await expect(exported(coordinator, id, { ...request, path: path(), pass: 2 })).rejects.toThrow(/2 of the 2 cases of this pass wait/);
    expect(readdirSync(folder)).toEqual([]);
    // Nothing of that was begun.
    expect(jobs.list().filter(({ kind }) => kind === "packet")).toHaveLength(1);
    const written = await exported(coordinator, id, { ...request, path: path() });
    expect(written).toMatchObject({ pass: 1, cases: 2, images: 8, notBefore: null, heads: ["calf and head"] });
    // What can be refused without it is, before a passphrase is asked for.
    const unasked = { ...request, passphrase: () => Promise.reject(new Error("a passphrase was asked for")) };
    await expect(exported(coordinator, id, { ...unasked, readerNumber: 2, path: path() })).rejects.toThrow(
      new RegExp(`^${path()} is there already`),
    );
    // A link to nothing is something of this name: the file would take its place.
    symlinkSync("gone.packet", join(folder, "link.packet"));
    await expect(exported(coordinator, id, { ...unasked, readerNumber: 2, path: join(folder, "link.packet") })).rejects.toThrow(
      /link\.packet is there already, as a link\. Name a file/,
    );
    rmSync(join(folder, "link.packet"));
    await expect(exported(coordinator, id, { ...unasked, path: join(folder, "second.packet") })).rejects.toThrow(
      /^Cases of reader 1, pass 1, are out already, in packet 1, written on 2030-12-30 08:00 UTC \((X1, X2|X2, X1)\)\. Take in/,
    );
    expect(readdirSync(folder)).toEqual(["one.packet"]);
    // Neither in the window nor by the id of the reading.
    const [own] = study.readings.own(reader1);
    expect([own!.next, own!.whyNone]).toEqual([
      null,
      expect.stringMatching(/^Case X[12] was given out in a packet on 2030-12-30 08:00 UTC/),
    ]);
    const { readingId } = study.readings.list(coordinator, id).find((each) => each.readerNumber === 1 && each.position === 1)!;
    expect(() => study.readings.open(reader1, readingId)).toThrow(/was given out in a packet/);
    await expect(study.readings.close(coordinator, id, "right passphrase")).rejects.toThrow(/packet 1, written on .* is out/);
    expect(study.projects.log(coordinator, id).at(-1)).toMatchObject({
      action: "packet.write",
      subject: "packet 1",
      after: { reader: 1, pass: 1 },
    });
  });

  test("holds no mark of any text element, no group, no hidden grey value, and says nothing without its passphrase", async () => {
    // The marks are there to be found.
    expect(hits(readFileSync(join(study.folder, "files", "2.25.101.1-0.dcm")).toString("latin1"))).toContain(mark);
    const parts: Buffer[] = [];
    const pieces = async function* () {
      for await (const piece of openSealed(path(), { passphrase })) {
        parts.push(piece);
        yield piece;
      }
    };
    const records = createRecordReader(pieces(), "one.packet");
    const content = JSON.parse(await records.text("content")) as {
      images: { columns: number }[];
      readings: { code: string; roles: { region: string; role: string; image: number }[] }[];
    };
    const slices: Uint16Array[] = [];
    for (const _ of content.images) {
      const image: Buffer[] = [];
      await records.copy("image", async (part) => void image.push(Buffer.from(part)));
      const nrrd = Buffer.concat(image);
      const voxels = gunzipSync(nrrd.subarray(nrrd.indexOf("\n\n") + 2));
      expect(hits(nrrd.toString("latin1", 0, nrrd.indexOf("\n\n")) + voxels.toString("latin1"))).toEqual([]);
      slices.push(new Uint16Array(voxels.buffer.slice(voxels.byteOffset, voxels.byteOffset + voxels.length)));
    }
    let pictureBytes = 0;
    await records.copy("picture", async (part) => void (pictureBytes += part.length));
    expect(pictureBytes).toBeGreaterThan(1000);
    // The protocol does not name the other one.
    await records.end();
    expect(hits(Buffer.concat(parts).toString("latin1"))).toEqual([]);
    for (const { roles } of content.readings)
      for (const { region, role, image } of roles)
        expect([region, role, slices[image]!.includes(burned)]).toEqual([region, role, !(region === "thigh" && role === "t1")]);
    const sealed = readFileSync(path()).toString("latin1");
    for (const word of ["thigh", "Muscles", "readings"]) expect(sealed).not.toContain(word);
  });

  test("that is damaged, cut, under another passphrase or of another version leaves nothing behind", async () => {
    elsewhere = openElsewhere();
    const bytes = readFileSync(path());
    const head = bytes.indexOf(10) + 1;
    let made = 0;
    const changed = (edit: (copy: Buffer) => Buffer) => {
      const file = join(folder, `damaged-${++made}`);
      writeFileSync(file, edit(Buffer.from(bytes)));
      return file;
    };
    const flipped = (place: number) => (copy: Buffer) => {
      copy[place]! ^= 1;
      return copy;
    };
    const secret = { passphrase: asked, own };
    const by = elsewhere.by;
    for (const [file, words] of [
      [changed(flipped(head + 10)), /: the file is damaged or cut short/],
      [changed((copy) => Buffer.from(copy.toString("latin1").replace('"salt":"', '"salt":"A'), "latin1")), /first line is damaged/],
      [changed(flipped(bytes.indexOf('"keyCheck":"') + 14)), /first line is damaged/],
      [changed(flipped(bytes.length - 1)), /damaged/],
      [changed((copy) => copy.subarray(0, copy.length - 1)), /damaged/],
      [changed((copy) => copy.subarray(0, head)), /damaged/],
      [
        changed((copy) => Buffer.from(copy.toString("latin1").replace('"formatVersion":2', '"formatVersion":3'), "latin1")),
        /another version of Fascicle \(format 3; this one reads 1 to 2\)/,
      ],
      [changed(() => Buffer.from("PK")), /no packet of Fascicle/],
      [join(folder, "none"), /none: the packet cannot be read: there is no such file/],
      [folder, new RegExp(`^${folder} is a folder`)],
    ] as const)
      await expect(importedAt(elsewhere, by, file, secret)).rejects.toThrow(words);
    await expect(importedAt(elsewhere, by, path(), { passphrase: () => Promise.resolve("of another packet"), own })).rejects.toThrow(
      /passphrase is not the one/,
    );
    await expect(importedAt(elsewhere, by, path(), { passphrase: asked, own: "wrong passphrase" })).rejects.toThrow(/not the right one/);
    // A data folder with studies of its own.
    await expect(importedAt({ packets, jobs }, study.reader2, path(), secret)).rejects.toThrow(/holds studies or projects of its own/);
    for (const table of ["study", "project", "packet_project", "audit_event"]) expect([table, elsewhere.count(table)]).toEqual([table, 0]);
    expect(readdirSync(join(elsewhere.dataFolder, "incoming"))).toEqual([]);
    expect(readdirSync(join(elsewhere.dataFolder, "instances"))).toEqual([]);
  });

  test("leaves nothing where its import is cancelled", async () => {
    const there = openElsewhere();
    const jobId = await there.packets.startImport(there.by, path(), { passphrase: asked, own });
    // When the first image is being read.
    for await (const job of there.jobs.watch(jobId)) if (job.phase === "reading images") break;
    there.jobs.cancel(jobId);
    expect(await there.jobs.finished(jobId)).toMatchObject({ state: "cancelled", error: null, result: null });
    for (const table of ["study", "project", "packet_project", "audit_event"]) expect([table, there.count(table)]).toEqual([table, 0]);
    for (const name of ["incoming", "instances"]) expect(readdirSync(join(there.dataFolder, name))).toEqual([]);
    expect(await importedAt(there, there.by, path(), { passphrase: asked, own })).toMatchObject({ cases: 2 });
  });

  test("becomes a project elsewhere, of which nothing tells a patient, and is read there in its order", async () => {
    const imported = await importedAt(elsewhere, elsewhere.by, path(), { passphrase: asked, own });
    expect(imported).toMatchObject({ project: "Muscles", pass: 1, cases: 2, notBefore: null });
    const kept = elsewhere.store.database.prepare<[], string>("SELECT content_hash FROM project_picture").pluck().all();
    const [known] = study.projects.pictures(study.coordinator, study.id);
    expect(kept).toEqual([known!.contentHash]);
    expect(elsewhere.projects.verify(imported.projectId).fault).toBeNull();
    await expect(importedAt(elsewhere, elsewhere.by, path(), { passphrase: asked, own })).rejects.toThrow(/is here already/);
    const order = study.readings.list(study.coordinator, study.id).filter(({ readerNumber, pass }) => readerNumber === 1 && pass === 1);
    at("2030-12-31T08:00:00.000Z");
    expect(await readNext(elsewhere)).toBe(order[0]!.code);
    expect(elsewhere.projects.verify(imported.projectId).fault).toBeNull();
    elsewhere.store.database.pragma("wal_checkpoint(TRUNCATE)");
    const names = readdirSync(elsewhere.dataFolder, { recursive: true }).join("\n");
    const database = readFileSync(join(elsewhere.dataFolder, "fascicle.db")).toString("latin1");
    const { readings, by, volumes } = elsewhere;
    const { readingId } = readings.own(by)[0]!.next!;
    const answers = JSON.stringify([
      readings.own(by),
      readings.open(by, readingId),
      readings.images(by, readingId).map((image) => volumes.describe(image.volumeId)),
    ]);
    expect(hits(names + database + answers)).toEqual([]);
  });

  test("comes back signed; its drawings lie voxel for voxel on the images of the case", async () => {
    const [project] = elsewhere.readings.own(elsewhere.by);
    const out = join(folder, "back.return");
    await expect(elsewhere.packets.writeReturn(elsewhere.by, project!.projectId, out, "wrong passphrase")).rejects.toThrow(
      /not the right one/,
    );
    const written = await elsewhere.packets.writeReturn(elsewhere.by, project!.projectId, out, own);
    expect(written).toMatchObject({ cases: 1, left: 1 });
    expect(elsewhere.projects.verify(project!.projectId).fault).toBeNull();

    const { coordinator, reader1, id } = study;
    await expect(takenIn(reader1, out, {})).rejects.toThrow(/Only a coordinator/);
    // Whose key it is has to be compared first.
    expect(await answered(coordinator, out, {})).toEqual({
      isTaken: false,
      packetNumber: 1,
      readerNumber: 1,
      pass: 1,
      signedBy: elsewhere.by.name,
      fingerprint: written.fingerprint,
      cases: 1,
    });
    await expect(takenIn(coordinator, out, { fingerprint: written.fingerprint, projectId: "of another project" })).rejects.toThrow(
      "back.return: came back of a packet of another project, “Muscles”. Take it in there. Nothing was taken in.",
    );
    await expect(takenIn(coordinator, out, { fingerprint: "0000 0000" })).rejects.toThrow(/another fingerprint/);
    at("2030-12-31T07:00:00.000Z");
    await expect(takenIn(coordinator, out, { fingerprint: written.fingerprint })).rejects.toThrow(/still to come/);
    at("2030-12-31T09:00:00.000Z");
    const before = study.projects.log(coordinator, id).length;
    // Cancelled when its readings are about to be checked.
    const { store, volumes } = study;
    const now = () => {
      jobs.cancel(jobId);
      return store.now();
    };
    const cancelling = createPackets({ store: { ...store, now }, volumes, keys: createReaders(store).keys, jobs });
    const jobId = await cancelling.startTakeIn(coordinator, out, { fingerprint: written.fingerprint });
    expect(await jobs.finished(jobId)).toMatchObject({ state: "cancelled", phase: "checking readings", error: null, result: null });
    expect(study.projects.log(coordinator, id)).toHaveLength(before);
    expect(packets.list(coordinator, id)).toMatchObject([{ returns: [], submitted: 0 }]);
    // Amended since the packet was written: what was read by it keeps its version.
    const amended = { ...study.projects.protocol(coordinator, id), description: "Two readers." };
    study.projects.amend(coordinator, id, { protocol: amended, reason: "Worded better" });
    const taken = await takenIn(coordinator, out, { fingerprint: written.fingerprint.toUpperCase() });
    expect(taken).toMatchObject({
      readerNumber: 1,
      pass: 1,
      already: [],
      leftOut: [],
      notes: [expect.stringMatching(/^The clock was set/) as string],
    });
    expect(
      new Set(
        study.projects
          .log(coordinator, id)
          .slice(before)
          .map(({ action }) => action),
      ),
      // The tests set the clock.
    ).toEqual(
      new Set([
        "clock.jump",
        "protocol.amend",
        "reading.amend",
        "packet.confirm",
        "packet.take",
        "reading.take",
        "drawing.take",
        "answer.take",
        "signature.take",
      ]),
    );
    const { readingId, protocolVersion } = study.readings
      .list(coordinator, id)
      .find(({ code, pass, readerNumber }) => code === taken.taken[0] && pass === 1 && readerNumber === 1)!;
    expect(protocolVersion).toBe(1);
    const drawn = (store: RunningStudy["store"]) =>
      store.database
        .prepare<[string], { region: string; role: string; segmentationId: string; hash: string; volumeId: string }>(
          `SELECT region, role, segmentation_id AS segmentationId, drawing_hash AS hash, segmentation.volume_id AS volumeId
           FROM reading_image JOIN segmentation ON segmentation.id = segmentation_id WHERE reading_id = ? ORDER BY region, role`,
        )
        .all(readingId);
    const [here, there] = [drawn(study.store), drawn(elsewhere.store)];
    expect(here.map(({ hash }) => hash)).toEqual(there.map(({ hash }) => hash));
    expect(here).toHaveLength(4);
    for (const [index, { segmentationId, volumeId, region, role }] of here.entries()) {
      const [ours, theirs] = [
        await study.segmentations.readLabelMap(segmentationId),
        await elsewhere.segmentations.readLabelMap(there[index]!.segmentationId),
      ];
      expect(ours.labels).toEqual(theirs.labels);
      expect(ours.labels.filter((label) => label === 1)).toHaveLength(5);
      const { code } = taken.taken[0] === "X1" ? { code: "101" } : { code: "201" };
      const uid = `2.25.${region === "thigh" ? code : Number(code) + 1}`;
      expect(volumeId).toBe(study.volumeOf(uid, role === "t1" ? 1 : 2));
    }
    // What was copied still tells from what.
    expect(study.segmentations.copyOrigin(here.find(({ role }) => role !== "t1")!.segmentationId)).toMatchObject({
      isRemoved: false,
      revision: 1,
    });

    const head = study.projects.status(coordinator, id).head;
    expect(await takenIn(coordinator, out, {})).toMatchObject({ taken: [], already: taken.taken });
    expect(study.projects.status(coordinator, id).head).toEqual(head);
  });

  test("another return of the same case is refused and named; the rest of the packet comes in later", async () => {
    const second = openElsewhere();
    const { projectId } = await importedAt(second, second.by, path(), { passphrase: asked, own });
    at("2030-12-31T10:00:00.000Z");
    const code = await readNext(second, "1", 7);
    const other = join(folder, "other.return");
    const { fingerprint } = await second.packets.writeReturn(second.by, projectId, other, own);
    await expect(takenIn(study.coordinator, other, { fingerprint })).rejects.toThrow(
      new RegExp(
        `other\\.return: nothing of it was taken in\\.\n  ${code}: there is another reading of this pass already: it was taken in on 2030-12-31 09:00 UTC from ` +
          "packet 1, submitted on 2030-12-31 08:00 UTC",
      ),
    );

    const [project] = elsewhere.readings.own(elsewhere.by);
    // The second case was opened before: it is the one that is left.
    const { readingId, code: left } = project!.begun.find(({ state }) => state === "open")!;
    await draw(elsewhere, readingId);
    for (const key of study.fields()) elsewhere.readings.answer(elsewhere.by, readingId, key, { type: "grade", value: "2" });
    await elsewhere.readings.submit(elsewhere.by, readingId, { passphrase: own, meaning: "read" });
    const all = join(folder, "all.return");
    await elsewhere.packets.writeReturn(elsewhere.by, project!.projectId, all, own);
    await expectRefusals(all, elsewhere);
    expect(await takenIn(study.coordinator, all, {})).toMatchObject({ taken: [left], already: [code] });
    expect(packets.list(study.coordinator, study.id)).toMatchObject([
      {
        number: 1,
        state: "returned",
        out: [],
        cases: 2,
        submitted: 2,
        returns: [
          { cases: 1, leftOut: [] },
          { cases: 2, leftOut: [] },
        ],
      },
    ]);
  });

  test("that is called back is read here; what comes back of it is taken in but for what was opened here", async () => {
    const { coordinator, reader2, id, readings } = study;
    const there = openElsewhere();
    const ofTwo = { ...request, readerNumber: 2 };
    at("2030-12-31T11:00:00.000Z");
    await exported(coordinator, id, { ...ofTwo, path: join(folder, "three.packet") });
    const { projectId } = await importedAt(there, there.by, join(folder, "three.packet"), { passphrase: asked, own });
    const [first, second] = [await readNext(there), await readNext(there)];
    const back = join(folder, "three.return");
    const { fingerprint } = await there.packets.writeReturn(there.by, projectId, back, own);

    expect(() => packets.callBack(reader2, id, 2, "Lost")).toThrow(/Only a coordinator/);
    expect(() => packets.callBack(coordinator, id, 2, " ")).toThrow(/needs a reason/);
    expect(() => packets.callBack(coordinator, id, 2, "Of Quastenflosser")).toThrow(/patient's name/);
    expect(() => packets.callBack(coordinator, id, 1, "Lost")).toThrow(/Nothing of packet 1 is out/);
    expect(() => packets.callBack(coordinator, id, 7, "Lost")).toThrow(/no packet 7/);
    at("2030-12-31T12:00:00.000Z");
    packets.callBack(coordinator, id, 2, "The machine broke down");
    expect(() => packets.callBack(coordinator, id, 2, "Lost")).toThrow(/called back already, on 2030-12-31 12:00 UTC/);
    expect(study.projects.log(coordinator, id).at(-1)).toMatchObject({
      action: "packet.callBack",
      subject: "packet 2",
      before: { reader: 2 },
      after: { reader: 2, calledBack: "2030-12-31T12:00:00.000Z", because: "The machine broke down" },
      reason: "The machine broke down",
    });

    const { next } = readings.own(reader2)[0]!;
    expect(next!.code).toBe(first);
    readings.open(reader2, next!.readingId);
    // What is open here is named, and is not in the next packet.
    const leftOut = [{ code: first, why: "opened here on 2030-12-31 12:00 UTC, and not submitted" }];
    expect(packets.preview(coordinator, id, { readerNumber: 2 })).toMatchObject({ pass: 1, cases: 1, leftOut });
    expect(await exported(coordinator, id, { ...ofTwo, path: join(folder, "four.packet") })).toMatchObject({ number: 3, leftOut });
    await expect(takenIn(coordinator, back, { fingerprint })).rejects.toThrow(
      new RegExp(
        `nothing of it was taken in\\.\n  ${first}: there is another reading of this pass already: it was opened here on 2030-12-31 12:00 UTC, and is not submitted.*` +
          `\n  ${second}: it is out in packet 3`,
      ),
    );
    packets.callBack(coordinator, id, 3, "The first one came back after all");
    expect(await answered(coordinator, back, {})).toMatchObject({ packetNumber: 2, fingerprint, isTaken: false, cases: 2 });
    const taken = await takenIn(coordinator, back, { fingerprint });
    expect(taken).toMatchObject({
      taken: [second],
      already: [],
      leftOut: [{ code: first, why: expect.stringContaining("opened here") as string }],
    });
    expect(taken.notes).toContain("Packet 2 was called back on 2030-12-31 12:00 UTC: The machine broke down");
    // Again: what is here is said to be, and nothing is changed.
    const { head } = study.projects.status(coordinator, id);
    expect(await takenIn(coordinator, back, {})).toMatchObject({ taken: [], already: [second], leftOut: [{ code: first }] });
    expect(study.projects.status(coordinator, id).head).toEqual(head);
    expect(packets.list(coordinator, id)).toMatchObject([
      { state: "returned" },
      { state: "called back", calledBack: { reason: "The machine broke down" }, returns: [{ leftOut: [{ code: first }] }] },
      { state: "called back", out: [] },
    ]);
    for (const what of ["UPDATE packet SET called_back_because = 'x' WHERE number = 2", "UPDATE packet_return SET left_out = '[]'"]) {
      const kept = study.store.database
        .prepare<[], { leftOut: string }>("SELECT left_out AS leftOut FROM packet_return WHERE left_out <> '[]'")
        .get()!;
      change(study.store, (database) => database.exec(what));
      expect(study.projects.verify(id).fault).toMatch(/^the row of (packet 2|return 1 of packet 2) is not as entry/);
      change(study.store, (database) => {
        database.prepare("UPDATE packet SET called_back_because = 'The machine broke down' WHERE number = 2").run();
        database
          .prepare("UPDATE packet_return SET left_out = ? WHERE packet_id = (SELECT id FROM packet WHERE number = 2)")
          .run(kept.leftOut);
      });
    }
  });

  test("keeps what came of it as it was signed: check finds nothing in both folders, and verify whatever is changed", async () => {
    for (const dataFolder of [study.dataFolder, elsewhere.dataFolder])
      expect((await checkData(dataFolder, { repair: false })).findings).toEqual([]);
    const { store, projects, id } = study;
    const ofOne = "packet_id = (SELECT id FROM packet WHERE packet.number = 1)";
    for (const [what, words] of [
      [
        `UPDATE packet_return SET log = replace(log, 'reading.open', 'reading.peek') WHERE number = 1 AND ${ofOne}`,
        /the row of return 1 of packet 1 is not as entry/,
      ],
      ["UPDATE packet SET not_before = '2030-01-01T00:00:00.000Z' WHERE number = 1", /the row of packet 1 is not as entry/],
      ["DELETE FROM packet_key WHERE reader_number = 1", /the row of key of reader 1, .* is gone/],
    ] as const) {
      const kept = store.database.prepare("SELECT * FROM packet_key WHERE reader_number = 1").get();
      const before = store.database
        .prepare<[], { log: string; notBefore: string | null }>(
          `SELECT log, not_before AS notBefore FROM packet_return, packet WHERE packet_return.number = 1 AND packet.number = 1 AND ${ofOne}`,
        )
        .get()!;
      change(store, (database) => database.exec(what));
      expect(projects.verify(id).fault).toMatch(words);
      change(store, (database) => {
        database.prepare(`UPDATE packet_return SET log = ? WHERE number = 1 AND ${ofOne}`).run(before.log);
        database.prepare("UPDATE packet SET not_before = ? WHERE number = 1").run(before.notBefore);
        database
          .prepare(
            `INSERT OR REPLACE INTO packet_key VALUES (${Object.keys(kept as object)
              .map((name) => `:${name}`)
              .join(", ")})`,
          )
          .run(kept);
      });
    }
  });

  test("of the second pass has one day before which nothing of it is opened", async () => {
    const { coordinator, id } = study;
    const two = join(folder, "two.packet");
    // Submitted on 31 December: two months later it is the last day of February, and the day is over when the washout is.
    expect(await exported(coordinator, id, { ...request, path: two })).toMatchObject({
      pass: 2,
      cases: 2,
      notBefore: "2031-03-01T00:00:00.000Z",
    });
    const { projectId } = await importedAt(elsewhere, elsewhere.by, two, { passphrase: asked, own });
    const next = () => elsewhere.readings.own(elsewhere.by).find((project) => project.projectId === projectId)!;
    at("2031-02-28T23:59:59.999Z");
    expect(next()).toMatchObject({
      project: "Muscles, pass 2",
      next: null,
      whyNone: expect.stringMatching(/from 2031-03-01 on/) as string,
    });
    at("2031-03-01T00:00:00.000Z");
    const { readingId } = next().next!;
    // A series is replaced meanwhile: what is drawn elsewhere would lie on another one.
    const { caseCode } = study.readings.list(coordinator, id).find((each) => each.readingId === readingId)!;
    const scout = study.volumeOf(caseCode === "X1" ? "2.25.101" : "2.25.201", 3);
    study.projects.replaceSeries(coordinator, id, {
      code: caseCode,
      region: "thigh",
      role: "t1",
      volumeId: scout,
      reason: "It was the wrong one",
    });
    await readNext(elsewhere);
    const late = join(folder, "late.return");
    await elsewhere.packets.writeReturn(elsewhere.by, projectId, late, own);
    await expect(takenIn(coordinator, late, {})).rejects.toThrow(/has another series or other levels than when the packet was written/);
  });
});

test("a packet of format 1 is read; it does not tell a wrong passphrase from damage", async () => {
  const salt = Buffer.alloc(16, 7);
  const header = {
    format: "fascicle packet",
    formatVersion: 1,
    contents: "packet",
    packet: "7b0c5d0a-3c07-4f57-9a5b-1d6a0f1f2b3c",
    key: "scrypt, N 2^17, r 8, p 1",
    cipher: "aes-256-gcm, pieces of 65536",
    salt: salt.toString("base64"),
  };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  const key = scryptSync(passphrase, salt, 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 });
  // The only piece is the last one.
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])).setAAD(line);
  const file = join(temporaryFolder(), "old.packet");
  writeFileSync(file, Buffer.concat([line, cipher.update("of before"), cipher.final(), cipher.getAuthTag()]));
  const read = async (secret: string) => {
    let text = "";
    for await (const piece of openSealed(file, { passphrase: secret })) text += piece.toString();
    return text;
  };
  expect(await read(passphrase)).toBe("of before");
  await expect(read("of another packet")).rejects.toThrow(/the passphrase is not the one .*, or the file is damaged/);
});

async function draw({ readings, segmentations, by }: Elsewhere, readingId: string): Promise<void> {
  const images = readings.images(by, readingId);
  for (const { segmentationId, region } of images.filter(({ role }) => role.use === "drawn on")) {
    segmentations.applyStroke(by, segmentationId!, 0, {
      tool: "brush",
      slices: [{ sliceIndex: 0, labels: new Uint8Array(64).fill(1, 3, 9) }],
    });
    await segmentations.copyTo(
      by,
      segmentationId!,
      images.find((image) => image.region.id === region.id && image.role.use === "copied to")!.volumeId,
    );
  }
}

/** Each part of a return is changed by one who has the key under which it is sealed, and where `signs` is set by the reader, who signs it again. */
async function expectRefusals(path: string, { keys, by }: Elsewhere): Promise<void> {
  const { packet } = await nameOfSealed(path);
  const key = Buffer.from(createPacketTables(study.store).find(packet)!.returnKey, "base64");
  const records = createRecordReader(openSealed(path, { key }), "all");
  const signed = JSON.parse(await records.text("content")) as { content: string; signature: string };
  const content = JSON.parse(signed.content) as ReturnContent;
  const drawings: string[] = [];
  for (const { drawings: of } of content.readings) for (const _ of of) drawings.push(await records.text("drawing"));
  const log = await records.text("log");
  await records.end();
  const head = study.projects.status(study.coordinator, study.id).head;
  let made = 0;
  const refused = async (parts: { content?: object; drawings?: string[]; log?: string; signs?: boolean }, words: RegExp) => {
    const text = parts.content ? canonicalize(parts.content)! : signed.content;
    const signature = parts.signs ? (await keys.sign(by, own, text)).signature : signed.signature;
    const changed = join(folder, `changed-${++made}`);
    const file = await open(changed, "wx");
    const sealed = await sealTo(file, { contents: "return", packet }, { key });
    const writer = createRecordWriter((bytes) => sealed.write(bytes));
    await writer.write("content", Buffer.from(JSON.stringify({ content: text, signature })));
    for (const drawing of parts.drawings ?? drawings) await writer.write("drawing", Buffer.from(drawing));
    await writer.write("log", Buffer.from(parts.log ?? log));
    await sealed.end();
    await file.close();
    await expect(takenIn(study.coordinator, changed, {})).rejects.toThrow(words);
    expect(study.projects.status(study.coordinator, study.id).head).toEqual(head);
  };
  const last = content.readings.length - 1;
  const withLast = (edit: (reading: ReturnContent["readings"][number]) => object) => ({
    ...content,
    readings: content.readings.map((reading, index) => (index === last ? edit(reading) : reading)),
  });
  const regraded = withLast((reading) => ({
    ...reading,
    answers: reading.answers.map((answer, index) => (index === 0 ? { ...answer, answer: { type: "grade", value: "5" } } : answer)),
  }));
  await refused({ content: regraded }, /signature does not fit/);
  await refused({ content: regraded, signs: true }, /is not as its log says/);
  await refused(
    { content: withLast((reading) => ({ ...reading, openedAt: "2030-12-30T09:00:00.000Z" })), signs: true },
    /is not as its log says/,
  );
  await refused({ content: { ...content, protocol: "0".repeat(64) }, signs: true }, /another version of the protocol/);
  await refused({ content: { ...content, pass: 2 }, signs: true }, /another packet/);
  await refused(
    { drawings: drawings.map((drawing, index) => (index === 0 ? drawing.replace('"brush"', '"pencil"') : drawing)) },
    /is not what was signed/,
  );
  await refused({ log: log.replace("reading.open", "reading.peek") }, /log is not what was signed/);
  await refused(
    { log: log.replace("reading.open", "reading.peek"), content: withLog(log.replace("reading.open", "reading.peek")), signs: true },
    /was changed after it was written/,
  );
  const cut = JSON.stringify((JSON.parse(log) as object[]).slice(0, -1));
  await refused({ log: cut, content: withLog(cut), signs: true }, /the end was cut off/);
  // What is not signed with a reading is as its log says, or as it was signed.
  await refused(
    { content: withLast((reading) => ({ ...reading, activeMs: reading.activeMs + 36_000_000 })), signs: true },
    /has more active time than went by/,
  );
  await refused(
    { content: withLast((reading) => ({ ...reading, activeMs: reading.activeMs + 100_000 })), signs: true },
    /holds something else than what was signed/,
  );
  const aged = withLast((reading) => ({
    ...reading,
    answers: reading.answers.map((answer, index) => (index === 3 ? { ...answer, at: "1999-01-01T00:00:00.000Z" } : answer)),
  }));
  await refused({ content: aged, signs: true }, /the answer .* was not given when its log says/);
  await refused(
    { ...redrawn(last, (stroke) => ({ ...stroke, createdAt: "1999-01-01T00:00:00.000Z" })), signs: true },
    /was not drawn when/,
  );
  // The first reading is here already: other strokes under the same signature.
  const runs = Buffer.from(encodeRuns(new Uint8Array(64).fill(1, 40, 60))).toString("base64");
  const { content: other, drawings: otherDrawings } = redrawn(0, (stroke) => ({
    ...stroke,
    slices: stroke.slices.map((slice) => ({ ...slice, runs })),
  }));
  const isOther = { content: { ...other, readings: other.readings.slice(0, 1) }, drawings: otherDrawings.slice(0, 4) };
  await refused({ ...isOther, signs: true }, /the drawing of case .* is not what was signed\. Nothing was taken in/);
  // Of another data folder.
  const third = openElsewhere();
  await expect(answered(third.by, path, {}, third)).rejects.toThrow(/was not written in this data folder/);

  // By the reader, who has computed the whole log anew.
  const row = createPacketTables(study.store).find(packet)!;
  const order = (JSON.parse(row.readings) as string[]).map((id) => ({
    ...createReadingTables(study.store).find(id)!,
    // As the packet was written; it was amended since.
    protocolVersion: 1,
  }));
  const faultOf = (edit: (entry: LogEntry) => LogEntry, over: Partial<typeof row> = {}, rows = order) => {
    const entries = computedAnew(JSON.parse(log) as LogEntry[], packet, edit);
    const { number, hash: end } = entries.at(-1)!;
    const parsed = new Map(drawings.map((text) => [hash("sha256", text, "hex"), JSON.parse(text) as ReturnedDrawing]));
    return returnedLogFault(
      { ...row, ...over },
      rows,
      { entries, drawings: parsed, content: { ...content, log: { ...content.log, number, hash: end } } },
      "2031-01-01T00:00:00.000Z",
    );
  };
  const same = (entry: LogEntry) => entry;
  expect(faultOf(same)).toBeNull();
  expect(faultOf(same, {}, order.toReversed())).toMatch(/out of the packet's order/);
  expect(faultOf(same, { contentHash: "0".repeat(64) })).toMatch(/another packet/);
  const notBefore = "2030-12-31T12:00:00.000Z";
  const waits = (entry: LogEntry): LogEntry =>
    entry.subject === "packet" ? { ...entry, after: { ...(entry.after as object), notBefore } } : entry;
  expect(faultOf(waits, { notBefore })).toMatch(/before its washout was over/);
  expect(faultOf((entry) => (entry.action === "reading.sign" ? { ...entry, at: "2030-12-31T07:00:00.000Z" } : entry))).toMatch(
    /clock was set back/,
  );
  expect(faultOf((entry) => (entry.action === "reading.open" ? { ...entry, at: "2030-12-31T07:59:00.000Z" } : entry))).toMatch(
    /clock was set back|times of opening/,
  );

  /** The first drawing of a reading with other strokes, under the hash that was signed. */
  function redrawn(at: number, edit: (stroke: ReturnedDrawing["strokes"][number]) => ReturnedDrawing["strokes"][number]) {
    const first = content.readings[at]!.drawings[0]!;
    const place = drawings.findIndex((text) => hash("sha256", text, "hex") === first.sha256);
    const drawing = JSON.parse(drawings[place]!) as ReturnedDrawing;
    const text = JSON.stringify({ ...drawing, strokes: drawing.strokes.map(edit) });
    const named = { ...first, sha256: hash("sha256", text, "hex") };
    return {
      drawings: drawings.with(place, text),
      content: {
        ...content,
        readings: content.readings.map((reading, index) =>
          index === at ? { ...reading, drawings: reading.drawings.with(0, named) } : reading,
        ),
      },
    };
  }
  function withLog(text: string): object {
    return { ...content, log: { ...content.log, sha256: hash("sha256", text, "hex") } };
  }
}

function computedAnew(entries: readonly LogEntry[], projectId: string, edit: (entry: LogEntry) => LogEntry): LogEntry[] {
  const sha256 = (text: string) => hash("sha256", text, "hex");
  let head = genesisHead(projectId, sha256);
  return entries.map((entry) => {
    const { number: _number, previousHash: _previous, hash: _hash, ...event } = edit(entry);
    const next = chainEntry(head, event, sha256);
    head = headOf(next);
    return next;
  });
}
