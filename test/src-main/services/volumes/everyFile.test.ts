import { basename } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Volume, voxelsFromBytes } from "#shared/domain/volume.ts";
import { noSharedData, unpackArchive } from "../../../sharedData.ts";
import { type ImportedVolumes, importVolumes } from "./importedVolumes.ts";
import { noPydicom, openPydicom, type PydicomPixels } from "./otherReaders.ts";

const archives = [
  ["ibsi_STS_001.tar.xz"],
  ["ibsi_STS_004.tar.xz"],
  ["siemens_xa30_study_classic.tar.xz"],
  ["philips_cs_enh_and_classic.tar.xz"],
  ["canon_galan_enh_and_classic.tar.xz"],
  ["uih_umr770.tar.xz"],
  ["dicom2nifti_vendors.tar.xz"],
  ["oddities", "pydicom_test_files.tar.xz"],
  ["oddities", "pydicom_data_extra.tar.xz"],
  ["oddities", "siemens_mosaic_9_syntaxes.tar.xz"],
  ["oddities", "cornerstone_rare_jpeg.tar.xz"],
  ["oddities", "dicom2nifti_failing.tar.xz"],
];

/** A file whose pixels pydicom reads otherwise, and rightly so: what is expected instead. */
const knownDifferences: Record<string, string> = {
  "15-bit signed JPEG-LS": "pydicom 2 does not extend the sign of 15 stored bits (PS3.5 8.1.1); pydicom 3 does",
  "8-bit words, big endian":
    "pydicom 2 does not turn bytes round that are written as 16-bit words (OW); the little-endian twin holds the same picture",
  "damaged on purpose": "its JPEG 2000 header was overwritten (JPEG2000-embedded-sequence-delimiter.dcm)",
  "pydicom cannot": "pydicom has no decoder for it here",
};

let pydicom: ReturnType<typeof openPydicom>;
beforeAll(() => {
  if (!(noSharedData ?? noPydicom)) pydicom = openPydicom();
});
afterAll(() => pydicom?.close());

const table: string[] = [];
afterAll(() => console.log(["archive | volume | slices compared | outcome | largest difference", ...table].join("\n")));

describe.skipIf(noSharedData ?? noPydicom)("every voxel of every file in ../shared/data/dicom is what pydicom reads", () => {
  it.each(archives)(
    "%s %s",
    async (...parts) => {
      const imported = await importVolumes(unpackArchive("dicom", ...parts.filter((part) => part !== undefined)));
      try {
        // The importer says of every file what became of it; what it took must be readable to the last voxel.
        expect(imported.result.instances).toBeGreaterThan(0);
        for (const volume of imported.all) {
          const { outcome, difference } = await compare(imported, volume);
          table.push(
            `${basename(parts.at(-1)!, ".tar.xz")} | ${volume.columns} x ${volume.rows} x ${volume.slices} ` +
              `${volume.scalarType}${volume.samplesPerPixel === 3 ? " RGB" : ""} ${volume.label} | ${volume.slices} | ${outcome} | ${difference}`,
          );
          expect
            .soft(
              outcome === "same" || outcome in knownDifferences,
              `${volume.columns} x ${volume.rows} ${volume.label}: ${outcome}, ${difference}`,
            )
            .toBe(true);
        }
      } finally {
        await imported.close();
      }
    },
    300_000,
  );
});

async function compare(imported: ImportedVolumes, volume: Volume): Promise<{ outcome: string; difference: number }> {
  const sources = imported.sourcesOf(volume.id);
  const paths = [...new Set(sources.map(({ path }) => path))];
  const read = new Map<string, PydicomPixels>();
  for await (const pixels of pydicom.read(paths)) read.set(pixels.path, pixels);
  const unread = [...read.values()].find(({ error }) => error !== null);
  const size = volume.columns * volume.rows * volume.samplesPerPixel;
  let difference = 0;
  let outcome = "same";
  // Grey volumes are read whole, as the engine reads them; colours slice by slice.
  const whole = volume.samplesPerPixel === 1 ? await imported.volumes.readImage(volume.id).catch((error: Error) => error) : undefined;
  if (whole instanceof Error)
    return { outcome: /compressed picture is \d{7,}/.test(whole.message) ? "damaged on purpose" : whole.message, difference: Number.NaN };
  for (const [slice, { path, frameNumber, tile }] of sources.entries()) {
    const pixels = read.get(path)!;
    if (pixels.error) continue;
    const frame = whole ? whole.voxels.subarray(slice * size, (slice + 1) * size) : await frameOf(imported, volume, slice);
    const perFrame = pixels.values.length / pixels.shape[0]!;
    let largest = 0;
    for (let index = 0; index < size; index += 1) {
      const at = tile ? (tile.top + Math.floor(index / volume.columns)) * pixels.shape[2]! + tile.left + (index % volume.columns) : index;
      largest = Math.max(largest, Math.abs(frame[index]! - pixels.values[(frameNumber - 1) * perFrame + at]!));
    }
    difference = Math.max(difference, largest);
    if (largest > 0) outcome = reasonOf(frame, pixels, largest);
  }
  return unread && outcome === "same" ? { outcome: "pydicom cannot", difference } : { outcome, difference };
}

async function frameOf(imported: ImportedVolumes, volume: Volume, slice: number) {
  const { bytes, scalarType } = await imported.volumes.readFrame(volume.id, slice);
  return voxelsFromBytes(scalarType, bytes);
}

function reasonOf(frame: ArrayLike<number>, pixels: PydicomPixels, largest: number): string {
  const values = Array.from(pixels.values);
  // 15 stored bits: pydicom's values wrapped at 2^14 are ours.
  if (largest === 2 ** 15 && values.every((value, index) => ((value + 2 ** 14) % 2 ** 15) - 2 ** 14 === frame[index]))
    return "15-bit signed JPEG-LS";
  const swapped = values.map((_, index) => values[index % 2 === 0 ? index + 1 : index - 1]);
  if (values.slice(0, -1).every((_, index) => swapped[index] === frame[index])) return "8-bit words, big endian";
  return "differs";
}
