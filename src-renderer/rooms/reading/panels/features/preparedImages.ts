import type { RecipeOutcome, RecipeSource } from "#shared/api/recipe.ts";
import type { Volume } from "#shared/domain/volume.ts";

/** The recipe that a volume was prepared by, as the volume itself says; null where it was not. */
export function recipeOfVolume({ source }: Pick<Volume, "source">): { readonly name: string; readonly hash: string } | null {
  const step = source?.kind === "derived" ? source.steps.find(({ name }) => name === "recipe") : undefined;
  const { name, sha256 } = step?.parameters ?? {};
  return typeof name === "string" && typeof sha256 === "string" ? { name, hash: sha256 } : null;
}

/** The volume that a prepared one was made of; the volume itself where it was not prepared. */
export function unpreparedOf(volumeId: string, outcomes: readonly RecipeOutcome[]): string {
  return outputOf(volumeId, outcomes)?.beforeVolumeId ?? volumeId;
}

function outputOf(volumeId: string, outcomes: readonly RecipeOutcome[]) {
  return outcomes.flatMap(({ outputs }) => outputs).find((output) => output.volumeId === volumeId);
}

/** What a volume was prepared to: its prepared images, each with what it is called. Refused ones are not among them. */
export function preparedFrom(
  volumeId: string,
  outcomes: readonly RecipeOutcome[],
): ReadonlyArray<{ readonly volumeId: string; readonly words: string }> {
  return outcomes
    .filter(({ state }) => state !== "refused")
    .flatMap(({ recipeName, state, outputs }) =>
      outputs.flatMap((output) =>
        output.volumeId === null || output.beforeVolumeId !== volumeId
          ? []
          : [{ volumeId: output.volumeId, words: `${recipeName}${state === "new" ? " (to be reviewed)" : ""}` }],
      ),
    );
}

/** A recipe that needs one image and no more: it can be run on whatever is measured. */
export interface SingleRecipe {
  readonly name: string;
  readonly role: string;
  readonly source: RecipeSource;
}
