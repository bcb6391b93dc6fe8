import { PlainError } from "../plainError.ts";
import type { Answers } from "./answer.ts";
import type { Form, Item } from "./form.ts";
import type { FormCell } from "./formCells.ts";
import { gradePosition } from "./scale.ts";

/** A muscle's score over its levels. */
export type CombinedScore =
  | { readonly state: "scored"; readonly value: string | number; readonly levelsUsed: number; readonly levelsNotAssessable: number }
  | { readonly state: "not assessable" }
  | { readonly state: "incomplete"; readonly missing: readonly FormCell[] };

/** Which item of which muscle and side. */
export interface MuscleItem {
  readonly item: Item;
  readonly muscle: string;
  readonly side: "right" | "left";
}

/**
 * One score of a muscle and side from its answers at several levels, by the rule that the item declares: the maximum is a grade (by its position on the
 * scale) or number that was given; the mean is a number, the sum over the levels divided by their count, not rounded. Levels that are not assessable do not
 * count; where none is left the muscle is not assessable. While a level has no answer there is no score. `cells` are those of the whole form. Throws PlainError
 * where the item is not asked per level.
 */
export function combineLevels(form: Form, { item, muscle, side }: MuscleItem, cells: readonly FormCell[], answers: Answers): CombinedScore {
  const { scope, kind } = item;
  if (scope.of !== "muscle, side and level")
    throw new PlainError(`${item.label}: it is not asked per level, so there is nothing to combine.`);
  const levels = cells.filter((cell) => cell.item.id === item.id && cell.muscle === muscle && cell.side === side);
  const missing = levels.filter(({ key }) => !answers.has(key));
  if (missing.length > 0) return { state: "incomplete", missing };
  const given = levels.map(({ key }) => answers.get(key)!).filter((answer) => answer.type === "grade" || answer.type === "number");
  if (given.length === 0) return { state: "not assessable" };
  const counts = { levelsUsed: given.length, levelsNotAssessable: levels.length - given.length };
  const values = given.map(({ value }) => value);
  if (scope.combine === "mean") {
    const sum = values.reduce<number>((total, value) => total + Number(value), 0);
    return { state: "scored", value: sum / values.length, ...counts };
  }
  const scale = kind.type === "grade" ? form.scales.find(({ id }) => id === kind.scale) : undefined;
  const rank = (value: string | number) => (scale ? gradePosition(scale, String(value)) : Number(value));
  return { state: "scored", value: values.reduce((highest, value) => (rank(value) > rank(highest) ? value : highest)), ...counts };
}
