import { isVoxelOnVoxel, matchGrids } from "#shared/domain/gridMatch.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Roles } from "#shared/domain/recipe/steps.ts";
import type { Image } from "#shared/domain/volume.ts";

/** An image of a role, on its way through a recipe. */
export interface StepImage {
  readonly image: Image;
  /** Grey values, or a label map of whole numbers. */
  readonly holds: "image" | "labels";
}

/** What a step made: the images of the roles that it changed or added, and what is to be known of how, one sentence each. */
export interface StepOutcome {
  readonly images: ReadonlyMap<string, StepImage>;
  readonly notes: readonly string[];
}

/** The image of a role. Throws PlainError where there is none. */
export function imageOfRole(images: ReadonlyMap<string, StepImage>, role: string): StepImage {
  const found = images.get(role);
  if (!found) throw new PlainError(`There is no image ${role} at this step. There are ${[...images.keys()].join(", ")}.`);
  return found;
}

/**
 * The roles that a step changes. Of all there are, label maps are left out where it changes grey values (`keepsLabels` false). Throws PlainError where one
 * is not there, where a label map is named for such a step, and where there is nothing to change.
 */
export function rolesToChange(roles: Roles, images: ReadonlyMap<string, StepImage>, keepsLabels: boolean): string[] {
  if (roles !== "all") {
    for (const role of roles) {
      if (imageOfRole(images, role).holds === "labels" && !keepsLabels)
        throw new PlainError(`${role} holds labels, and this step changes grey values. Leave it out of roles.`);
    }
    return [...roles];
  }
  const all = [...images].filter(([, { holds }]) => keepsLabels || holds === "image").map(([role]) => role);
  if (all.length === 0) throw new PlainError("There is no image that this step could change.");
  return all;
}

/** Throws PlainError where images of roles are not voxel on voxel. */
export function checkOneGrid(roles: readonly string[], images: ReadonlyMap<string, StepImage>): void {
  const [first, ...others] = roles;
  const { grid } = imageOfRole(images, first!).image;
  for (const role of others) {
    const own = imageOfRole(images, role).image.grid;
    const match = matchGrids(grid, own);
    if ("mismatch" in match || !isVoxelOnVoxel(match, grid, own)) {
      const why = "mismatch" in match ? match.mismatch : "its voxels are others, or in another order";
      throw new PlainError(`${first} and ${role} do not lie on one grid: ${why}. Resample one onto the other first.`);
    }
  }
}
