import { expect, test } from "vitest";
import { outputSources } from "#shared/domain/recipe/outputSources.ts";
import { recipeSchema } from "#shared/domain/recipe/recipe.ts";

const roles = ["T1", "T2", "FLAIR"].map((name) => ({ name, title: name }));
const brain = { name: "brain", title: "brain", holds: "labels" };
const of = (steps: object[], outputs: string[]) =>
  Object.fromEntries(outputSources(recipeSchema.parse({ name: "x", version: 1, roles: [...roles, brain], steps, outputs })));

test("an image that is aligned to another lies in its space and depends on both; one that is not depends on itself alone", () => {
  const steps = [
    { kind: "register", moving: "T1", fixed: "FLAIR", transform: "rigid" },
    { kind: "zscore", roles: ["T1", "T2"] },
  ];
  expect(of(steps, ["T1", "T2"])).toEqual({ T1: { space: "FLAIR", roles: ["FLAIR", "T1"] }, T2: { space: "T2", roles: ["T2"] } });
});

test("a mask is among what an image was made of, and of one box that is cut out of all each depends on all", () => {
  const masked = { kind: "extractBrain", roles: ["T1"], mask: { from: "role", role: "brain" } };
  expect(of([masked], ["T1"])).toEqual({ T1: { space: "T1", roles: ["T1", "brain"] } });
  const crop = { kind: "crop", roles: ["T1", "T2"], mask: { from: "nonzero" } };
  expect(of([crop], ["T1"])).toEqual({ T1: { space: "T1", roles: ["T1", "T2"] } });
});

test("what a network draws lies where the images lie that it sees, and what it masks depends on them", () => {
  const drawn = { kind: "segment", role: "tumour", bundle: "network", images: { t1: "T1", flair: "FLAIR" } };
  const masked = { kind: "mask", roles: ["T2"], mask: { from: "role", role: "tumour" } };
  const recipe = recipeSchema.parse({
    name: "x",
    version: 1,
    roles,
    bundles: [{ name: "network", title: "draws" }],
    steps: [drawn, masked],
    outputs: ["tumour", "T2"],
  });
  expect(Object.fromEntries(outputSources(recipe))).toEqual({
    tumour: { space: "T1", roles: ["T1", "FLAIR"] },
    T2: { space: "T2", roles: ["T2", "T1", "FLAIR"] },
  });
});
