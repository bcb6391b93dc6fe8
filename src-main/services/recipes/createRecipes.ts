import type { OutcomeFilter, ProjectInput, RecipeOutcome, RecipeRun, ReadRecipeSource, RoleInput } from "#shared/api/recipe.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import type { JobContext, Jobs } from "../jobs/index.ts";
import { createCaseImages, type Projects } from "../projects/index.ts";
import type { Author, Store } from "../store/index.ts";
import type { Recompute, Volumes } from "../volumes/index.ts";
import { atMost } from "./atMost.ts";
import { caseInputs, pinnedInputs } from "./caseInputs.ts";
import { acceptOutcome, refuseOutcome } from "./decideOutcome.ts";
import { fillRoles, type Filled, type FilledRoles } from "./fillRoles.ts";
import { createOutcomeTables } from "./outcomeTables.ts";
import { bundlesOf, createPreparer } from "./prepareImages.ts";
import { provenanceOf } from "./provenance.ts";
import { recipeHash } from "./recipeHash.ts";
import type { Starts } from "./registerStep.ts";
import { runOnCases } from "./runOnProject.ts";
import type { RecipeWorkers } from "./runRecipe.ts";
import { createRunTables, type RunRow } from "./runTables.ts";
import { createSavedRecipes, type SavedRecipes } from "./savedRecipes.ts";

/** So many cases are prepared at once, of all jobs together. */
export const casesAtOnce = 2;

/** Recipes and what they make of the images of the data folder. */
export interface Recipes extends SavedRecipes {
  /**
   * Starts a job that runs a recipe on images, and answers its id; the result is { outcomeId }. `starts`: where registrations begin. Throws PlainError where an
   * image is missing or unfit.
   */
  startOnStudy(
    by: Author,
    request: { readonly source: ReadRecipeSource; readonly inputs: Readonly<Record<string, RoleInput>>; readonly starts?: Starts },
  ): string;
  /**
   * Starts a job that runs a recipe on every case of a project that is not excluded. Throws PlainError where the author is no coordinator, or an input is not
   * said.
   */
  startOnProject(
    by: Author,
    request: { readonly projectId: string; readonly source: ReadRecipeSource; readonly inputs: Readonly<Record<string, ProjectInput>> },
  ): { readonly runId: string; readonly jobId: string };
  /** Goes on with a run: with what was interrupted and what failed. Throws PlainError where it is under way. */
  resume(by: Author, projectId: string, runId: string): string;
  /** The runs of a project, the newest first. Throws PlainError where the author is no coordinator of it. */
  runs(by: Author, projectId: string): RecipeRun[];
  outcomes(by: Author, filter: OutcomeFilter): RecipeOutcome[];
  /** Throws PlainError where there is none. */
  outcome(outcomeId: string): RecipeOutcome;
  /** See acceptOutcome, refuseOutcome; the logs of projects that it was made for tell it. */
  decide(by: Author, outcomeId: string, decision: "accepted" | "refused", reason: string): Promise<RecipeOutcome>;
  /** The transform that moved an output, from its fixed image to the moving one. Throws PlainError where there is none. */
  transform(outcomeId: string, role: string): Transform;
  /** How an outcome came to be, as a document without names. */
  provenance(outcomeId: string): object;
  /** See fillRoles. */
  fill(
    by: Author,
    request: {
      readonly projectId: string;
      readonly runId: string;
      readonly roles: FilledRoles;
      readonly reason: string;
      readonly isDryRun: boolean;
    },
  ): Filled;
}

interface Parts {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly volumes: Pick<Volumes, "describe" | "forget">;
  readonly segmentations: { describe(segmentationId: string): { readonly revision: number; readonly volumeId: string } };
  readonly projects: Pick<Projects, "cases" | "studies" | "status" | "chooseRole" | "replaceSeries" | "tellRecipe">;
  readonly workers: (starts: Starts) => RecipeWorkers;
  readonly recompute: Recompute;
}

