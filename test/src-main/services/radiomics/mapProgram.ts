/**
 * Run as a program: computes the maps of all features of a region on the data folder it is given, and writes a line to its output once the
 * first of them is a file.
 * Meant to be killed then.
 */
import { readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createJobs } from "../../../../src-main/services/jobs/index.ts";
import { createFeatureMaps, engineOn } from "../../../../src-main/services/radiomics/index.ts";
import { openStore } from "../../../../src-main/services/store/index.ts";
import { oneDrawing } from "./oneDrawing.ts";
import { smallImages, smallMasks } from "./smallRegion.ts";
import { by } from "../../author.ts";

const store = openStore(process.argv[2]!);
const drawing = oneDrawing(smallImages.int16, smallMasks.block.voxels as Uint8Array, [
  { number: 1, name: "Soleus", color: "#aa3344", side: "left" },
]);
const featureMaps = createFeatureMaps({ store, jobs: createJobs(store), ...drawing, engine: engineOn(drawing) });
featureMaps.startExtraction(by, { segmentationId: "segmentation", segmentNumber: 1, settings: { binWidth: 40 } });
const isOneThere = () =>
  readdirSync(store.mapsFolder).some((name) => readdirSync(join(store.mapsFolder, name)).some((file) => file.endsWith(".nrrd")));
while (!isOneThere()) await new Promise(setImmediate);
writeSync(1, "one\n");
// Nothing goes on until the signal comes.
process.kill(process.pid, "SIGSTOP");
