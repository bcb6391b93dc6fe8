import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { noSharedData } from "../test/sharedData.ts";
import {
  writeEnsembleBundle,
  writeMeshnetBundle,
  writePatchBundle,
  writeRegionBundle,
} from "../test/src-main/services/models/volumes/writeTestBundles.ts";

/**
 * `node scripts/make-test-bundles.ts FOLDER`: writes the bundles of format 2 that tests make of ../shared/data/onnx, to be tried by hand. They are for
 * tests only: FOLDER is outside of the project.
 */
const [folder] = process.argv.slice(2);
if (folder === undefined || noSharedData !== undefined) {
  console.error(noSharedData ?? "Give a folder.");
  process.exit(2);
}
const makers = {
  patches: writePatchBundle,
  regions: writeRegionBundle,
  meshnet: writeMeshnetBundle,
  ensemble: writeEnsembleBundle,
};
for (const [name, make] of Object.entries(makers)) {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  await make(place);
  console.log(place);
}
