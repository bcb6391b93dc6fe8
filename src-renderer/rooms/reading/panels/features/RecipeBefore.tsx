import { Select, Text } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import type { RecipeSource } from "#shared/api/recipe.ts";
import { client, trpc } from "../../../../client/client.ts";
import type { VolumeOnDesk } from "../../desk.ts";
import { preparedFrom, recipeOfVolume, unpreparedOf, type SingleRecipe } from "./preparedImages.ts";

interface Props {
  readonly studyInstanceUid: string;
  /** What is measured now, prepared or not. */
  readonly measured: VolumeOnDesk;
  /** The recipe that is to be run before. */
  readonly recipe: SingleRecipe | null;
  readonly isDisabled: boolean;
  /** Another image is measured: one that was prepared, or the one it was made of. */
  readonly onVolume: (volumeId: string) => void;
  readonly onRecipe: (recipe: SingleRecipe | null) => void;
}

/** How the image that is measured was prepared, or is to be, before the settings of the extraction do theirs. */
export function RecipeBefore({ studyInstanceUid, measured, recipe, isDisabled, onVolume, onRecipe }: Props) {
  const outcomes = useQuery(trpc.recipe.outcomes.queryOptions({ studyInstanceUid })).data ?? [];
  const singles = useSingleRecipes();
  const { id } = measured.volume;
  const unprepared = unpreparedOf(id, outcomes);
  const made = recipeOfVolume(measured.volume);
  const prepared = preparedFrom(unprepared, outcomes).map(({ volumeId, words }) => ({ value: `volume ${volumeId}`, label: words }));
  const toRun = singles.map(({ name }) => ({ value: `recipe ${name}`, label: name }));
  const data = [
    { group: "Measured", items: [{ value: `volume ${unprepared}`, label: "As it is" }] },
    { group: "Prepared already", items: prepared },
    { group: "Prepared first by a recipe", items: toRun },
  ].filter(({ items }) => items.length > 0);
  return (
    <div>
      <Select
        label="Prepared by"
        aria-label="Recipe before the extraction"
        data={data}
        value={recipe ? `recipe ${recipe.name}` : `volume ${id}`}
        allowDeselect={false}
        disabled={isDisabled}
        comboboxProps={{ withinPortal: true, width: 360, position: "bottom-end" }}
        onChange={(key) => {
          if (key === null) return;
          const single = singles.find(({ name }) => key === `recipe ${name}`);
          onRecipe(single ?? null);
          onVolume(single ? unprepared : key.slice("volume ".length));
        }}
      />
      <Text size="xs" c="dimmed" mt={3}>
        {made && !recipe ? (
          <>
            “{made.name}”, recipe hash <code title={made.hash}>{made.hash.slice(0, 12)}</code>: it stands in what is exported.
          </>
        ) : recipe ? (
          "The recipe is run first, and what comes out is measured; review it under Prepare."
        ) : (
          "Recipes of several series are run under Prepare."
        )}
      </Text>
    </div>
  );
}

/** The recipes that need one image alone. */
function useSingleRecipes(): readonly SingleRecipe[] {
  const listed = useQuery(trpc.recipe.list.queryOptions()).data ?? [];
  const sources = listed
    .filter(({ fault }) => fault === null)
    .map(({ preset, recipeId }): RecipeSource => (preset === null ? { from: "own", recipeId: recipeId! } : { from: "preset", preset }));
  return useQueries({
    queries: sources.map((source) => ({
      queryKey: ["recipe described", source],
      queryFn: () => client.recipe.check.mutate({ source }),
    })),
    combine: (results) =>
      results.flatMap(({ data }, at): readonly SingleRecipe[] => {
        const [role, ...others] = data?.recipe.roles ?? [];
        return data && role && others.length === 0 && data.recipe.outputs.length === 1
          ? [{ name: data.recipe.name, role: role.name, source: sources[at]! }]
          : [];
      }),
  });
}
