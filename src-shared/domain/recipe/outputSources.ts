import type { Recipe } from "./recipe.ts";
import { rolesOf } from "./recipeWay.ts";
import type { RecipeStep } from "./steps.ts";

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
    else sources.set(makes, new Set(added));
    moveSpaces(space, step);
  }
  return new Map(
    outputs.map((role) => {
      const first = space.get(role)!;
      return [role, { space: first, roles: [first, ...[...of(role)].filter((each) => each !== first)] }];
    }),
  );
}

/** Between which places in the patient each registration of a recipe leads, by its number from 1: from that of the fixed role to that of the moving one. */
export function registeredSpaces({ roles, steps }: Recipe): Map<number, { readonly fixed: string; readonly moving: string }> {
  const space = new Map(roles.map(({ name }) => [name, name]));
  const found = new Map<number, { fixed: string; moving: string }>();
  for (const [at, step] of steps.entries()) {
    if (step.kind === "register") found.set(at + 1, { fixed: space.get(step.fixed)!, moving: space.get(step.moving)! });
    moveSpaces(space, step);
  }
  return found;
}

/** The place in the patient that each role has after a step, by the role whose it was first. */
function moveSpaces(space: Map<string, string>, step: RecipeStep): void {
  const { makes, reads, changes } = rolesOf(step);
  if (makes !== undefined) space.set(makes, space.get(reads[0]!.role)!);
  if (step.kind === "register") space.set(step.moving, space.get(step.fixed)!);
  if (step.kind === "applyTransform")
    for (const role of changes === "all" ? [...space.keys()] : changes) space.set(role, space.get(step.like)!);
}
