import { afterEach, beforeEach, expect, test } from "vitest";
import {
  createKeptWays,
  createOutcomeTables,
  createRecipes,
  createRecompute,
  imagesOf,
  type Recipes,
} from "../../../../src-main/services/recipes/index.ts";
import { createSegmentations, type Segmentations } from "../../../../src-main/services/segmentation/index.ts";
import { createVolumes, type Volumes } from "../../../../src-main/services/volumes/index.ts";
import { by } from "../../author.ts";
import { openLimbs, type Limbs } from "../projects/limbStudies.ts";
import { fakeWorkers, moveAndAdd } from "./fakeParts.ts";

let limbs: Limbs;
let volumes: Volumes;
let recipes: Recipes;
let segmentations: Segmentations;
beforeEach(async () => {
  limbs = await openLimbs([{ uid: "2.25.101", patientId: "P", patientName: "Quastenflosser", series: ["T1", "water", "T2"] }]);
  const { store, jobs, projects } = limbs;
  volumes = createVolumes({ store, recompute: (volumeId) => recompute(volumeId) });
  const tables = createOutcomeTables(store);
  segmentations = createSegmentations({ store, volumes, keptWay: createKeptWays(tables, volumes.describe) });
  // Voxels are 0.8 mm wide: what lies in T1 at a place lies in the other image two columns on.
  const workers = {
    ...fakeWorkers(imagesOf({ volumes, segmentations })),
    register: () =>
      Promise.resolve({
        transform: {
          kind: "rigid" as const,
          anglesRad: [0, 0, 0] as [number, number, number],
          order: "zxy" as const,
          translationMm: [1.6, 0, 0] as [number, number, number],
          centreMm: [0, 0, 0] as [number, number, number],
        },
        notes: [],
      }),
  };
  const recompute = createRecompute(store, tables, workers);
  recipes = createRecipes({ store, jobs, volumes, segmentations, projects, workers: () => workers, recompute });
});
afterEach(async () => {
  await volumes.close();
  await limbs.close();
});

const [t1, water, t2] = [1, 2, 3].map((series) => () => limbs.volumeOf("2.25.101", series)) as [() => string, () => string, () => string];

/** Registers a series to T1; answers the outcome and the volume that came out. */
async function register(moving: string, text = moveAndAdd): Promise<[outcomeId: string, volumeId: string]> {
  const source = { from: "text", fileName: "r.yaml", text, chosen: {} } as const;
  const inputs = { T1: { volumeId: t1() }, water: { volumeId: moving } };
  const job = await limbs.jobs.finished(recipes.startOnStudy(by, { source, inputs }));
  const { outcomeId } = job.result as { outcomeId: string };
  return [outcomeId, recipes.outcome(outcomeId).outputs[0]!.volumeId!];
}

/** One voxel of the second slice, in row 4. */
function draw(volumeId: string, column: number): string {
  const { id } = segmentations.create(by, { volumeId, name: "muscle" });
  const { revision } = segmentations.addSegment(by, id, { name: "VLA" });
  const labels = new Uint8Array(64);
  labels[4 * 8 + column] = 1;
  segmentations.applyStroke(by, id, revision, { tool: "brush", slices: [{ sliceIndex: 1, labels }] });
  return id;
}
const drawnIn = async (id: string) =>
  [...(await segmentations.readLabelMap(id)).labels].flatMap((label, at) => (label ? [[at % 8, Math.floor(at / 8) % 8, at >> 6]] : []));

