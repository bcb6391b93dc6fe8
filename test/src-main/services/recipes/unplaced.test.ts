import { expect, test } from "vitest";
import type { Grid } from "#shared/domain/geometry.ts";
import { recipeSchema } from "#shared/domain/recipe/recipe.ts";
import { imagesOf } from "../../../../src-main/services/recipes/index.ts";
import { runPart } from "../../../../src-main/services/recipes/runPart.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { volumeOn } from "../segmentation/volumeOn.ts";

const grid: Grid = { size: [3, 3, 2], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
const recipe = recipeSchema.parse({
  name: "Clipped",
  version: 1,
  roles: [
    { name: "T1", title: "T1" },
    { name: "T2", title: "T2" },
  ],
  steps: [
    { kind: "clip", roles: ["T1", "T2"], limits: { by: "values", lower: 1, upper: null } },
    { kind: "clip", roles: ["T1"], limits: { by: "values", lower: 2, upper: null } },
  ],
  outputs: ["T1", "T2"],
});

test("a volume of the data folder that has no place in the patient is told once, before the first step", async () => {
  const sources = imagesOf({
    volumes: {
      readImage: () => Promise.resolve({ grid, scalarType: "uint8", voxels: Uint8Array.from({ length: 18 }, (_, at) => at) }),
      describe: (id) => ({ ...volumeOn(grid, id), hasPatientGeometry: id === "placed" }),
    },
    segmentations: { readLabelMap: () => Promise.reject(new RangeError("nothing is drawn")) },
  });
  const { notes } = await runPart(
    sources,
    {
      recipe,
      from: 0,
      to: 2,
      images: {
        T1: { holds: "image", place: { at: "volume", volumeId: "unplaced" } },
        T2: { holds: "image", place: { at: "volume", volumeId: "placed" } },
      },
      transforms: [],
      folder: temporaryFolder(),
    },
    { signal: new AbortController().signal, cancelFlag: new SharedArrayBuffer(4), threads: 1, progress: () => undefined },
  );
  const said = notes.map((step) => step.notes.filter((note) => note.includes("does not say how it lies in the patient")));
  expect(said).toEqual([[expect.stringMatching(/^T1 does not say/)], []]);
});
