import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createBlinding, createProjects, createReadings } from "../../../../src-main/services/projects/index.ts";
import { createReaders } from "../../../../src-main/services/readers/index.ts";
import { createSampleProject } from "../../../../src-main/services/sampleProject/index.ts";
import { projectParameters, type ProjectParameters } from "../../../../src-main/services/sampleProject/projectParameters.ts";
import { createSegmentations } from "../../../../src-main/services/segmentation/index.ts";
import type { Author } from "../../../../src-main/services/store/index.ts";
import { createStudies } from "../../../../src-main/services/studies/index.ts";
import { createVolumes } from "../../../../src-main/services/volumes/index.ts";
import { limbStudies, writeStudies } from "../projects/limbStudies.ts";
import { addReader, change } from "../../author.ts";
import { openImport } from "../import/importing.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

/** One person of each group. */
const usual = projectParameters();
const parameters: ProjectParameters = { ...usual, groups: usual.groups.map((group) => ({ ...group, cases: 1 })) };

/** A data folder in which there is another study, so that numbers of rows are others than where the project was made. */
async function openFolder() {
  const opened = openImport(temporaryFolder());
  const { store, jobs } = opened;
  const readers = createReaders(store);
  const { id, name } = readers.last()!;
  const by: Author = { readerId: id, name };
  await opened.run(writeStudies(join(opened.folder, "files"), limbStudies.slice(0, 1)));
  const volumes = createVolumes({ store });
  const segmentations = createSegmentations({ store, volumes });
  const projects = createProjects(store);
  const sample = createSampleProject({ store, jobs, studies: createStudies(store), parameters });
  const readings = createReadings({ store, segmentations, keys: readers.keys });
  const make = async (seed?: number) => {
    const job = await jobs.finished(sample.make(by, seed));
    if (job.state !== "succeeded") throw new Error(job.error ?? job.state);
    return (job.result as { projectId: string }).projectId;
  };
  /** What was drawn and answered, and which files there are, by what does not depend on random ids, codes and orders. */
  const content = (projectId: string) => {
    const { cases } = sample.truth(by, projectId);
    const persons = new Map(cases.map(({ code, patientId }) => [code, patientId]));
    const rows = <Row>(sql: string, ...values: unknown[]) => store.database.prepare<unknown[], Row>(sql).all(...values);
    return Object.fromEntries(
      readings.list(by, projectId).map(({ readingId, caseCode, readerNumber, pass }) => [
        `${persons.get(caseCode)} ${readerNumber} ${pass}`,
        {
          answers: rows("SELECT field, answer FROM reading_answer WHERE reading_id = ? ORDER BY field", readingId),
          drawings: rows<{ labels: Buffer }>(
            `SELECT region, role, slice_index, revision, hex(labels) AS labels FROM reading_image
               JOIN segmentation_slice ON segmentation_slice.segmentation_id = reading_image.segmentation_id
               WHERE reading_id = ? ORDER BY region, role, slice_index, revision`,
            readingId,
          ),
          files: rows(
            `SELECT DISTINCT content_hash FROM case_study JOIN study USING (study_instance_uid) JOIN series ON study_id = study.id
               JOIN instance ON series_id = series.id WHERE case_id = (SELECT case_id FROM reading WHERE id = ?) ORDER BY 1`,
            readingId,
          ),
        },
      ]),
    );
  };
  const close = async () => {
    await volumes.close();
    await opened.close();
  };
  return { ...opened, by, readers, volumes, projects, readings, sample, make, content, close };
}
type Folder = Awaited<ReturnType<typeof openFolder>>;

let [one, other]: Folder[] = [];
let projectId: string;
beforeAll(async () => {
  [one, other] = await Promise.all([openFolder(), openFolder()]);
  projectId = await one.make();
}, 120_000);
afterAll(() => Promise.all([one!.close(), other!.close()]));

const count = ({ store }: Folder, table: string) => store.database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()!;

test("the project is a closed study of the myopathy protocol whose log, rows, images and signatures fit", () => {
  const { projects, readings, by, store } = one!;
  expect(projects.verify(projectId).fault).toBeNull();
  // What the worklist shows is what is there.
  const wrongCount = `SELECT study_instance_uid FROM study WHERE frame_count <> (SELECT sum(instance.frame_count) FROM instance JOIN series ON series.id = series_id
    WHERE study_id = study.id)`;
  expect(store.database.prepare(wrongCount).all()).toEqual([]);
  expect(projects.status(by, projectId)).toMatchObject({ state: "closed", cases: 2, name: "Sample study (synthetic)" });
  const list = readings.list(by, projectId);
  expect(list.map(({ readerNumber, pass, state }) => [readerNumber, pass, state])).toEqual(
    [
      [1, 1],
      [1, 1],
      [1, 2],
      [1, 2],
      [2, 1],
      [2, 1],
    ].map((each) => [...each, "submitted"]),
  );
  // Thigh: three levels, calf: two, on two series; 34 muscles.
  expect(store.database.prepare("SELECT DISTINCT count(*) AS count FROM reading_answer GROUP BY reading_id").all()).toEqual([
    { count: 44 },
  ]);
  expect(store.database.pragma("foreign_key_check")).toEqual([]);
  expect(store.database.prepare("SELECT sum(instance_count) FROM series").pluck().get()).toBe(count(one!, "instance"));
  expect(store.database.prepare("SELECT count(*) FROM series WHERE volumes_stale = 1").pluck().get()).toBe(0);
});

