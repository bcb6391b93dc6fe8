import { z } from "zod";
import { recipeSchema } from "../domain/recipe/recipe.ts";
import { transformSchema, type RigidTransform } from "../domain/transform/transform.ts";

/** Characters of a recipe's file; those that come with the program have some thousands. */
export const longestRecipeFile = 100_000;

const id = z.string().min(1).max(80);
const reason = z.string().max(2000);

/** Where a recipe comes from, and what was chosen of what it leaves open: names of options by names of choices. */
const chosen = z.record(z.string().max(60), z.string().max(60)).default({});
export const recipeSourceSchema = z.discriminatedUnion("from", [
  /** One that comes with the program, by its name: "glioma". */
  z.strictObject({ from: z.literal("preset"), preset: z.string().max(80), chosen }),
  /** One that is kept in the data folder. */
  z.strictObject({ from: z.literal("own"), recipeId: id, chosen }),
  z.strictObject({ from: z.literal("text"), fileName: z.string().min(1).max(255), text: z.string().max(longestRecipeFile), chosen }),
]);
export type RecipeSource = z.input<typeof recipeSourceSchema>;
/** The same as the door has read it. */
export type ReadRecipeSource = z.output<typeof recipeSourceSchema>;

/** recipe.list: the recipes there are. */
export const listedRecipeSchema = z.object({
  /** Exactly one of the two is there. */
  preset: z.string().nullable(),
  recipeId: z.string().nullable(),
  name: z.string(),
  version: z.number().int(),
  about: z.string(),
  hash: z.string(),
  /** Null of those that come with the program. */
  savedAt: z.iso.datetime().nullable(),
  /** Why a kept one cannot be used (a later version of the program wrote it); null where it can. */
  fault: z.string().nullable(),
});
export type ListedRecipe = z.infer<typeof listedRecipeSchema>;

/** recipe.check: what a recipe does, in words and in full. */
export const recipeDescriptionSchema = z.object({
  recipe: recipeSchema,
  hash: z.string(),
  /** As recipeInWords has them. */
  words: z.object({ roles: z.array(z.string()), steps: z.array(z.string()), outputs: z.string(), choices: z.array(z.string()) }),
});
export type RecipeDescription = z.infer<typeof recipeDescriptionSchema>;

export const recipeCheckSchema = z.strictObject({ source: recipeSourceSchema });
/** recipe.save keeps a recipe's file under the name that stands in it; one that had the name before gives way. */
export const recipeSaveSchema = z.strictObject({ fileName: z.string().min(1).max(255), text: z.string().min(1).max(longestRecipeFile) });
export const recipeByIdSchema = z.strictObject({ recipeId: id });

/** What is given for a bundle of a recipe: a folder of this machine. */
const bundleInputSchema = z.strictObject({ bundleFolder: z.string().min(1).max(4096) });

/** What has a role of a recipe in one case: a volume, or, where the role holds labels, what was drawn; or what is given for a bundle of the recipe. */
export const roleInputSchema = z.union([
  z.strictObject({ volumeId: z.string().min(1).max(200) }),
  z.strictObject({ segmentationId: z.string().min(1).max(200) }),
  bundleInputSchema,
]);
export type RoleInput = z.infer<typeof roleInputSchema>;

const rigidTransformSchema = transformSchema.refine(
  (transform): transform is RigidTransform => transform.kind === "rigid",
  "must be a rigid transform",
);

/** recipe.runOnStudy: answers { jobId }; the job's result is { outcomeId }. */
export const recipeRunOnStudySchema = z.strictObject({
  source: recipeSourceSchema,
  /** By role and bundle of the recipe, all of them. */
  inputs: z.record(z.string().max(60), roleInputSchema),
  /** Where registrations begin, by the number of their step, from 1: for images that are far from each other. */
  starts: z.record(z.string().regex(/^[1-9]\d?$/, "must be the number of a step"), rigidTransformSchema).default({}),
});

/** Where a role, or a bundle, of a recipe comes from in every case of a project. */
export const projectInputSchema = z.union([
  /** The volume of a role of the protocol; where it was prepared already, the one that it was prepared from. */
  z.strictObject({ region: id, role: id }),
  /** The one label map of the case's studies whose description holds this text. */
  z.strictObject({ labelMap: z.string().trim().min(1).max(200) }),
  /** Of a bundle of the recipe: the same for all cases. */
  bundleInputSchema,
]);
export type ProjectInput = z.infer<typeof projectInputSchema>;

