import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { InstalledModel } from "#shared/domain/modelBundle.ts";
import { createApp } from "../../../src-main/app/createApp.ts";
import { appRouter } from "../../../src-main/app/router.ts";
import { settingsHash } from "../../../src-main/services/radiomics/index.ts";
import { noSharedData, unpackArchive } from "../../sharedData.ts";
import { regression, sampleBundle, writeBundle } from "../services/models/sampleBundle.ts";
import { by, callerContext } from "../author.ts";
import { temporaryFolder } from "../../temporaryFolder.ts";

test.skipIf(noSharedData)("from DICOM files to a classified region and its exports, through the door", async () => {
  const folder = temporaryFolder();
  const app = createApp({ dataFolder: join(folder, "data"), host: { name: "cli" } });
  const { jobs, segmentations } = app.services;
  const door = appRouter.createCaller(callerContext(app.services));
  const get = async (path: string) => (await app.fetch(new Request(`http://127.0.0.1${path}`))).text();
  try {
    await jobs.finished((await door.import.start({ paths: [unpackArchive("dicom", "uih_umr770.tar.xz")] })).jobId);
    const { rows } = await door.worklist.list({ level: "study" });
    const study = await door.study.describe({ studyInstanceUid: rows[0]!.studyInstanceUid });
    const volume = study.series.flatMap(({ volumes }) => volumes)[0]!;

    const { id: segmentationId } = await door.segmentation.create({ volumeId: volume.id, name: "by a test" });
    const { revision } = await door.segmentation.addSegment({ segmentationId, segment: { name: "Disc" } });
    const labels = Uint8Array.from({ length: volume.columns * volume.rows }, (_, index) =>
      Math.hypot((index % volume.columns) - volume.columns / 2, Math.floor(index / volume.columns) - volume.rows / 2) < 12 ? 1 : 0,
    );
    segmentations.applyStroke(by, segmentationId, revision, {
      tool: "brush",
      slices: [{ sliceIndex: Math.floor(volume.slices / 2), labels }],
    });

    const settings = { binWidth: 25 };
    const extraction = await jobs.finished((await door.featureSet.extract({ segmentationId, segmentNumbers: [1], settings })).jobId);
    const featureSetId = (extraction.result as { featureSetIds: string[] }).featureSetIds[0]!;
    const features = new Map((await door.featureSet.describe({ featureSetId })).features.map(({ name, value }) => [name, value]));

    const bundle = sampleBundle({ input: { ...sampleBundle().input, settings, settingsHash: settingsHash(settings) } });
    const installation = await jobs.finished((await door.model.install({ path: writeBundle(join(folder, "bundle"), bundle) })).jobId);
    const prediction = await door.prediction.run({ modelId: (installation.result as InstalledModel).id, featureSetId });

    const standardised = bundle.input.features.map(
      (name, index) => (features.get(name)! - regression.mean[index]!) / regression.standardDeviation[index]!,
    );
    const logOdds = regression.intercept + standardised[0]! * regression.coefficients[0]! + standardised[1]! * regression.coefficients[1]!;
    expect(prediction.positiveProbability).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 12);
    expect(await door.prediction.list({ segmentationId })).toEqual([prediction]);
    expect(await door.prediction.describe({ predictionId: prediction.id })).toEqual(prediction);

    const [header, values] = (await get(`/exports/features/${featureSetId}.csv`)).split("\n").map((line) => line.split(","));
    for (const name of bundle.input.features) expect(Number(values!.at(header!.indexOf(name) - header!.length))).toBe(features.get(name));
    const report = await get(`/reports/${prediction.id}.html`);
    expect(report).toContain("Disc (segment 1), revision 2");
    for (const text of [report, await get(`/exports/predictions/${prediction.id}.json`)]) {
      expect(text).toContain("Research use only. Not for diagnosis.");
      expect(text).not.toContain(study.studyInstanceUid);
      expect(text).not.toContain(study.patientName || study.patientId || study.studyInstanceUid);
    }
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
