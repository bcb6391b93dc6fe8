/**
 * Run as a program: draws stroke after stroke on the data folder it is given, and writes the number of each to its output once the service has answered it.
 * Ends only by being killed. Stroke n fills slice n mod 3 with the label 1 + n mod 5.
 */
import { writeSync } from "node:fs";
import { createSegmentations } from "../../../../src-main/services/segmentation/index.ts";
import { openStore } from "../../../../src-main/services/store/index.ts";
import { volumeOn } from "./volumeOn.ts";
import { by } from "../../author.ts";

const [dataFolder, id] = process.argv.slice(2) as [string, string];
const volume = volumeOn({ size: [512, 512, 3], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] });
const segmentations = createSegmentations({
  store: openStore(dataFolder),
  volumes: { describe: () => volume, describeStudy: () => ({ series: [] }) },
});
// Its segments are revision 1.
for (let stroke = 1; ; stroke++) {
  const labels = new Uint8Array(512 * 512).fill(1 + (stroke % 5));
  segmentations.applyStroke(by, id, stroke, { tool: "brush", slices: [{ sliceIndex: stroke % 3, labels }] });
  writeSync(1, `${stroke}\n`);
}
