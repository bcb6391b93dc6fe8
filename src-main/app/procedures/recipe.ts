import {
  recipeByIdSchema,
  recipeCheckSchema,
  recipeDecideSchema,
  recipeFillSchema,
  recipeOutcomeByIdSchema,
  recipeOutcomesSchema,
  recipeResumeSchema,
  recipeRunOnProjectSchema,
  recipeRunOnStudySchema,
  recipeRunsSchema,
  recipeSaveSchema,
  recipeTransformSchema,
} from "#shared/api/recipe.ts";
import { procedure, router } from "../trpc.ts";

/** Recipes that prepare images, and what they made. Their images are those of volume: shown, compared and measured like any other. */
export const recipeProcedures = router({
  /** Those that come with the program first. */
  list: procedure.query(({ ctx }) => ctx.services.recipes.list()),
  /** What a recipe does, in words and in full. A mutation though it changes nothing: a file is too long for an address. */
  check: procedure.input(recipeCheckSchema).mutation(({ ctx, input }) => ctx.services.recipes.describe(input.source)),
  /** The file of a recipe with its comments, to be saved or changed. */
  text: procedure.input(recipeCheckSchema).mutation(({ ctx, input }) => ctx.services.recipes.text(input.source)),
  save: procedure.input(recipeSaveSchema).mutation(({ ctx, input }) => ctx.services.recipes.save(ctx.by, input)),
  remove: procedure.input(recipeByIdSchema).mutation(({ ctx, input }) => ctx.services.recipes.remove(ctx.by, input.recipeId)),

  /** Answers at once; the job's result is { outcomeId }. */
  runOnStudy: procedure
    .input(recipeRunOnStudySchema)
    .mutation(({ ctx, input }) => ({ jobId: ctx.services.recipes.startOnStudy(ctx.by, input) })),
  /** Answers at once; the job's result is a RecipeRun. */
  runOnProject: procedure.input(recipeRunOnProjectSchema).mutation(({ ctx, input }) => ctx.services.recipes.startOnProject(ctx.by, input)),
  runs: procedure.input(recipeRunsSchema).query(({ ctx, input }) => ctx.services.recipes.runs(ctx.by, input.projectId)),
  resume: procedure
    .input(recipeResumeSchema)
    .mutation(({ ctx, input }) => ({ jobId: ctx.services.recipes.resume(ctx.by, input.projectId, input.runId) })),

  /** The newest first; each names the volumes before and after, and the one that it was aligned to. */
  outcomes: procedure.input(recipeOutcomesSchema).query(({ ctx, input }) => ctx.services.recipes.outcomes(ctx.by, input)),
  outcome: procedure.input(recipeOutcomeByIdSchema).query(({ ctx, input }) => ctx.services.recipes.outcome(input.outcomeId)),
  decide: procedure
    .input(recipeDecideSchema)
    .mutation(({ ctx, input }) => ctx.services.recipes.decide(ctx.by, input.outcomeId, input.decision, input.reason)),
  /** As a file that ITK and 3D Slicer read, and as the program keeps it. */
  transform: procedure.input(recipeTransformSchema).query(({ ctx, input }) => ctx.services.recipes.transform(input.outcomeId, input.role)),
  /** The text of provenance.json. */
  provenance: procedure
    .input(recipeOutcomeByIdSchema)
    .query(({ ctx, input }) => JSON.stringify(ctx.services.recipes.provenance(input.outcomeId), null, 2)),
  /** Gives roles of the protocol the accepted outcomes of a run. */
  fillRoles: procedure.input(recipeFillSchema).mutation(({ ctx, input }) => ctx.services.recipes.fill(ctx.by, input)),
});
