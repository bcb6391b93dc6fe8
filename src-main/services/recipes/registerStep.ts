import { PlainError } from "#shared/domain/plainError.ts";
import { fixed as number } from "#shared/domain/numbersInWords.ts";
import type { RigidTransform } from "#shared/domain/transform/transform.ts";
import { registrationEngine, type Registered, type Registration, type StartKept } from "../registration/index.ts";
import { readRoleImage } from "./readImages.ts";
import type { ImageSources } from "./recipeImage.ts";
import type { RecipeWorkers } from "./runRecipe.ts";

/** Where registrations begin, by the number of their step, from 1: placed by hand. */
export type Starts = Readonly<Record<string, RigidTransform>>;

/** Finds transforms in a process of their own, of images that this process reads. */
export function registrationBy(
  registration: Pick<Registration, "register">,
  sources: ImageSources,
  starts: Starts = {},
): Pick<RecipeWorkers, "register"> {
  return {
    register: async (step, at, { moving, fixed }, { signal, progress }) => {
      if (moving.holds === "labels" || fixed.holds === "labels")
        throw new PlainError("A label map is not registered: register the image that it was drawn on.");
      const imageOf = async (role: string, placed: typeof moving) => {
        const { image } = await readRoleImage(sources, { name: role, holds: placed.holds }, placed.place, signal);
        return { role, grid: image.grid, voxels: image.voxels };
      };
      const found = await registration.register({
        moving: await imageOf(step.moving, moving),
        fixed: await imageOf(step.fixed, fixed),
        kind: step.transform,
        initial: starts[String(at)],
        signal,
        onProgress: ({ phase }) => progress({ phase: `${step.moving} to ${step.fixed}: ${phase}` }),
      });
      return { transform: found.transform, notes: notesOf(found) };
    },
  };
}

/** What was checked of a registration, for whoever looks at it; a slice that stays where it was is named with the reason. */
function notesOf({ checks }: Registered): string[] {
  const { mutualInformation, overlap, turnedDegrees, shiftMm, shrink, startKept, slices } = checks;
  const shrunk = [...shrink.fixed, ...shrink.moving].some((factor) => factor > 1);
  return [
    ...(startKept === null ? [] : [keptInWords(startKept, mutualInformation.before)]),
    `Turned by ${number(turnedDegrees, 2)} degrees, shifted by ${number(shiftMm, 2)} mm${slices === null ? "" : " (the most of any slice)"}.`,
    `Mutual information was ${number(mutualInformation.before)} before and is ${number(mutualInformation.after)} after; ` +
      `${number(100 * overlap.after, 0)} % in common.`,
    `Searched by ${registrationEngine}.`,
    ...(shrunk ? ["The search was done on images of larger voxels."] : []),
    ...(slices ?? []).flatMap(({ slice, aligned, why }) => (aligned ? [] : [`Slice ${slice + 1} stays where it was: ${why}`])),
  ];
}

/** That the images stay where the search began, and why that is where they belong. */
function keptInWords({ mutualInformationFound, shiftsMm, turnDegrees, leastFall }: StartKept, before: number): string {
  const shifts = [...new Set(shiftsMm.map((shift) => number(shift, 1)))].join(" or ");
  return (
    `The image stays where the search began: the search ended no more alike (mutual information ${number(before, 4)} there, ` +
    `${number(mutualInformationFound, 4)} where it ended). They lie on each other: shifted by ${shifts} mm or turned by ` +
    `${number(turnDegrees, 1)} degrees either way they are less alike by at least ${number(100 * leastFall, 1)} %, and by twice that less still.`
  );
}
