import { expect, test } from "vitest";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import { readRecipe } from "../../../../src-main/services/recipes/readRecipe.ts";
import type { PartRequest, PartResult, Placed } from "../../../../src-main/services/recipes/runPart.ts";
import { runRecipe, type RecipeWorkers } from "../../../../src-main/services/recipes/runRecipe.ts";
import { presetText } from "../../../../src-main/services/recipes/presets.ts";

const shift: Transform = { kind: "rigid", anglesRad: [0, 0, 0], order: "zxy", translationMm: [1, 2, 3], centreMm: [0, 0, 0] };
const placed = (...roles: string[]): Record<string, Placed> =>
  Object.fromEntries(
    roles.map((role) => [role, { holds: role === "brain" ? "labels" : "image", place: { at: "file", path: `/${role}` } }]),
  );
const context = () => ({ signal: new AbortController().signal, progress: () => undefined });

/** Workers that only tell what they were asked for: a part changes every image that is no label map. */
function tellingWorkers() {
  const told: string[] = [];
  const part = (request: PartRequest): Promise<PartResult> => {
    told.push(`steps ${request.from + 1} to ${request.to} with ${request.transforms.map(({ step }) => step).join(", ") || "no transform"}`);
    const written = Object.fromEntries(
      request.recipe.outputs.map((role) => [
        role,
        {
          path: `/${request.to}-${role}`,
          contentHash: "c",
          imageHash: `${role} ${request.to}`,
          grid: {} as never,
          scalarType: "float32" as const,
        },
      ]),
    );
    const images = {
      ...request.images,
      ...Object.fromEntries(
        Object.entries(written).map(([role, { path }]) => [role, { holds: "image" as const, place: { at: "file" as const, path } }]),
      ),
    };
    const read = Object.fromEntries(
      Object.entries(request.images).map(([role, { place }]) => [role, place.at === "file" ? place.path : ""]),
    );
    const notes = request.recipe.steps
      .slice(request.from, request.to)
      .map(({ kind }, at) => ({ step: request.from + at + 1, kind, notes: [] }));
    return Promise.resolve({ images, read, written, notes });
  };
  const workers: RecipeWorkers = {
    part,
    register: (step, number, { moving, fixed }) => {
      const at = ({ place }: Placed) => (place.at === "file" ? place.path : "");
      told.push(`register ${step.moving} (${at(moving)}) to ${step.fixed} (${at(fixed)}) at step ${number}`);
      return Promise.resolve({ transform: shift, notes: [`${step.moving} moved`] });
    },
    draw: ({ bundle, images, number }) => {
      const seen = images.map(({ name, role, placed: of }) => `${name} = ${role} (${of.place.at === "file" ? of.place.path : ""})`);
      told.push(`${bundle.name} draws on ${seen.join(", ")} at step ${number}`);
      const drawn = { path: `/${number} drawn`, contentHash: "c", imageHash: "h", grid: {} as never, scalarType: "uint8" as const };
      return Promise.resolve({ drawn, notes: [`${bundle.name} drew`] });
    },
  };
  return { told, workers };
}

