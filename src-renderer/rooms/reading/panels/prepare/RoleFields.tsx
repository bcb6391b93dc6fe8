import { Select } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import { trpc } from "../../../../client/client.ts";
import type { VolumeOnDesk } from "../../desk.ts";
import { volumeTitle } from "../../volumeTitle.ts";
import type { RoleValue } from "./proposeRoles.ts";

interface Props {
  readonly recipe: Recipe;
  readonly volumes: readonly VolumeOnDesk[];
  readonly roles: Readonly<Record<string, RoleValue>>;
  readonly isDisabled: boolean;
  readonly onChange: (role: string, value: RoleValue) => void;
}

/** Which series, or which drawing, has each role of a recipe. */
export function RoleFields({ recipe, volumes, roles, isDisabled, onChange }: Props) {
  const needsLabels = recipe.roles.some(({ holds }) => holds === "labels");
  const drawings = useQueries({
    queries: needsLabels ? volumes.map(({ volume }) => trpc.segmentation.list.queryOptions({ volumeId: volume.id }, { staleTime: 0 })) : [],
    combine: (results) => results.flatMap(({ data }): readonly Segmentation[] => data ?? []),
  });
  const title = (volumeId: string) => volumeTitle(volumes.find(({ volume }) => volume.id === volumeId));
  const images = volumes
    .filter(({ volume }) => volume.samplesPerPixel === 1)
    .map(({ volume }) => ({ value: `volume ${volume.id}`, label: title(volume.id) }));
  const labels = [
    {
      group: "Drawn",
      items: drawings.map(({ id, name, volumeId }) => ({ value: `drawing ${id}`, label: `${name}, on ${title(volumeId)}` })),
    },
    { group: "Series", items: images },
  ].filter(({ items }) => items.length > 0);
  return recipe.roles.map(({ name, title: words, holds }) => (
    <Select
      key={name}
      label={`${name}: ${words}`}
      placeholder={holds === "labels" ? "Choose a drawing or a label map" : "Choose a series"}
      data={holds === "labels" ? labels : images}
      value={roles[name] ?? null}
      allowDeselect={false}
      disabled={isDisabled}
      searchable={images.length > 12}
      comboboxProps={{ withinPortal: true, width: 360, position: "bottom-end" }}
      onChange={(value) => value !== null && onChange(name, value)}
    />
  ));
}
