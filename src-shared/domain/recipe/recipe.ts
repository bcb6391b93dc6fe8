import { z } from "zod";
import { identifierSchema, longTextSchema, shortTextSchema } from "../project/identifier.ts";
import { wayProblems } from "./recipeWay.ts";
import { recipeStepSchema, roleNameSchema } from "./steps.ts";

/** An image that a recipe starts from. */
export const recipeRoleSchema = z.strictObject({
  name: roleNameSchema,
  /** What it is, for whoever chooses the series: "T1-weighted". */
  title: shortTextSchema,
  /** Grey values, or a label map: masks of a brain, of a tumour. */
  holds: z.enum(["image", "labels"]).default("image"),
});
export type RecipeRole = z.infer<typeof recipeRoleSchema>;

/** A network that a recipe has draw: any bundle that draws may be given for it, and its hash stands in the provenance. */
export const recipeBundleSchema = z.strictObject({
  name: roleNameSchema,
  /** What it must draw: "a network that draws the brain on FLAIR". */
  title: shortTextSchema,
});
export type RecipeBundle = z.infer<typeof recipeBundleSchema>;

/** What a paper leaves open and a recipe has to decide: a field of some steps, the value that is taken standing in these. */
export const recipeChoiceSchema = z.strictObject({
  name: identifierSchema,
  /** "Whose CLAHE is it?" */
  question: shortTextSchema,
  /** The steps, from 1, that the choice stands in. */
  steps: z.array(z.number().int().min(1)).min(1).max(60),
  /** Fields of these steps for each answer; the first is the one that stands in the steps. */
  options: z
    .array(z.strictObject({ name: identifierSchema, title: shortTextSchema, fields: z.record(z.string(), z.unknown()) }))
    .min(2)
    .max(12),
});
export type RecipeChoice = z.infer<typeof recipeChoiceSchema>;

/** How images are prepared: steps in their order, the images they start from by role, and which of the images there are at the end are kept. */
export const recipeSchema = z
  .strictObject({
    name: shortTextSchema,
    /** Of the recipe, counted by whoever writes it; its hash, and not this number, says what is done. */
    version: z.number().int().min(1).max(1_000_000),
    /** What it is for and where it comes from. */
    about: longTextSchema.default(""),
    roles: z.array(recipeRoleSchema).min(1).max(20),
    bundles: z.array(recipeBundleSchema).max(8).default([]),
    choices: z.array(recipeChoiceSchema).max(20).default([]),
    steps: z.array(recipeStepSchema).min(1).max(60),
    /** Roles whose images are kept. */
    outputs: z.array(roleNameSchema).min(1).max(20),
  })
  .superRefine((recipe, context) => {
    for (const { path, message } of wayProblems(recipe)) context.addIssue({ code: "custom", path: [...path], message });
  });
export type Recipe = z.infer<typeof recipeSchema>;

/** What a reader chose of what a recipe leaves open: names of options by names of choices. */
export type ChosenOptions = Readonly<Record<string, string>>;
