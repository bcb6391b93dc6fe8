import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { NetworkOutcome } from "#shared/api/network.ts";
import { segmentFile } from "../../../../src-main/app/commands/segmentFile.ts";
import { createServices } from "../../../../src-main/app/services.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { by } from "../../author.ts";
import { shippedNetworks } from "./networksDesk.ts";

let folder: string;
let services: ReturnType<typeof createServices>;
let file: string;
let flair: string;

beforeAll(async () => {
  folder = temporaryFolder();
  services = createServices(join(folder, "data"));
  const files = join(folder, "sub-01", "anat");
  mkdirSync(files, { recursive: true });
  file = join(files, "FLAIR.nii.gz");
  copyFileSync(join(shippedNetworks.ensemble, "golden", "flair.nii.gz"), file);
  writeFileSync(join(files, "FLAIR.json"), JSON.stringify({ MagneticFieldStrength: 3, Manufacturer: "Made up" }));
  await services.jobs.finished(services.dicomImport.start(by, [join(folder, "sub-01")]));
  flair = services.store.database.prepare<[], string>("SELECT id FROM volume").pluck().get()!;
}, 120_000);
afterAll(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the memory that the window shows before a run is the command line's, not below what was measured, and at most half as much again", async () => {
  const { id } = await services.networks.install(by, shippedNetworks.segmentation);
  // What a process holds before it begins is counted: so each is asked first by a process that has run nothing, the program's as it is started again.
  await services.close();
  services = createServices(join(folder, "data"));
  const request = { networkId: id, images: { T1: flair }, row: {} };
  const shown = (await services.networks.plan(request)).estimatedBytes!;
  const job = await services.jobs.finished(services.networks.startRun(by, request));
  expect([job.state, job.error]).toEqual(["succeeded", null]);
  const outcome = job.result as NetworkOutcome;
  if (outcome.kind !== "drawing") throw new Error("a drawing was expected");
  const { estimatedBytes, peakBytes } = services.segmentations.firstDrawing(outcome.segmentationId)!.model!;
  const { memory } = await segmentFile({
    bundlePath: shippedNetworks.segmentation,
    only: file,
    roles: new Map(),
    outPath: join(folder, "drawn.nrrd"),
  });
  console.log(
    `shown ${shown}, of the run ${estimatedBytes}, measured ${peakBytes}; by the command line ${memory.estimatedBytes}, measured ${memory.peakBytes}`,
  );
  for (const estimate of [shown, estimatedBytes]) {
    expect(estimate).toBeGreaterThanOrEqual(peakBytes);
    expect(estimate).toBeLessThanOrEqual(1.5 * peakBytes);
  }
  expect(memory.estimatedBytes).toBeGreaterThanOrEqual(memory.peakBytes);
  expect(memory.estimatedBytes).toBeLessThanOrEqual(1.5 * memory.peakBytes);
  // Two processes of the same program do not begin with the same pages to the last one.
  expect(Math.abs(shown - memory.estimatedBytes)).toBeLessThan(0.05 * memory.estimatedBytes);
}, 300_000);