test("a registration is done between the steps before and after it, of the images as they are then", async () => {
  const { told, workers } = tellingWorkers();
  const recipe = readRecipe(presetText("glioma"), "glioma");
  const images = placed("T1", "T2", "T1ce", "FLAIR", "brain");
  const { transforms, notes, inputs } = await runRecipe(workers, recipe, { images, folder: "/x" }, context());
  expect(told).toEqual([
    "register T1 (/T1) to FLAIR (/FLAIR) at step 1",
    "steps 1 to 1 with 1",
    "register T2 (/1-T2) to FLAIR (/1-FLAIR) at step 2",
    "steps 2 to 2 with 1, 2",
    "register T1ce (/2-T1ce) to FLAIR (/2-FLAIR) at step 3",
    "steps 3 to 6 with 1, 2, 3",
  ]);
  expect(transforms.map(({ step, moving, fixed }) => [step, moving, fixed])).toEqual([
    [1, "T1", "FLAIR"],
    [2, "T2", "FLAIR"],
    [3, "T1ce", "FLAIR"],
  ]);
  expect(notes.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(notes[1]).toEqual({ step: 2, kind: "register", notes: ["T2 moved"] });
  // Of the images as they were given, and not of what steps made of them.
  expect(inputs).toEqual({ T1: "/T1", T2: "/T2", T1ce: "/T1ce", FLAIR: "/FLAIR", brain: "/brain" });
});

test("with the transforms that were kept, nothing is registered and all steps are one piece of work", async () => {
  const { told, workers } = tellingWorkers();
  const recipe = readRecipe(presetText("glioma"), "glioma");
  const first = await runRecipe(workers, recipe, { images: placed("T1", "T2", "T1ce", "FLAIR", "brain"), folder: "/x" }, context());
  told.length = 0;
  await runRecipe(
    workers,
    recipe,
    { images: placed("T1", "T2", "T1ce", "FLAIR", "brain"), folder: "/x", kept: first.transforms },
    context(),
  );
  expect(told).toEqual(["steps 1 to 6 with 1, 2, 3"]);
});

test("a network draws between the steps before and after it, on the images as they are then; a part gets its drawing as a mask", async () => {
  const { told, workers } = tellingWorkers();
  const asked: string[][] = [];
  const part = async (request: PartRequest) => {
    asked.push(Object.keys(request.images));
    return workers.part(request, context());
  };
  const recipe = readRecipe(presetText("tuberous-sclerosis"), "tuberous-sclerosis", { brain: "network" });
  const bundle = { folder: "/b", name: "Brain", version: "1", sha256: "f".repeat(64) };
  const images = placed("T2", "FLAIR");
  await expect(runRecipe(workers, recipe, { images, folder: "/x" }, context())).rejects.toThrow(
    "There is no bundle for brain-network (a network that draws the brain), which the recipe needs.",
  );
  told.length = 0;
  const result = await runRecipe({ ...workers, part }, recipe, { images, bundles: { "brain-network": bundle }, folder: "/x" }, context());
  expect(told).toEqual([
    "register T2 (/T2) to FLAIR (/FLAIR) at step 1",
    "steps 1 to 1 with 1",
    "Brain draws on undefined = FLAIR (/1-FLAIR) at step 2",
    "steps 2 to 5 with 1",
  ]);
  expect(asked).toEqual([
    ["T2", "FLAIR"],
    ["T2", "FLAIR", "FLAIR3", "the drawing of brain-network"],
  ]);
  expect(result.notes[1]).toEqual({ step: 2, kind: "extractBrain", notes: ["Brain drew"] });
  expect([result.inputs, result.bundles]).toEqual([{ T2: "/T2", FLAIR: "/FLAIR" }, { "brain-network": bundle }]);
});

test("a registration that fails names its step; what is no error in words goes on as it is; a missing image is named", async () => {
  const { workers } = tellingWorkers();
  const recipe = readRecipe(presetText("tuberous-sclerosis"), "tuberous-sclerosis");
  const images = placed("T2", "FLAIR", "brain");
  const failing = (problem: Error): RecipeWorkers => ({
    ...workers,
    register: async () => {
      throw problem;
    },
  });
  await expect(runRecipe(failing(new PlainError("no overlap.")), recipe, { images, folder: "/x" }, context())).rejects.toThrow(
    new PlainError("Step 1 (register): no overlap."),
  );
  const bug = new RangeError("a bug");
  await expect(runRecipe(failing(bug), recipe, { images, folder: "/x" }, context())).rejects.toBe(bug);
  await expect(runRecipe(workers, recipe, { images: placed("T2", "brain"), folder: "/x" }, context())).rejects.toThrow(
    "There is no image for FLAIR. The recipe needs T2, FLAIR, brain.",
  );
});
