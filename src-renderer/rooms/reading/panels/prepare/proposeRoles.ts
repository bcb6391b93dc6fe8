import { voxelToPatient, type Grid } from "#shared/domain/geometry.ts";
import { fitsRole, type SeriesRole } from "#shared/domain/seriesKind.ts";
import { isSameSpace } from "#shared/domain/sameSpace.ts";
import { gridOf } from "#shared/domain/volume.ts";
import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import { distanceFromUse } from "../../firstVolume.ts";
import type { VolumeOnDesk } from "../../desk.ts";

/** A volume, or what was drawn, that has a role: "volume ID" or "drawing ID"; of a bundle of the recipe, "bundle FOLDER". */
export type RoleValue = string;

/**
 * Which volume is likely to have which role of a recipe, by the words of its series: none twice, whole stacks before scouts and results, and of several the one
 * that lies where the first role's image lies. A role for which nothing speaks gets none, and is chosen by the reader.
 */
export function proposeRoles(
  recipe: Pick<Recipe, "roles">,
  volumes: readonly VolumeOnDesk[],
  active: VolumeOnDesk | null,
): Record<string, RoleValue> {
  const proposed: Record<string, RoleValue> = {};
  const taken = new Set<string>();
  let first: VolumeOnDesk | null = null;
  const images = recipe.roles.filter(({ holds }) => holds === "image");
  for (const role of images) {
    const fits = volumes.filter(
      (each) =>
        !taken.has(each.volume.id) &&
        each.volume.samplesPerPixel === 1 &&
        each.volume.source?.kind !== "derived" &&
        // The only image of a recipe is the one on show, whatever it is called.
        (hasKind(role, each) || (images.length === 1 && each === active)),
    );
    const start: VolumeOnDesk | null = first ?? active;
    const best: VolumeOnDesk | undefined = fits
      .map((each) => ({ each, away: start && start !== each ? awayFrom(start, each) : 0, use: distanceFromUse(each) }))
      .toSorted((a, b) => a.away - b.away || a.use - b.use)[0]?.each;
    if (!best) continue;
    first ??= best;
    taken.add(best.volume.id);
    proposed[role.name] = `volume ${best.volume.id}`;
  }
  return proposed;
}

function hasKind(role: SeriesRole, { series, volume }: VolumeOnDesk): boolean {
  return fitsRole(role, `${series.description} ${series.protocolName} ${volume.label}`);
}

/** 0 where two volumes show one place of the body in one space, 1 in two spaces, 2 where they lie apart. */
function awayFrom(a: VolumeOnDesk, b: VolumeOnDesk): number {
  if (!isSameSpace(a.volume, b.volume)) return 1;
  const [from, to] = [boxOf(gridOf(a.volume)), boxOf(gridOf(b.volume))];
  return [0, 1, 2].every((axis) => from.low[axis]! <= to.high[axis]! && to.low[axis]! <= from.high[axis]!) ? 0 : 2;
}

function boxOf(grid: Grid): { readonly low: readonly number[]; readonly high: readonly number[] } {
  const ends = grid.size.map((length) => [-0.5, length - 0.5] as const);
  const corners = ends[0]!.flatMap((i) => ends[1]!.flatMap((j) => ends[2]!.map((k) => voxelToPatient(grid, [i, j, k]))));
  const along = (axis: number) => corners.map((corner) => corner[axis]!);
  return { low: [0, 1, 2].map((axis) => Math.min(...along(axis))), high: [0, 1, 2].map((axis) => Math.max(...along(axis))) };
}
