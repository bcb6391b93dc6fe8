import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import { matchGrids } from "#shared/domain/gridMatch.ts";
import { fitsRole } from "#shared/domain/seriesKind.ts";
import { gridOf } from "#shared/domain/volume.ts";
import type { VolumeOnDesk } from "../../desk.ts";
import { volumeIdOf } from "../prepare/prepareChoice.ts";
import { proposeRoles } from "../prepare/proposeRoles.ts";

/**
 * Which volume is likely to be each image of a network: by the words of its series as for recipes, and of those that must lie on the grid of another image
 * one that does where there is any, prepared ones among them. An image for which nothing speaks gets none.
 */
export function proposeImages(
  images: VolumeInput["images"],
  volumes: readonly VolumeOnDesk[],
  active: VolumeOnDesk | null,
): Record<string, string> {
  const roles = images.map(({ name, sequence }) => ({ name, title: sequence, holds: "image" as const }));
  const proposed: Record<string, string> = {};
  for (const [name, value] of Object.entries(proposeRoles({ roles }, volumes, active))) {
    const volumeId = volumeIdOf(value);
    if (volumeId !== null) proposed[name] = volumeId;
  }
  const find = (volumeId: string | undefined) => volumes.find(({ volume }) => volume.id === volumeId);
  const main = find(proposed[images.find(({ registeredTo }) => registeredTo === null)?.name ?? ""]);
  if (!main) return proposed;
  const isOnGrid = ({ volume }: VolumeOnDesk) => !("mismatch" in matchGrids(gridOf(main.volume), gridOf(volume)));
  for (const { name, sequence, registeredTo } of images) {
    const now = find(proposed[name]);
    if (registeredTo === null || (now && isOnGrid(now))) continue;
    const taken = new Set(Object.values(proposed));
    const better = volumes.findLast(
      (each) =>
        !taken.has(each.volume.id) &&
        each.volume.samplesPerPixel === 1 &&
        isOnGrid(each) &&
        fitsRole({ name, title: sequence }, `${each.series.description} ${each.series.protocolName} ${each.volume.label}`),
    );
    if (better) proposed[name] = better.volume.id;
  }
  return proposed;
}
