import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import { canonicalHash } from "../radiomics/index.ts";

/**
 * sha256, hexadecimal, over what an outcome depends on: the roles that a recipe starts from, its steps with all their defaults, and what is kept. Its name,
 * version, comments and choices are no part of it, nor is the order of keys: two ways to write the same recipe have one hash.
 */
export function recipeHash({ roles, steps, outputs }: Recipe): string {
  const starts = roles.map(({ name, holds }) => ({ name, holds })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return canonicalHash({ kind: "fascicle recipe", roles: starts, steps, outputs: outputs.toSorted() });
}
