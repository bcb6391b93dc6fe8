import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeImageFile } from "../src-main/services/imagefiles/index.ts";
import { drawSampleTruth, generateBenchFiles, generateSampleStudies, sampleUnits } from "../src-main/services/sample/index.ts";

/**
 * Writes the sample studies: node scripts/make-sample.ts FOLDER [--truth] [--bench COUNT].
 * DICOM files go to FOLDER/dicom; with --truth the label maps (NRRD, names in 3D Slicer's segment fields) to FOLDER/truth; with --bench
 * only the benches' files to FOLDER/bench.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { truth: { type: "boolean" }, bench: { type: "string" } } });
const [target] = positionals;
if (!target) {
  console.error("Name a folder: node scripts/make-sample.ts FOLDER [--truth] [--bench COUNT]");
  process.exit(2);
}
const folder = (name: string) => {
  const path = join(target, name);
  mkdirSync(path, { recursive: true });
  return path;
};

if (values.bench !== undefined) {
  const count = Number(values.bench);
  if (!Number.isInteger(count) || count < 1) {
    console.error("--bench wants a whole number of files, 1 or more.");
    process.exit(2);
  }
  await generateBenchFiles(folder("bench"), count);
  console.log(`${count} files written`);
} else {
  const files = await generateSampleStudies(folder("dicom"));
  console.log(`${files} DICOM files written`);
  if (values.truth) {
    for (const unit of sampleUnits()) {
      const { labels, segments } = drawSampleTruth(unit);
      await writeImageFile(join(folder("truth"), `${unit}.nrrd`), labels, { segments });
      console.log(`${unit}.nrrd: ${segments.length} labels`);
    }
  }
}
