import {
  agreementOfColumnSchema,
  agreementOfComparisonSchema,
  agreementOfFeatureSchema,
  agreementOfProjectSchema,
  agreementOfRoleSchema,
  consensusOfProjectSchema,
  heatMapSourceSchema,
  namedStableSetSchema,
  newStableSetSchema,
  readingPairSchema,
  stableRuleOfProjectSchema,
} from "#shared/api/agreement.ts";
import { procedure, router } from "../trpc.ts";

/** Statistics of the locked readings of a project: for its coordinators, and never in a blinded session. Tables and figures as files have routes. */
export const agreementProcedures = router({
  projects: procedure.query(({ ctx }) => ctx.services.agreement.projects(ctx.by)),
  status: procedure.input(agreementOfProjectSchema).query(({ ctx, input }) => ctx.services.agreement.status(ctx.by, input.projectId)),
  /** The job's result is a ReadingsExtracted. */
  extract: procedure
    .input(agreementOfProjectSchema)
    .mutation(({ ctx, input }) => ({ jobId: ctx.services.agreement.startExtraction(ctx.by, input.projectId) })),
  featureOverview: procedure
    .input(agreementOfProjectSchema)
    .query(({ ctx, input }) => ctx.services.agreement.featureOverview(ctx.by, input.projectId)),
  roleFeatures: procedure
    .input(agreementOfRoleSchema)
    .query(({ ctx, input: { projectId, ...of } }) => ctx.services.agreement.roleFeatures(ctx.by, projectId, of)),
  feature: procedure
    .input(agreementOfFeatureSchema)
    .query(({ ctx, input: { projectId, feature, ...of } }) => ctx.services.agreement.feature(ctx.by, projectId, of, feature)),
  scores: procedure.input(agreementOfProjectSchema).query(({ ctx, input }) => ctx.services.agreement.scores(ctx.by, input.projectId)),
  score: procedure
    .input(agreementOfColumnSchema)
    .query(({ ctx, input }) => ctx.services.agreement.score(ctx.by, input.projectId, input.column)),
  heatMaps: procedure
    .input(heatMapSourceSchema)
    .query(({ ctx, input: { projectId, ...source } }) => ctx.services.agreement.heatMaps(ctx.by, projectId, source)),
  drawings: procedure
    .input(agreementOfComparisonSchema)
    .query(({ ctx, input }) => ctx.services.agreement.drawings(ctx.by, input.projectId, input.comparison)),
  /** Images and label maps of it are those of volume and segmentation. */
  pair: procedure
    .input(readingPairSchema)
    .query(({ ctx, input: { projectId, ...asked } }) => ctx.services.agreement.pair(ctx.by, projectId, asked)),
  /** By majority or STAPLE, of three readers or more. Its label maps have a route. */
  consensus: procedure
    .input(consensusOfProjectSchema)
    .query(({ ctx, input }) => ctx.services.agreement.consensus(ctx.by, input.projectId, input.method)),
  differences: procedure
    .input(agreementOfProjectSchema)
    .query(({ ctx, input }) => ctx.services.agreement.differences(ctx.by, input.projectId)),
  words: procedure.input(agreementOfProjectSchema).query(({ ctx, input }) => ctx.services.agreement.words(ctx.by, input.projectId)),
  stableSets: procedure
    .input(agreementOfProjectSchema)
    .query(({ ctx, input }) => ctx.services.agreement.stableSets(ctx.by, input.projectId)),
  countStable: procedure
    .input(stableRuleOfProjectSchema)
    .query(({ ctx, input }) => ctx.services.agreement.countStable(ctx.by, input.projectId, input.rule)),
  keepStable: procedure
    .input(newStableSetSchema)
    .mutation(({ ctx, input }) => ctx.services.agreement.keepStable(ctx.by, input.projectId, input.name, input.rule)),
  removeStable: procedure
    .input(namedStableSetSchema)
    .mutation(({ ctx, input }) => ctx.services.agreement.removeStable(ctx.by, input.projectId, input.name)),
});
