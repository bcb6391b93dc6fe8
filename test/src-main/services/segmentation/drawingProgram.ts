/**
 * Run as a program: draws stroke after stroke on the data folder it is given, and writes each revision to its output once the service has answered it.
 * Ends only by being killed. Stroke n fills slice n mod 3 with the label 1 + n mod 5.
 */
import { writeSync } from "node:fs";
import { createSegmentations } from "../../../../src-main/services/segmentation/index.ts";
import { openStore } from "../../../../src-main/services/store/index.ts";
import { volumeOn } from "./volumeOn.ts";

const [dataFolder, id] = process.argv.slice(2) as [string, string];
const volume = volumeOn({ size: [512, 512, 3], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] });
const segmentations = createSegmentations({ store: openStore(dataFolder), volumes: { describe: () => volume } });
for (let revision = 0; ; ) {
  const labels = new Uint8Array(512 * 512).fill(1 + ((revision + 1) % 5));
  revision = segmentations.applyStroke(id, revision, { tool: "brush", slices: [{ sliceIndex: (revision + 1) % 3, labels }] }).revision;
  writeSync(1, `${revision}\n`);
}
