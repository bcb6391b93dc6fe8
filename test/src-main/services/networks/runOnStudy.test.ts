import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { NetworkOutcome } from "#shared/api/network.ts";
import type { Bundle2, EnsembleBundle } from "#shared/domain/bundle/bundle2.ts";
import { createServices } from "../../../../src-main/app/services.ts";
import { networkDocument } from "../../../../src-main/services/exports/index.ts";
import { imageHash } from "../../../../src-main/services/imagefiles/index.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { by, change } from "../../author.ts";
import { changedNetwork, shippedNetworks } from "./networksDesk.ts";

let folder: string;
let services: ReturnType<typeof createServices>;
/** The images of the ensemble's golden case, as series of one study at 3 T. */
let [flair, t2] = ["", ""];
const row = { "age at onset": 7, "age at imaging": 40, "infantile spasms": 1, "three or more medications": 0 };

beforeAll(async () => {
  folder = temporaryFolder();
  services = createServices(join(folder, "data"));
  const files = join(folder, "sub-01", "anat");
  mkdirSync(files, { recursive: true });
  for (const name of ["FLAIR", "T2"]) {
    copyFileSync(join(shippedNetworks.ensemble, "golden", `${name.toLowerCase()}.nii.gz`), join(files, `${name}.nii.gz`));
    writeFileSync(join(files, `${name}.json`), JSON.stringify({ MagneticFieldStrength: 3, Manufacturer: "Made up" }));
  }
  await services.jobs.finished(services.dicomImport.start(by, [join(folder, "sub-01")]));
  const volume = services.store.database.prepare<[string], string>(
    "SELECT volume.id FROM volume JOIN series ON series.id = series_id WHERE series.description LIKE ?",
  );
  [flair, t2] = ["%FLAIR%", "%T2%"].map((words) => volume.pluck().get(words)!) as [string, string];
}, 120_000);
afterAll(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = async (networkId: string, images: Record<string, string>, values: Record<string, number> = {}) =>
  services.jobs.finished(services.networks.startRun(by, { networkId, images, row: values }));
const outcomeOf = async (...args: Parameters<typeof run>) => {
  const job = await run(...args);
  expect([job.state, job.error]).toEqual(["succeeded", null]);
  return job.result as NetworkOutcome;
};
let made = 0;
const install = (name: keyof typeof shippedNetworks, change: (bundle: Bundle2) => object) =>
  services.networks.install(by, changedNetwork(join(folder, `bundle-${(made += 1)}`), name, change));

test("an ensemble's answer is a prediction with members, folds, what it was given, and what a value network of one fold says", async () => {
  const { id, bundle } = await services.networks.install(by, shippedNetworks.ensemble);
  const outcome = await outcomeOf(id, { FLAIR: flair, T2: t2 }, row);
  if (outcome.kind !== "prediction") throw new Error("a prediction was expected");
  const prediction = services.models.describePrediction(outcome.predictionId);
  if (prediction.kind !== "images") throw new Error("classes were expected");
  // These are the golden case's images, whose score numpy gives, too (test/assets/models/ensemble.test.ts).
  const [golden] = (bundle as EnsembleBundle).golden;
  expect(Math.abs(prediction.positiveProbability - golden!.score)).toBeLessThan(1e-5);
  expect(prediction.run!.members.map(({ name, folds }) => [name, folds.length])).toEqual([
    ["T2", 5],
    ["FLAIR", 5],
    ["FLAIR3", 5],
    ["clinical", 5],
  ]);
  expect(prediction.source.volumes).toEqual([
    { name: "FLAIR", volumeId: flair, imageHash: await imageHash(await services.volumes.readImage(flair)) },
    { name: "T2", volumeId: t2, imageHash: await imageHash(await services.volumes.readImage(t2)) },
  ]);
  expect(prediction.run).toMatchObject({ row, notes: [], reader: by.name });
  expect(services.models.listPredictionsOfVolume(t2)).toEqual([prediction]);
  expect(JSON.stringify(networkDocument(prediction))).not.toContain(flair);

  const fold = prediction.run!.members[0]!.folds[0]!;
  const value = changedNetwork(join(folder, "value"), "ensemble", (whole) => {
    const { members, table: _table, golden: cases, ...rest } = whole as EnsembleBundle;
    const { inference } = members[0] as Extract<EnsembleBundle["members"][number], { kind: "volume" }>;
    const kept = ["T2_fold_0.onnx", "golden/flair.nii.gz", "golden/t2.nii.gz"];
    for (const name of Object.keys(rest.files)) if (!kept.includes(name)) rmSync(join(folder, "value", name));
    const { row: _row, tensor: _tensor, ...golden } = cases[0]!;
    return {
      ...rest,
      kind: "volume",
      name: "Value",
      files: Object.fromEntries(kept.map((name) => [name, rest.files[name]])),
      input: { ...rest.input!, formulas: undefined },
      inference: { ...inference, folds: ["T2_fold_0.onnx"], answers: "values" },
      output: { kind: "value", name: "fat fraction", unit: "%" },
      golden: [
        {
          ...golden,
          score: fold,
          tolerance: 1e-5,
          tensor: { shape: [1, 128, 128, 128], samples: [{ at: [0, 0, 0, 0], value: 0 }], tolerance: 2 },
        },
      ],
    };
  });
  const told = await outcomeOf((await services.networks.install(by, value)).id, { FLAIR: flair, T2: t2 });
  if (told.kind !== "prediction") throw new Error("a prediction was expected");
  const said = services.models.describePrediction(told.predictionId);
  expect(said).toMatchObject({ kind: "value", value: { name: "fat fraction", unit: "%" } });
  expect(Math.abs((said.kind === "value" ? said.value.number : Number.NaN) - fold)).toBeLessThan(1e-6);
  expect(services.models.listPredictionsOfVolume(t2)).toHaveLength(2);
});

test("what lies outside of the training data is told before and kept: field strength, sequence, intensity", async () => {
  const { id } = await install("segmentation", (bundle) => ({
    ...bundle,
    version: "1.5 T",
    provenance: {
      ...bundle.provenance,
      fieldStrengthT: [1.5, 1.5],
      ranges: { spacingMm: null, intensity: { T1: [0, 10] }, outside: "mark" },
    },
  }));
  const known = [
    "T1 was acquired at 3 T, outside of the 1.5 T of the training data.",
    "The series given for T1 is not named like one of its sequence (T1-weighted).",
  ];
  expect(await services.networks.plan({ networkId: id, images: { T1: flair }, row: {} })).toMatchObject({ refusal: null, notes: known });
  const outcome = await outcomeOf(id, { T1: flair });
  if (outcome.kind !== "drawing") throw new Error("a drawing was expected");
  expect(services.segmentations.firstDrawing(outcome.segmentationId)).toMatchObject({
    source: "model",
    model: { modelVersion: "1.5 T", images: [{ name: "T1", volumeId: flair }] },
  });
  const { notes } = services.segmentations.firstDrawing(outcome.segmentationId)!.model!;
  expect(notes.slice(0, 2)).toEqual(known);
  expect(notes[2]).toMatch(/^The intensities of T1 reach from .* outside of the 0 to 10 of the training data\.$/);
  const provenance = await services.segmentations.provenance(outcome.segmentationId);
  expect(JSON.stringify(provenance)).not.toContain(flair);
});

test("a bundle that refuses such cases, one that needs more memory than there is, and images that do not fit are refused in words", async () => {
  const strict = await install("segmentation", (bundle) => ({
    ...bundle,
    version: "strict",
    provenance: { ...bundle.provenance, fieldStrengthT: [1.5, 1.5], ranges: { spacingMm: null, intensity: {}, outside: "refuse" } },
  }));
  const huge = await install("segmentation", (bundle) => ({ ...bundle, version: "huge" }));
  // As a bundle might say of a larger image: its golden case, which is run at the installation, would be refused for it, too.
  change(services.store, (database) =>
    database.prepare("UPDATE network SET bundle = json_set(bundle, '$.limits.patchMb', 1000000) WHERE id = ?").run(huge.id),
  );
  const { refusal } = await services.networks.plan({ networkId: strict.id, images: { T1: flair }, row: {} });
  expect(refusal).toMatch(/acquired at 3 T.*refuses such cases \(provenance\.ranges\); nothing was computed/);
  expect((await run(strict.id, { T1: flair })).error).toBe(refusal);
  const tooMuch = await services.networks.plan({ networkId: huge.id, images: { T1: flair }, row: {} });
  expect(tooMuch.refusal).toMatch(/^This run needs about 1\d{3}\.\d GB of memory, and only .* GB can be had\. Nothing was computed\./);
  expect((await run(huge.id, { T1: flair })).error).toMatch(/^This run needs about 1\d{3}\.\d GB of memory/);
  expect((await run(huge.id, { T2: t2 })).error).toMatch(/knows no image "T2"/);
});

test("a cancelled run keeps nothing", async () => {
  const [network] = services.networks.list().filter(({ bundle }) => bundle.kind === "ensemble");
  const before = services.models.listPredictionsOfVolume(t2).length;
  const jobId = services.networks.startRun(by, { networkId: network!.id, images: { FLAIR: flair, T2: t2 }, row });
  services.jobs.cancel(jobId);
  expect(await services.jobs.finished(jobId)).toMatchObject({ state: "cancelled" });
  expect(services.models.listPredictionsOfVolume(t2)).toHaveLength(before);
});
