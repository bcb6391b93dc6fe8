import type { KeptWay, PassedRegistration } from "#shared/api/segmentationCopy.ts";
import { registeredSpaces } from "#shared/domain/recipe/outputSources.ts";
import { composeTransforms, invertTransform } from "#shared/domain/transform/applyTransform.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { OutcomeRow, OutcomeTables } from "./outcomeTables.ts";

/** A registration between two volumes as they were imported. */
interface Registered {
  readonly fixed: string;
  readonly moving: string;
  /** From the fixed volume's points to those of the moving one. */
  readonly transform: Transform;
  readonly told: Omit<PassedRegistration, "isToFixed">;
}

/**
 * Finds the way from one volume to another through registrations of their study that a reader accepted: over as few of them as can be, of equal ones the newest.
 * A volume that was computed lies where the one lies that it was computed of. Null where no registration leads there, or none is needed.
 */
export function createKeptWays(
  tables: Pick<OutcomeTables, "accepted" | "transforms">,
  describe: (volumeId: string) => Volume,
): (drawnOn: Volume, volume: Volume) => KeptWay | null {
  const rootOf = ({ id, source }: Volume): string => {
    const first = source?.kind === "derived" ? source.sources[0] : undefined;
    return first ? rootOf(describe(first.volumeId)) : id;
  };
  const registeredIn = (studyInstanceUid: string): Registered[] =>
    tables.accepted(studyInstanceUid).flatMap((outcome) => {
      const spaces = registeredSpaces(outcome.recipe);
      return tables.transforms(outcome.id).flatMap(({ step, moving, fixed, transform }) => {
        const { [spaces.get(step)!.fixed]: from, [spaces.get(step)!.moving]: to } = volumesOf(outcome);
        if (from === undefined || to === undefined) return [];
        const { name: recipeName } = outcome.recipe;
        const told = { outcomeId: outcome.id, recipeName, recipeHash: outcome.recipeHash, step, moving, fixed };
        return [{ fixed: rootOf(describe(from)), moving: rootOf(describe(to)), transform, told }];
      });
    });

  return (drawnOn, volume) => {
    const [start, end] = [rootOf(drawnOn), rootOf(volume)];
    if (start === end) return null;
    const registered = registeredIn(volume.studyInstanceUid);
    const ways = new Map<string, KeptWay>([[start, { toDrawnOn: { kind: "composite", steps: [] }, through: [] }]]);
    for (const [at, way] of ways) {
      if (at === end) return way;
      for (const { fixed, moving, transform, told } of registered) {
        const isToFixed = moving === at;
        const next = isToFixed ? fixed : moving;
        if ((fixed !== at && moving !== at) || ways.has(next)) continue;
        // Points go the other way than what is drawn: from where it is asked for to where it was drawn.
        const back = isToFixed ? transform : invertTransform(transform);
        ways.set(next, { toDrawnOn: composeTransforms(back, way.toDrawnOn), through: [...way.through, { ...told, isToFixed }] });
      }
    }
    return null;
  };
}

/** The volumes of an outcome's roles. */
function volumesOf({ inputs }: OutcomeRow): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(inputs).flatMap(([role, { input }]) => ("volumeId" in input ? [[role, input.volumeId]] : [])));
}
