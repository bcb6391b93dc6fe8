import { Select, Text } from "@mantine/core";
import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import { useDrawingNetworks } from "./recipeQueries.ts";

interface Props {
  readonly recipe: Pick<Recipe, "bundles">;
  /** By the recipe's name of a bundle: the folder of the installed network. */
  readonly folders: Readonly<Record<string, string>>;
  readonly isDisabled: boolean;
  readonly onChange: (name: string, folder: string) => void;
}

/** Which installed network draws what a recipe needs drawn. */
export function BundleFields({ recipe, folders, isDisabled, onChange }: Props) {
  const { bundles } = recipe;
  const installed = useDrawingNetworks(recipe);
  const drawing = installed ?? [];
  return (
    <>
      {bundles.map(({ name, title }) => (
        <Select
          key={name}
          label={`${name}: ${title}`}
          placeholder="Choose a network that draws"
          data={drawing.map(({ folder, bundle }) => ({ value: folder, label: `${bundle.name} ${bundle.version}` }))}
          value={folders[name] ?? null}
          allowDeselect={false}
          disabled={isDisabled || drawing.length === 0}
          comboboxProps={{ withinPortal: true, width: 360, position: "bottom-end" }}
          onChange={(folder) => folder !== null && onChange(name, folder)}
        />
      ))}
      {bundles.length > 0 && installed && drawing.length === 0 && (
        <Text size="xs" c="var(--warning)" role="note">
          No network that draws is installed. Install one in the models room.
        </Text>
      )}
    </>
  );
}
