import type { Recipe } from "./recipe.ts";
import { rolesOf } from "./recipeWay.ts";

/** What an image depends on. */
export interface RoleSources {
  /** The role whose place in the patient it has at the end: its own, or that of the one it was aligned to. */
  readonly space: string;
  /** The roles it was made of, that one first. */
  readonly roles: readonly string[];
}

/** Of which of its roles each output of a recipe was made. */
export function outputSources({ roles, steps, outputs }: Recipe): Map<string, RoleSources> {
  const space = new Map(roles.map(({ name }) => [name, name]));
  const sources = new Map<string, ReadonlySet<string>>(roles.map(({ name }) => [name, new Set([name])]));
  const of = (role: string): ReadonlySet<string> => sources.get(role) ?? new Set();
  for (const step of steps) {
    const { changes, makes, reads } = rolesOf(step);
    const changed = changes === "all" ? [...sources.keys()] : changes;
    // Of one box that is cut out of all of them each depends on all.
    const together = step.kind === "crop" ? changed : reads.map(({ role }) => role).filter((role) => !changed.includes(role));
    const added = together.flatMap((role) => [...of(role)]);
    if (makes === undefined) for (const role of changed) sources.set(role, new Set([...of(role), ...added]));
    else {
      sources.set(makes, new Set(added));
      space.set(makes, space.get(reads[0]!.role)!);
    }
    if (step.kind === "register") space.set(step.moving, space.get(step.fixed)!);
    if (step.kind === "applyTransform") for (const role of changed) space.set(role, space.get(step.like)!);
  }
  return new Map(
    outputs.map((role) => {
      const first = space.get(role)!;
      return [role, { space: first, roles: [first, ...[...of(role)].filter((each) => each !== first)] }];
    }),
  );
}
