import { join } from "node:path";
import { createApp } from "../../src-main/app/createApp.ts";
import { templateProtocol } from "../../src-main/services/projects/index.ts";
import type { Author } from "../../src-main/services/store/index.ts";
import { temporaryFolder } from "../e2e/program.ts";
import { patients, size, slices, writeStudies } from "../e2e/twoThighs.ts";
import { addReader, by } from "../src-main/author.ts";
import { setCheapPassphrase } from "../src-main/services/readers/signingReader.ts";

/**
 * What the log of a reader study costs a stroke: the same strokes in a reading, whose every stroke is an entry of the log, and in a drawing outside of any
 * study, by turns, in one data folder. Each is one slice, hashed, logged and synced to the disk in one transaction. A stroke is kept within a second.
 */
const strokes = Number(process.argv[2] ?? 400);
const [data, work] = [temporaryFolder(), temporaryFolder()];
const app = createApp({ dataFolder: data.path, host: { name: "cli" } });
const { store, projects, readings, segmentations, jobs, dicomImport } = app.services;
await jobs.finished(dicomImport.start(by, [writeStudies(join(work.path, "studies"))]));
const [coordinator, reader, second] = ["Coordinator", "Reader", "Second"].map((name) => addReader(store, name)) as [Author, Author, Author];
for (const { readerId } of [coordinator, reader, second]) setCheapPassphrase(store, readerId, "correct horse battery");
const myopathy = templateProtocol("myopathy");
const [thigh] = myopathy.regions;
const projectId = projects.create(coordinator, {
  name: "Muscles",
  protocol: {
    ...myopathy,
    regions: [{ ...thigh!, levels: [], start: { ...thigh!.start, level: null } }],
    forms: myopathy.forms
      .filter(({ id }) => id === "mercuri-modified")
      .map((form) => ({ ...form, muscles: form.muscles.filter(({ region }) => region === "thigh") })),
  },
});
projects.setMembers(coordinator, projectId, "reader", [reader.readerId, second.readerId]);
projects.addCases(coordinator, projectId, [{ where: "1", studyInstanceUids: [patients[0].uid], code: "K1" }], "cases");
projects.confirmRoles(coordinator, projectId);
for (const { code, roles } of projects.cases(coordinator, projectId))
  for (const { region, role } of roles) projects.lookAt(coordinator, projectId, { code, region, role });
projects.start(coordinator, projectId);
const { readingId } = readings.open(reader, readings.own(reader)[0]!.next!.readingId);
const inReading = readings.images(reader, readingId).find(({ role }) => role.use === "drawn on")!;
// Of the other patient, who is in no study: the same lattice.
const otherVolume = store.database
  .prepare<[string], string>("SELECT volume.id FROM volume JOIN series ON series.id = series_id WHERE series_instance_uid = ?")
  .pluck()
  .get(`${patients[1].uid}.1`)!;
const outside = segmentations.create(coordinator, { volumeId: otherVolume, name: "outside" });
segmentations.addSegment(coordinator, outside.id, { name: "all muscle", side: "none", color: "#ff0000" });

const drawings = {
  "in a reading": { author: reader, id: inReading.segmentationId!, revision: segmentations.describe(inReading.segmentationId!).revision },
  "outside of any": { author: coordinator, id: outside.id, revision: segmentations.describe(outside.id).revision },
};
type Where = keyof typeof drawings;
const times: Record<Where, number[]> = { "in a reading": [], "outside of any": [] };
for (let at = 0; at < strokes; at++) {
  const labels = new Uint8Array(size ** 2);
  for (let row = 20; row < 60; row++) labels.fill(1, row * size + 20 + (at % 30), row * size + 50 + (at % 30));
  const stroke = { tool: "brush", slices: [{ sliceIndex: at % slices, labels }] };
  const order: Where[] = at % 2 === 0 ? ["in a reading", "outside of any"] : ["outside of any", "in a reading"];
  for (const where of order) {
    const drawing = drawings[where];
    const start = performance.now();
    segmentations.applyStroke(drawing.author, drawing.id, drawing.revision++, stroke);
    times[where].push(performance.now() - start);
  }
}
const at = (of: readonly number[], share: number) => of.toSorted((a, b) => a - b)[Math.floor(share * (of.length - 1))]!;
for (const [where, of] of Object.entries(times))
  console.log(`stroke ${where}: median ${at(of, 0.5).toFixed(2)} ms, 95 % within ${at(of, 0.95).toFixed(2)} ms, of ${of.length}`);
const [logged, plain] = [at(times["in a reading"], 0.5), at(times["outside of any"], 0.5)];
console.log(`the log costs a stroke ${(logged - plain).toFixed(2)} ms: ${(logged / plain).toFixed(2)} times the time without it`);
const late = at(times["in a reading"].slice(-strokes / 4), 0.5) / at(times["in a reading"].slice(0, strokes / 4), 0.5);
console.log(`the last quarter of the strokes in the reading takes ${late.toFixed(2)} times the first one's time`);
await app.close();
data.remove();
work.remove();
