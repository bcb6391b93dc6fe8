import { useQuery } from "@tanstack/react-query";
import type { RecipeDescription, RecipeSource } from "#shared/api/recipe.ts";
import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import { client, queryClient, trpc } from "../client/client.ts";

/** What a recipe does, with what was chosen; null where none is chosen. It is asked for again with every other choice, the last answer standing meanwhile. */
export function useRecipe(source: RecipeSource | null): { readonly described: RecipeDescription | null; readonly error: Error | null } {
  const { data, error } = useQuery({
    queryKey: ["recipe described", source],
    queryFn: () => client.recipe.check.mutate({ source: source! }),
    enabled: source !== null,
    placeholderData: (before: RecipeDescription | undefined) => before,
  });
  return { described: source === null || error ? null : (data ?? null), error };
}

/** A recipe was kept, in place of one of the same name where there was one: what that one does is forgotten. */
export async function recipeKept(): Promise<void> {
  queryClient.removeQueries({ queryKey: ["recipe described"], type: "inactive" });
  await queryClient.invalidateQueries(trpc.recipe.list.queryFilter());
}

/** The installed networks that draw; undefined while they are asked for. */
export function useDrawingNetworks({ bundles }: Pick<Recipe, "bundles">) {
  const { data } = useQuery(trpc.network.list.queryOptions(undefined, { enabled: bundles.length > 0, staleTime: 0 }));
  return data?.filter(({ bundle }) => bundle.kind === "segmentation");
}

/** What recipes made of a study has changed. */
export async function outcomesChanged(): Promise<void> {
  await queryClient.invalidateQueries(trpc.recipe.outcomes.queryFilter());
}
