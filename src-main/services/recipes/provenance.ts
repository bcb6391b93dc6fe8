import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import { choiceInWords } from "#shared/domain/recipe/recipeInWords.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { recipeHash } from "./recipeHash.ts";
import type { WrittenImage } from "./runPart.ts";
import type { GivenBundle } from "./drawStep.ts";
import type { RecipeResult } from "./runRecipe.ts";

/**
 * How prepared images came to be, to lie beside them: the recipe in full with its hash and choices, the hashes of what it started from, what every step said,
 * the transforms, and the hashes of what came out. No names of patients, no UIDs, no times; names of files only where they are given. The same recipe on the
 * same images has the same document.
 */
export function provenanceOf(
  recipe: Recipe,
  {
    inputs,
    bundles,
    outputs,
    transforms,
    notes,
  }: Pick<RecipeResult, "inputs" | "bundles" | "transforms" | "notes"> & {
    readonly outputs: Readonly<Record<string, Pick<WrittenImage, "imageHash">>>;
  },
  engineVersion: string,
  fileNames: Readonly<Record<string, string>> = {},
): object {
  return {
    document: "provenance of prepared images",
    notice: researchUseNotice,
    engine: engineVersion,
    recipeSha256: recipeHash(recipe),
    recipe,
    leftOpen: recipe.choices.map(choiceInWords),
    inputs: Object.entries(inputs).map(([role, sha256]) => ({
      role,
      sha256,
      ...(fileNames[role] === undefined ? {} : { file: fileNames[role] }),
    })),
    ...(Object.keys(bundles).length === 0 ? {} : { bundles: bundlesInProvenance(bundles) }),
    steps: notes,
    transforms,
    outputs: Object.entries(outputs).map(([role, { imageHash }]) => ({ role, sha256: imageHash })),
  };
}

/** Bundles by the recipe's names for them; where they lay is left out. */
export function bundlesInProvenance(bundles: Readonly<Record<string, GivenBundle>>): object[] {
  return Object.entries(bundles).map(([bundle, { name, version, sha256 }]) => ({ bundle, name, version, sha256 }));
}
