import type { ProjectInput, RoleInput } from "#shared/api/recipe.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import { foldText } from "#shared/domain/foldText.ts";
import type { ProjectCase } from "../projects/index.ts";
import { bundleForRecipe } from "./drawStep.ts";
import type { OutcomeRow } from "./outcomeTables.ts";
import type { RunInput } from "./runTables.ts";

interface Sources {
  /** The label maps of a study, that came as files: their volumes and descriptions. */
  readonly labelMaps: (studyInstanceUid: string) => readonly { readonly volumeId: string; readonly description: string }[];
  /** The outcome that a volume is of. */
  readonly outcomeOf: (volumeId: string) => OutcomeRow | undefined;
}

/**
 * What has the roles of a recipe in one case. A role whose volume was prepared is taken as it was before: nothing is prepared twice. Throws
 * PlainError that names the role where the case has no image for it, or several.
 */
export function caseInputs(
  { labelMaps, outcomeOf }: Sources,
  recipe: Recipe,
  inputs: Readonly<Record<string, RunInput>>,
  one: Pick<ProjectCase, "roles">,
  studies: readonly string[],
): Record<string, RoleInput> {
  return Object.fromEntries([
    ...recipe.bundles.map(({ name }): [string, RoleInput] => [name, sameBundle(name, inputs[name])]),
    ...recipe.roles.map(({ name, title }): [string, RoleInput] => {
      const where = inputs[name];
      if (!where || "bundleFolder" in where) throw new PlainError(`Say which series ${name} (${title}) is.`);
      if ("labelMap" in where) return [name, { volumeId: onlyLabelMap(studies.flatMap(labelMaps), name, where.labelMap) }];
      const role = one.roles.find((each) => each.region === where.region && each.role === where.role);
      if (!role) throw new PlainError(`The protocol has no role “${where.role}” in the region “${where.region}”.`);
      if (role.volumeId === null) throw new PlainError(`${name}: the case has no series for ${where.region}, ${where.role} yet.`);
      return [name, { volumeId: beforePrepared(outcomeOf, role.volumeId) }];
    }),
  ]);
}

/** The bundle that a run began with. Throws PlainError where another one lies there now: the cases of a run would not be alike. */
function sameBundle(name: string, given: RunInput | undefined): RoleInput {
  if (!given || !("bundleFolder" in given)) throw new PlainError(`Choose a model bundle for ${name}.`);
  const { bundleFolder, sha256 } = given;
  if (bundleForRecipe(name, bundleFolder).sha256 !== sha256)
    throw new PlainError(`${name}: another bundle lies in its folder than the run began with. Put that one back, or run the recipe anew.`);
  return { bundleFolder };
}

/** Inputs as a run keeps them: its bundles as they are now. Throws PlainError where one is not given, or cannot be used. */
export function pinnedInputs({ bundles }: Recipe, inputs: Readonly<Record<string, ProjectInput>>): Record<string, RunInput> {
  const missing = bundles.find(({ name }) => !inputs[name]);
  if (missing) throw new PlainError(`Choose a model bundle for ${missing.name} (${missing.title}).`);
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]): [string, RunInput] => [
      name,
      "bundleFolder" in input ? { ...input, sha256: bundleForRecipe(name, input.bundleFolder).sha256 } : input,
    ]),
  );
}

/** The volume that was prepared to the one that is there, by the role that has the name of the output; that one itself where nothing was prepared. */
function beforePrepared(outcomeOf: Sources["outcomeOf"], volumeId: string): string {
  const outcome = outcomeOf(volumeId);
  const role = outcome?.outputs.find((output) => output.volumeId === volumeId)?.role;
  const before = role === undefined ? undefined : outcome!.inputs[role]?.input;
  return before && "volumeId" in before ? beforePrepared(outcomeOf, before.volumeId) : volumeId;
}

function onlyLabelMap(found: readonly { readonly volumeId: string; readonly description: string }[], name: string, text: string): string {
  const fitting = found.filter(({ description }) => foldText(description).includes(foldText(text)));
  if (fitting.length === 1) return fitting[0]!.volumeId;
  throw new PlainError(
    fitting.length === 0
      ? `${name}: the studies of the case have no label map whose name holds “${text}”. Import it into the case's study.`
      : `${name}: ${fitting.length} label maps of the case have a name that holds “${text}”. Say it more exactly.`,
  );
}