test("the washout lies between the passes, and all of it in the past", () => {
  const list = one!.readings.list(one!.by, projectId);
  for (const second of list.filter(({ pass }) => pass === 2)) {
    const first = list.find((each) => each.pass === 1 && each.readerNumber === second.readerNumber && each.caseCode === second.caseCode)!;
    const over = new Date(first.submittedAt!);
    over.setUTCMonth(over.getUTCMonth() + 2);
    expect(Date.parse(second.openedAt!)).toBeGreaterThanOrEqual(over.getTime());
  }
  const times = one!.projects.log(one!.by, projectId).map(({ at }) => at);
  expect(times).toEqual(times.toSorted());
  expect(times.at(-1)! < "2024-06").toBe(true);
});

test("nobody is locked out: no study runs, the made-up people are retired, and the images are read as any other", async () => {
  const { store, by, readers, volumes } = one!;
  expect(createBlinding(store).isOn()).toBe(false);
  expect(readers.list().filter(({ retiredAt }) => retiredAt === null)).toMatchObject([{ id: by.readerId, hasPassphrase: false }]);
  const volumeIds = store.database.prepare<[], string>("SELECT volume_id FROM case_role ORDER BY volume_id LIMIT 1").pluck().all();
  const image = await volumes.readImage(volumeIds[0]!);
  expect(image.voxels.length).toBe(parameters.columns * parameters.rows * parameters.slices);
  expect(one!.jobs.list().map(({ kind, state }) => [kind, state])).toContainEqual(["sample project", "succeeded"]);
});

test("what is there already is refused in words, and nothing is left of the attempt", async () => {
  const before = count(one!, "audit_event");
  await expect(one!.make()).rejects.toThrow("“Sample study (synthetic)” is in this data folder already. Another seed makes another one.");
  expect(count(one!, "audit_event")).toBe(before);
  expect(readdirSync(join(one!.dataFolder, "incoming"))).toEqual([]);
});

test("cancelled while it is read, it leaves nothing; made then from the same seed, it is the same", async () => {
  const folder = other!;
  const originals = () => readdirSync(folder.store.instancesFolder, { recursive: true }).filter((name) => String(name).endsWith(".dcm"));
  const before = originals();
  const jobId = folder.sample.make(folder.by);
  for await (const job of folder.jobs.watch(jobId)) if (job.phase === "reading") folder.jobs.cancel(jobId);
  expect(folder.jobs.get(jobId)).toMatchObject({ state: "cancelled", result: null });
  expect(["project", "reading", "audit_event"].map((table) => count(folder, table))).toEqual([0, 0, 0]);
  // The program, and whoever is there.
  expect([count(folder, "reader"), count(folder, "study")]).toEqual([2, 1]);
  expect(originals()).toEqual(before);
  expect(readdirSync(join(folder.dataFolder, "incoming"))).toEqual([]);

  const again = await folder.make();
  expect(folder.content(again)).toEqual(one!.content(projectId));
  expect(folder.projects.verify(again).fault).toBeNull();
}, 120_000);

test("it is removed whole, by its coordinator, and nothing else is", async () => {
  const folder = one!;
  const { projects, sample, by, store } = folder;
  const id = projectId;
  const contents = sample.contents(by, id);
  // Two persons with thigh and calf on two series of one study each, read by two readers, by one of them twice.
  expect(contents).toMatchObject({ name: "Sample study (synthetic)", cases: 2, readings: 6, series: 8, segmentations: 24 });
  const own = projects.create(by, { name: "Real", protocol: projects.protocol(by, id) });
  await expect(sample.remove(by, own, contents)).rejects.toThrow(/This is no sample project/);
  await expect(sample.remove(addReader(store, "Another"), id, contents)).rejects.toThrow(/Only a coordinator/);
  // One that was set going by hand.
  const setState = (state: string) =>
    change(store, (database) => database.prepare("UPDATE project SET state = ? WHERE id = ?").run(state, id));
  setState("running");
  await expect(sample.remove(by, id, contents)).rejects.toThrow(/is not closed/);
  setState("closed");
  await expect(sample.remove(by, id, { ...contents, segmentations: 23 })).rejects.toThrow(/has changed since you were asked/);
  const [study] = projects.studies(by, id);
  projects.addCases(by, own, [{ where: "1", studyInstanceUids: [study!.studyInstanceUid], code: "X9" }], "cases");
  await expect(sample.remove(by, id, contents)).rejects.toThrow("Case X9 of the project “Real” needs this study");
  expect(projects.verify(id).fault).toBeNull();
  projects.removeCase(by, own, "X9", "Added by mistake");
  projects.remove(by, own);

  await sample.remove(by, id, contents);
  expect(
    ["project", "reading", "audit_event", "segmentation", "volume_pin", "sample_project"].map((table) => count(folder, table)),
  ).toEqual([0, 0, 0, 0, 0, 0]);
  // The study that was there before, with its files; readers stay, as their keys do.
  expect([count(folder, "study"), count(folder, "reader")]).toEqual([1, 6]);
  const originals = readdirSync(store.instancesFolder, { recursive: true }).filter((name) => String(name).endsWith(".dcm"));
  expect(originals).toHaveLength(count(folder, "instance"));
  expect(store.database.pragma("foreign_key_check")).toEqual([]);
  // The names are free: it can be made again.
  expect(folder.readers.list().filter(({ name }) => /^Sample .*[a-z1-9]$/.test(name))).toEqual([]);
}, 120_000);
