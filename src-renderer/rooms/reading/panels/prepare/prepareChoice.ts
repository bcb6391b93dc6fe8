import type { RecipeOutcome, RecipeSource, RoleInput } from "#shared/api/recipe.ts";
import type { RigidTransform } from "#shared/domain/transform/transform.ts";
import { Observable } from "../../../../ui/observable.ts";
import type { RoleValue } from "./proposeRoles.ts";

/** How a study is to be prepared. */
export interface PrepareChoice {
  readonly source: RecipeSource | null;
  /** By role or bundle, what the reader chose in place of what is proposed. */
  readonly chosen: Readonly<Record<string, RoleValue>>;
  /** By the number of the step, from 1: where a registration begins, placed by hand. */
  readonly starts: Readonly<Record<string, RigidTransform>>;
}

const choices = new Map<string, Observable<PrepareChoice>>();

/** The choice for a study; it outlives the panel, so that the reader finds it again. */
export function prepareChoiceFor(studyInstanceUid: string): Observable<PrepareChoice> {
  const known = choices.get(studyInstanceUid) ?? new Observable<PrepareChoice>({ source: null, chosen: {}, starts: {} });
  choices.set(studyInstanceUid, known);
  return known;
}

/** What the door is told of a role, or of a bundle. */
export function inputOf(value: RoleValue): RoleInput {
  const [kind, id] = [value.slice(0, value.indexOf(" ")), value.slice(value.indexOf(" ") + 1)];
  if (kind === "bundle") return { bundleFolder: id };
  return kind === "drawing" ? { segmentationId: id } : { volumeId: id };
}

/** What a form keeps of a bundle of a recipe. */
export function bundleValue(folder: string): RoleValue {
  return `bundle ${folder}`;
}

/** The folders of the bundles that are chosen, by name. */
export function bundleFoldersOf(roles: Readonly<Record<string, RoleValue>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(roles).flatMap(([name, value]) => {
      const input = inputOf(value);
      return "bundleFolder" in input ? [[name, input.bundleFolder]] : [];
    }),
  );
}

/** The id of the volume that has a role; null where none has it, or a drawing. */
export function volumeIdOf(value: RoleValue | undefined): string | null {
  const input = value === undefined ? null : inputOf(value);
  return input && "volumeId" in input ? input.volumeId : null;
}

/** What had the roles of an outcome. */
export function rolesOfOutcome({ inputs }: Pick<RecipeOutcome, "inputs">): Record<string, RoleValue> {
  return Object.fromEntries(
    inputs.map(({ role, volumeId, segmentationId }) => [role, volumeId === null ? `drawing ${segmentationId!}` : `volume ${volumeId}`]),
  );
}