test("what was drawn goes through a registration that was accepted, and back the other way; before, it lies as both were measured", async () => {
  const drawing = draw(t1(), 3);
  const [outcomeId, aligned] = await register(water());
  expect(segmentations.drawnElsewhere(water())).toMatchObject([{ segmentation: { id: drawing }, way: null }]);
  expect(await drawnIn((await segmentations.copyTo(by, drawing, water())).id)).toEqual([[3, 4, 1]]);

  await recipes.decide(by, outcomeId, "accepted", "");
  const { recipeHash } = recipes.outcome(outcomeId);
  const passed = { outcomeId, recipeName: "Moved", recipeHash, step: 1, moving: "water", fixed: "T1" };
  const offer = segmentations.drawnElsewhere(water()).find(({ segmentation }) => segmentation.id === drawing)!;
  expect(offer.way!.through).toEqual([{ ...passed, isToFixed: false }]);
  const copy = await segmentations.copyTo(by, drawing, water());
  expect(await drawnIn(copy.id)).toEqual([[5, 4, 1]]);
  const { carried } = segmentations.copyOrigin(copy.id)!;
  expect(carried).toEqual({ transformSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown, through: offer.way!.through });
  expect(await segmentations.provenance(copy.id)).toMatchObject({ copy: { isResampled: true, carried } });
  expect(await segmentations.provenance(drawing)).toMatchObject({ copy: null });

  // Back to T1, and to the image that was aligned to it, which lies where T1 lies.
  const back = await segmentations.copyTo(by, copy.id, t1());
  expect(await drawnIn(back.id)).toEqual([[3, 4, 1]]);
  expect(segmentations.copyOrigin(back.id)!.carried!.through).toEqual([{ ...passed, isToFixed: true }]);
  expect(await drawnIn((await segmentations.copyTo(by, copy.id, aligned)).id)).toEqual([[3, 4, 1]]);
  // T1 and what was aligned to it are one space.
  const plain = await segmentations.copyTo(by, drawing, aligned);
  expect([await drawnIn(plain.id), segmentations.copyOrigin(plain.id)!.carried]).toEqual([[[3, 4, 1]], null]);
});

test("two series that were aligned to a third lead to each other over both registrations", async () => {
  for (const moving of [water(), t2()]) await recipes.decide(by, (await register(moving))[0], "accepted", "");
  const copy = await segmentations.copyTo(by, draw(water(), 3), t2());
  // Two columns back, and two on.
  expect(await drawnIn(copy.id)).toEqual([[3, 4, 1]]);
  expect(segmentations.copyOrigin(copy.id)!.carried!.through.map(({ isToFixed }) => isToFixed)).toEqual([true, false]);
});

test("a registration that was refused carries nothing, and what leaves the image is named", async () => {
  const [first] = await register(water());
  await recipes.decide(by, first, "refused", "upside down");
  const drawing = draw(t1(), 6);
  expect(await drawnIn((await segmentations.copyTo(by, drawing, water())).id)).toEqual([[6, 4, 1]]);
  await recipes.decide(by, (await register(water()))[0], "accepted", "");
  await expect(segmentations.copyTo(by, drawing, water())).rejects.toThrow(
    "Nothing of this segmentation lies within this series; nothing was copied. “VLA” lies wholly outside this series and was not copied.",
  );
});

test("a second registration begins where the first one of its recipe ended", async () => {
  // water goes to T1, and T2 then to water as it lies by then: its transform leads from the place of T1.
  const text = `name: chain
version: 1
roles: [{ name: T1, title: T1 }, { name: water, title: water }, { name: T2, title: T2 }]
steps:
  - { kind: register, moving: water, fixed: T1, transform: rigid }
  - { kind: register, moving: T2, fixed: water, transform: rigid }
outputs: [T2]
`;
  const source = { from: "text", fileName: "r.yaml", text, chosen: {} } as const;
  const inputs = { T1: { volumeId: t1() }, water: { volumeId: water() }, T2: { volumeId: t2() } };
  const job = await limbs.jobs.finished(recipes.startOnStudy(by, { source, inputs }));
  await recipes.decide(by, (job.result as { outcomeId: string }).outcomeId, "accepted", "");
  const onT2 = async (from: string) => drawnIn((await segmentations.copyTo(by, draw(from, 3), t2())).id);
  expect([await onT2(t1()), await onT2(water())]).toEqual([[[5, 4, 1]], [[3, 4, 1]]]);
});
