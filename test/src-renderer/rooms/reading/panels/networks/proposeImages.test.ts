import { expect, test } from "vitest";
import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { proposeImages } from "../../../../../../src-renderer/rooms/reading/panels/networks/proposeImages.ts";
import { volumeOf } from "../../../../volumeOf.ts";

function on(description: string, part: Partial<Volume> = {}) {
  const volume = volumeOf({ id: description, ...part });
  const words = { bodyPart: "", protocolName: "", manufacturer: "" };
  const series = { seriesInstanceUid: description, seriesNumber: 1, modality: "MR", description, ...words, instances: 5, acquisition: [] };
  return { volume, series: { ...series, volumes: [volume] } };
}
const image = (name: string, sequence: string, registeredTo: string | null): VolumeInput["images"][number] => ({
  name,
  sequence,
  required: true,
  registeredTo,
  normalise: { kind: "none" },
});
const images = [image("FLAIR", "FLAIR, the brain alone", null), image("T2", "T2-weighted", "FLAIR")];
/** Voxels of another size. */
const other = { spacingMm: [0.5, 0.5, 9] as [number, number, number] };
const derived = { source: { kind: "derived", steps: [] } } as unknown as Partial<Volume>;

test("images are found by the words of their series", () => {
  expect(proposeImages(images, [on("T2 TSE"), on("FLAIR axial")], null)).toEqual({ FLAIR: "FLAIR axial", T2: "T2 TSE" });
  expect(proposeImages(images, [on("something")], null)).toEqual({});
});

test("of an image that must lie on another's grid, one that does is taken, though it was prepared", () => {
  const volumes = [on("T2 TSE", other), on("FLAIR axial"), on("T2 TSE, aligned", derived)];
  expect(proposeImages(images, volumes, null)).toEqual({ FLAIR: "FLAIR axial", T2: "T2 TSE, aligned" });
  // Where there is none, what is there is shown, and refused with its difference.
  expect(proposeImages(images, volumes.slice(0, 2), null)).toEqual({ FLAIR: "FLAIR axial", T2: "T2 TSE" });
});
