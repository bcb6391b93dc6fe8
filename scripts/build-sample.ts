import { createWriteStream, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { generateSampleStudies, sampleStudiesFile } from "../src-main/services/sample/index.ts";

/**
 * Draws the sample studies once and for all, as a ZIP of DICOM files in dist/sample: drawing them takes most of a minute of computing,
 * which a reader need not wait for.
 */
const folder = mkdtempSync(join(tmpdir(), "fascicle-sample-"));
try {
  await generateSampleStudies(folder);
  const zip = new ZipFile();
  // The same day in every build, so that the same sources give the same file.
  for (const name of readdirSync(folder).sort())
    zip.addFile(join(folder, name), name, { mtime: new Date(Date.UTC(2024, 0, 15)), compressionLevel: 6 });
  zip.end();
  mkdirSync(join(sampleStudiesFile, ".."), { recursive: true });
  await pipeline(zip.outputStream, createWriteStream(`${sampleStudiesFile}.partial`));
  renameSync(`${sampleStudiesFile}.partial`, sampleStudiesFile);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