/** recipe.runOnProject: answers { runId, jobId }; the job's result is a RecipeRun. */
export const recipeRunOnProjectSchema = z.strictObject({
  projectId: id,
  source: recipeSourceSchema,
  inputs: z.record(z.string().max(60), projectInputSchema),
});
export const recipeRunsSchema = z.strictObject({ projectId: id });
/** recipe.resume: goes on with what was interrupted, and tries again what failed; answers { jobId }. */
export const recipeResumeSchema = z.strictObject({ projectId: id, runId: id });

/** A recipe over the cases of a project. */
export const recipeRunSchema = z.object({
  runId: z.string(),
  recipeName: z.string(),
  recipeHash: z.string(),
  startedAt: z.iso.datetime(),
  /** The job that works on it, of this program; null where none does: it is finished, or was interrupted and can be resumed. */
  jobId: z.string().nullable(),
  cases: z.array(
    z.object({
      code: z.string(),
      state: z.enum(["waiting", "done", "failed"]),
      /** Why it failed. */
      words: z.string().nullable(),
      outcomeId: z.string().nullable(),
    }),
  ),
});
export type RecipeRun = z.infer<typeof recipeRunSchema>;

/** recipe.outcomes: of a study, of a run, or the one that a volume is of. */
export const recipeOutcomesSchema = z.union([
  z.strictObject({ studyInstanceUid: z.string().min(1).max(200) }),
  z.strictObject({ projectId: id, runId: id }),
  z.strictObject({ volumeId: z.string().min(1).max(200) }),
]);
export type OutcomeFilter = z.infer<typeof recipeOutcomesSchema>;

/** What a recipe made of the images of one case. */
export const recipeOutcomeSchema = z.object({
  outcomeId: z.string(),
  recipeName: z.string(),
  recipeVersion: z.number().int(),
  recipeHash: z.string(),
  recipe: recipeSchema,
  studyInstanceUid: z.string(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  state: z.enum(["new", "accepted", "refused"]),
  decidedAt: z.iso.datetime().nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  inputs: z.array(z.object({ role: z.string(), volumeId: z.string().nullable(), segmentationId: z.string().nullable() })),
  outputs: z.array(
    z.object({
      role: z.string(),
      /** The image that came out; null once it was refused. */
      volumeId: z.string().nullable(),
      /** The image that it was made of, to be compared with; null of one that a formula made. */
      beforeVolumeId: z.string().nullable(),
      /** The image that it was aligned to, for a blend or a checkerboard; null where it was aligned to none. */
      fixedVolumeId: z.string().nullable(),
      /** A transform was kept: recipe.transform. */
      hasTransform: z.boolean(),
    }),
  ),
  /** By step, from 1: what it said, and what is to be looked at. */
  notes: z.array(z.object({ step: z.number().int(), kind: z.string(), notes: z.array(z.string()) })),
});
export type RecipeOutcome = z.infer<typeof recipeOutcomeSchema>;

/** recipe.decide: accepts or refuses an outcome; a refusal needs a reason. Of an outcome for a project, its log tells it. */
export const recipeDecideSchema = z.strictObject({ outcomeId: id, decision: z.enum(["accepted", "refused"]), reason });
export const recipeTransformSchema = z.strictObject({ outcomeId: id, role: z.string().min(1).max(60) });
/** recipe.provenance: the document of an outcome as JSON text, without names, UIDs and file names. */
export const recipeOutcomeByIdSchema = z.strictObject({ outcomeId: id });

/**
 * recipe.fillRoles: gives roles of the protocol the accepted outcomes of a run. Of a running study it is an amendment that names the readings it touches and
 * needs a reason. With `isDryRun` nothing is changed, and what would be is answered.
 */
export const recipeFillSchema = z.strictObject({
  projectId: id,
  runId: id,
  /** Roles of the protocol by outputs of the recipe. */
  roles: z.record(z.string().max(60), z.strictObject({ region: id, role: id })),
  reason,
  isDryRun: z.boolean(),
});
