import { Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import { trpc } from "../client/client.ts";

interface Props {
  readonly recipe: Pick<Recipe, "bundles">;
  /** By the recipe's name of a bundle: the folder of the installed network. */
  readonly folders: Readonly<Record<string, string>>;
  readonly isDisabled: boolean;
  readonly onChange: (name: string, folder: string) => void;
}

/** Which installed network draws what a recipe needs drawn. */
export function BundleFields({ recipe: { bundles }, folders, isDisabled, onChange }: Props) {
  const { data: all } = useQuery(trpc.network.list.queryOptions(undefined, { enabled: bundles.length > 0 }));
  const drawing = (all ?? []).filter(({ bundle }) => bundle.kind === "segmentation");
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
      {bundles.length > 0 && all && drawing.length === 0 && (
        <Text size="xs" c="var(--warning)" role="note">
          No network that draws is installed. Install one in the models room.
        </Text>
      )}
    </>
  );
}