export function createRecipes({ store, jobs, volumes, segmentations, projects, workers, recompute }: Parts): Recipes {
  const saved = createSavedRecipes(store);
  const outcomes = createOutcomeTables(store);
  const runs = createRunTables(store);
  const images = createCaseImages(store);
  const preparer = createPreparer({ store, volumes, tables: outcomes, workers, segmentations, filesHash: images.framesHash });
  const limited = atMost(casesAtOnce);
  /** The jobs of this program by their runs. */
  const working = new Map<string, string>();

  const labelMaps = (study: string) =>
    images.of([study]).filter(({ volumeId }) => {
      const source = images.volume(volumeId)?.source;
      return source?.kind === "file" && source.isLabelMap;
    });
  const inputsOf = (by: Author, run: Pick<RunRow, "projectId" | "recipe" | "inputs">, code: string) => {
    const one = projects.cases(by, run.projectId).find((each) => each.code === code);
    if (!one) throw new PlainError("The project does not have this case any more.");
    const studies = projects.studies(by, run.projectId).flatMap((each) => (each.code === code ? [each.studyInstanceUid] : []));
    const sources = { labelMaps, outcomeOf: outcomes.findByVolume };
    return preparer.resolve(run.recipe, caseInputs(sources, run.recipe, run.inputs, one, studies));
  };

  const findRun = (projectId: string, runId: string): RunRow => {
    const run = runs.find(projectId, runId);
    if (!run) throw new PlainError("The project has no such run of a recipe.");
    return run;
  };
  const jobOf = (runId: string): string | null => {
    const jobId = working.get(runId);
    return jobId !== undefined && ["queued", "running"].includes(jobs.get(jobId).state) ? jobId : null;
  };
  const describeRun = (run: RunRow): RecipeRun => ({
    runId: run.id,
    recipeName: run.recipe.name,
    recipeHash: run.recipeHash,
    startedAt: run.startedAt,
    jobId: jobOf(run.id),
    cases: runs.cases(run.id).map(({ code, state, words, outcomeId }) => ({ code, state, words, outcomeId })),
  });
  const startJob = (by: Author, run: RunRow): string => {
    const jobId = jobs.start<RecipeRun>({
      kind: "recipe.project",
      lane: "preparation",
      title: "Preparing the images of a project",
      run: async (context: JobContext) => {
        await runOnCases({ store, runs, preparer, inputsOf, limited }, by, run, context);
        return describeRun(run);
      },
    });
    working.set(run.id, jobId);
    return jobId;
  };
  const tellProjects = (by: Author, outcome: RecipeOutcome) => {
    for (const { projectId, code } of runs.casesOfOutcome(outcome.outcomeId))
      projects.tellRecipe(by, projectId, {
        action: outcome.state === "accepted" ? "recipe.accept" : "recipe.refuse",
        code,
        words: `${recipeWords(outcome)}${outcome.reason === null ? "" : ` ${outcome.reason}`}`,
      });
  };
  const outcome = (outcomeId: string): RecipeOutcome => {
    const found = outcomes.describe(outcomeId);
    if (!found) throw new PlainError("There is no such outcome of a recipe (any more).");
    return found;
  };

  return {
    ...saved,
    startOnStudy: (by, { source, inputs, starts = {} }) => {
      const recipe = saved.read(source);
      const resolved = preparer.resolve(recipe, inputs);
      const wrong = Object.keys(starts).find((step) => recipe.steps[Number(step) - 1]?.kind !== "register");
      if (wrong !== undefined) throw new PlainError(`Step ${wrong} of the recipe registers nothing: a start cannot be given for it.`);
      return jobs.start({
        kind: "recipe.study",
        lane: "preparation",
        title: "Preparing images",
        run: async (context) => ({
          outcomeId: await limited(() => preparer.prepare(by, recipe, { inputs: resolved, starts }, context)),
        }),
      });
    },
    startOnProject: (by, { projectId, source, inputs }) => {
      const recipe = saved.read(source);
      const missing = recipe.roles.find(({ name }) => !inputs[name]);
      if (missing) throw new PlainError(`Say which series ${missing.name} (${missing.title}) is.`);
      const given = pinnedInputs(recipe, inputs);
      const codes = projects.cases(by, projectId).flatMap(({ code, state }) => (state === "excluded" ? [] : [code]));
      if (codes.length === 0) throw new PlainError("The project has no case to be prepared.");
      const row = { projectId, recipeHash: recipeHash(recipe), recipe, inputs: given };
      const words = `${recipeWords({ recipeName: recipe.name, recipeVersion: recipe.version, recipeHash: row.recipeHash })} ${codes.length} cases.`;
      projects.tellRecipe(by, projectId, { action: "recipe.run", words });
      const runId = store.write(by, (write) => runs.insert(write, row, codes));
      return { runId, jobId: startJob(by, findRun(projectId, runId)) };
    },
    resume: (by, projectId, runId) => {
      // Refuses whoever is no coordinator.
      projects.status(by, projectId);
      const run = findRun(projectId, runId);
      if (jobOf(run.id) !== null) throw new PlainError("This run is under way.");
      return startJob(by, run);
    },
    runs: (by, projectId) => {
      projects.status(by, projectId);
      return runs.list(projectId).map(describeRun);
    },
    outcomes: (by, filter) => {
      if ("projectId" in filter) {
        projects.status(by, filter.projectId);
        findRun(filter.projectId, filter.runId);
      }
      return outcomes.list(filter);
    },
    outcome,
    decide: async (by, outcomeId, decision, reason) => {
      const parts = { store, tables: outcomes, recompute, forget: volumes.forget };
      // Whoever decides on a case of a project is one of its coordinators.
      for (const { projectId } of runs.casesOfOutcome(outcomeId)) projects.status(by, projectId);
      await (decision === "accepted" ? acceptOutcome : refuseOutcome)(parts, by, outcomeId, reason);
      const decided = outcome(outcomeId);
      tellProjects(by, decided);
      return decided;
    },
    transform: (outcomeId, role) => {
      outcome(outcomeId);
      const found = outcomes.transforms(outcomeId).findLast(({ moving }) => moving === role);
      if (!found) throw new PlainError(`No step of the recipe aligned ${role}: there is no transform of it.`);
      return found.transform;
    },
    provenance: (outcomeId) => {
      const row = outcomes.find(outcomeId);
      if (!row) throw new PlainError("There is no such outcome of a recipe (any more).");
      const { recipe, inputs, notes, engineVersion } = row;
      const outputs = row.outputs.map(({ role, imageHash }) => [role, { imageHash }] as const);
      return provenanceOf(
        recipe,
        {
          inputs: Object.fromEntries(
            Object.entries(inputs).flatMap(([role, { input, imageHash }]) => ("bundleFolder" in input ? [] : [[role, imageHash]])),
          ),
          bundles: bundlesOf(inputs),
          outputs: Object.fromEntries(outputs),
          transforms: outcomes.transforms(outcomeId),
          notes,
        },
        engineVersion,
      );
    },
    fill: (by, { projectId, runId, ...request }) => {
      const run = findRun(projectId, runId);
      return fillRoles({ projects, outcomes }, by, run, runs.cases(runId), request);
    },
  };
}

function recipeWords({
  recipeName,
  recipeVersion,
  recipeHash: hash,
}: Pick<RecipeOutcome, "recipeName" | "recipeVersion" | "recipeHash">): string {
  return `Recipe “${recipeName}” ${recipeVersion}, sha256 ${hash}.`;
}
