import { foldText } from "../foldText.ts";
import type { RoleRule } from "./region.ts";

/** What is known of a series that may have a role. */
export interface SeriesFacts {
  readonly description: string;
  readonly imageType: readonly string[];
  /** Null where its slices lie along no plane of the body. */
  readonly plane: "axial" | "sagittal" | "coronal" | null;
}

/** Whether a series is one that a role's rule describes. */
export function fitsRole(rule: RoleRule, { description, imageType, plane }: SeriesFacts): boolean {
  const text = foldText(description);
  const values = imageType.map(foldText);
  return (
    rule.descriptionHas.every((words) => text.includes(foldText(words))) &&
    !rule.descriptionLacks.some((words) => text.includes(foldText(words))) &&
    rule.imageTypeHas.every((value) => values.includes(foldText(value))) &&
    (rule.plane === null || rule.plane === plane)
  );
}
