import { expect, test } from "vitest";
import type { Mask } from "#shared/domain/project/mask.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { uprightOf } from "../../../../src-renderer/viewer/upright.ts";
import { blindedVolume, blindedVolumes } from "../../../../src-main/app/blinded/blindedVolumes.ts";
import type { ReadingImage } from "../../../../src-main/services/projects/index.ts";
import { packetImageOf } from "../../../../src-main/services/projects/packets/packetImage.ts";
import type { Volumes } from "../../../../src-main/services/volumes/index.ts";
import { by } from "../../author.ts";

/** Two rows of two voxels; text of 4000 is burned into the first. */
const bytes = new Uint8Array(Uint16Array.from([4000, 10, 20, 30]).buffer);
const volumes = {
  describe: () => ({ id: "v", columns: 2, rows: 2, slices: 1 }) as Volume,
  readFrame: () => Promise.resolve({ bytes, scalarType: "uint16", samplesPerPixel: 1 } as const),
  statistics: () => Promise.resolve({ maximum: 4000 }),
} as unknown as Volumes;
const statisticsWith = (mask: Mask | null) =>
  blindedVolumes(volumes, { image: () => ({ volumeId: "v", mask }) as ReadingImage } as never, by).statistics("image");

test("grey values of a masked image are those of what is shown", async () => {
  expect(await statisticsWith(null)).toMatchObject({ maximum: 4000 });
  expect(await statisticsWith({ column: 0, row: 0, columns: 1, rows: 1 })).toMatchObject({ minimum: 10, maximum: 30 });
});

/** Columns to the patient's right and rows to the front, as NIfTI's RAS has them: half a turn from upright. */
const ras = {
  id: "v",
  columns: 2,
  rows: 2,
  slices: 1,
  hasPatientGeometry: true,
  warnings: [],
  frameOfReferenceUid: null,
  direction: [-1, 0, 0, 0, -1, 0, 0, 0, 1],
  source: { kind: "file", format: "nifti", fileName: "anna.nii", contentHash: "ab", frame: 0, frames: 1, isLabelMap: false },
} as unknown as Volume;
const halfTurn = { rotation: 0, flipHorizontal: true, flipVertical: true };
const asIs = { rotation: 0, flipHorizontal: false, flipVertical: false };
const inReading = (volume: Volume) =>
  blindedVolume(volume, { imageId: "i", readingId: "r", region: {}, role: { window: null } } as unknown as ReadingImage, 0);

test("an image file stands upright in a reading as on the study, and does not say that it is one", () => {
  expect(uprightOf(ras)).toEqual(halfTurn);
  expect(uprightOf(inReading(ras))).toEqual(halfTurn);
  expect(inReading(ras)).not.toHaveProperty("source");
});

test("images of DICOM are shown as they were acquired, in a reading and by way of a packet, which is of files", () => {
  const { source, ...acquired } = ras;
  expect(uprightOf(inReading(acquired))).toEqual(asIs);
  const given = (volume: Volume): Volume => ({ ...ras, turnsUpright: packetImageOf(volume, 0).turnsUpright ?? false, source });
  expect(uprightOf(inReading(given(acquired)))).toEqual(asIs);
  expect(uprightOf(inReading(given(ras)))).toEqual(halfTurn);
});
