import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { formCells } from "#shared/domain/project/formCells.ts";
import { createApp, type App } from "../../src-main/app/createApp.ts";
import { templateProtocol } from "../../src-main/services/projects/index.ts";
import { writeCaseFiles } from "../../src-main/services/sampleProject/caseFiles.ts";
import { projectParameters } from "../../src-main/services/sampleProject/projectParameters.ts";
import { sampleCases } from "../../src-main/services/sampleProject/sampleCases.ts";
import type { Author } from "../../src-main/services/store/index.ts";
import { regionsOf } from "../../src-renderer/rooms/reading/case/formRegions.ts";
import { addReader, by } from "../src-main/author.ts";
import { lookAtAll } from "../src-main/services/projects/readings/runningStudy.ts";
import { setCheapPassphrase } from "../src-main/services/readers/signingReader.ts";

export const passphrase = "correct horse battery";
/** What must not be seen in a reading: of headers, of the case table. */
export const hiddenOfCases = /SAMPLE-|Sample\^|Person 0|2\.25\.\d|LGMD|T1 FSE|Dixon|Lower limbs/;

/** Of every image. */
export const matrix = { columns: 224, rows: 134 } as const;
/** The two regions' levels, as slices counted from 1. */
const levels = { thigh: { proximal: 5, middle: 4, distal: 3 }, calf: { proximal: 5, middle: 4 } } as const;

/**
 * The myopathy study from its template, whole and running: three persons with the sample generator's limbs, thigh and calf, T1-weighted and water-only. K0 is
 * for training; the coordinator and both readers have read it.
 */
export async function startWholeStudy(data: string, work: string): Promise<void> {
  const app = createApp({ dataFolder: data, host: { name: "cli" } });
  const { services } = app;
  const parameters = { ...projectParameters(), ...matrix, spacingMm: 1.7 };
  const persons = sampleCases(parameters, 7).slice(0, 3);
  const folder = join(work, "studies");
  mkdirSync(folder);
  for (const one of persons) writeCaseFiles(folder, parameters, 7, one);
  await services.jobs.finished(services.dicomImport.start(by, [folder]));
  const [coordinator, one, two] = ["Coordinator", "Reader One", "Reader Two"].map((name) => addReader(services.store, name)) as [
    Author,
    Author,
    Author,
  ];
  for (const { readerId } of [coordinator, one, two]) setCheapPassphrase(services.store, readerId, passphrase);
  const { projects, readings } = services;
  const projectId = projects.create(coordinator, { name: "Muscles", protocol: templateProtocol("myopathy") });
  projects.setMembers(coordinator, projectId, "reader", [one.readerId, two.readerId]);
  projects.addCases(
    coordinator,
    projectId,
    persons.map(({ studyInstanceUid }, at) => ({
      where: String(at),
      studyInstanceUids: [studyInstanceUid],
      code: `K${at}`,
      group: "LGMD",
      isTraining: at === 0,
    })),
    "cases",
  );
  projects.confirmRoles(coordinator, projectId);
  lookAtAll(projects, coordinator, projectId);
  for (const at of persons.keys())
    for (const [region, ofRegion] of Object.entries(levels))
      for (const [level, slice] of Object.entries(ofRegion))
        projects.setLevel(coordinator, projectId, { code: `K${at}`, region, level, slice });
  projects.start(coordinator, projectId);
  await readWhole(services, coordinator, readings.openReference(coordinator, projectId, "K0").readingId, "2");
  for (const reader of [one, two]) {
    const [own] = readings.own(reader);
    await readWhole(services, reader, readings.open(reader, own!.next!.readingId).readingId, "3");
  }
  await app.close();
}

/** A square on each level of each series that is drawn on, copied; one grade everywhere. */
async function readWhole({ readings, segmentations }: App["services"], by: Author, readingId: string, grade: string) {
  const images = readings.images(by, readingId);
  for (const { segmentationId, region } of images.filter(({ role }) => role.use === "drawn on")) {
    const { columns, rows } = matrix;
    const labels = new Uint8Array(columns * rows);
    for (let row = 60; row < 76; row++) labels.fill(1, row * columns + 50, row * columns + 66);
    const slices = Object.values(levels[region.id as "thigh" | "calf"]).map((slice) => ({ sliceIndex: slice - 1, labels }));
    segmentations.applyStroke(by, segmentationId!, 0, { tool: "brush", slices });
    const target = images.find((image) => image.region.id === region.id && image.role.use === "copied to")!;
    await segmentations.copyTo(by, segmentationId!, target.volumeId);
  }
  const { forms, regions } = readings.describe(by, readingId);
  for (const form of forms)
    for (const { key, item } of formCells(form, regionsOf({ regions })))
      if (item.isRequired) readings.answer(by, readingId, key, { type: "grade", value: grade });
  await readings.submit(by, readingId, { passphrase, meaning: "For comparison" });
}
