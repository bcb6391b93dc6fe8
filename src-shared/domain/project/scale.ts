import { z } from "zod";
import { PlainError } from "../plainError.ts";
import { repeatedIn } from "./fieldProblems.ts";
import { identifierSchema, longTextSchema, shortTextSchema } from "./identifier.ts";

/** A grade of a scale. */
export const gradeSchema = z.strictObject({
  /** As papers write it: "0", "2a". */
  value: z.string().regex(/^[0-9]{1,2}[a-z]?$/, 'write a grade as a number, or a number and a letter, such as "2a"'),
  /** The key that gives it. "n" is for "not assessable". */
  key: z.string().regex(/^[0-9a-mo-z]$/, 'must be one digit or one lower-case letter other than "n"'),
  wording: shortTextSchema,
});
export type Grade = z.infer<typeof gradeSchema>;

/** What grades of a scale are on another one. A grade that is left out has no equivalent there. */
const recodeSchema = z.strictObject({
  to: identifierSchema,
  toVersion: z.number().int().min(1),
  /** How the table was made. */
  source: longTextSchema,
  grades: z.record(z.string(), z.string()),
});

const scaleShape = z.strictObject({
  id: identifierSchema,
  version: z.number().int().min(1),
  name: shortTextSchema,
  /** The paper. */
  source: longTextSchema.min(1),
  /** From the lowest to the highest; statistics count positions on this list, whichever grades occur. */
  grades: z.array(gradeSchema).min(2).max(20),
  /** Which grade the bounds of the wording belong to. */
  bounds: longTextSchema,
  recodes: z.array(recodeSchema),
});
export type Scale = z.infer<typeof scaleShape>;

/** An ordinal scale. A change of wording is a new version, as answers are given on the wording that was shown. */
export const scaleSchema = scaleShape.superRefine((scale, context) => {
  for (const message of scaleProblems(scale)) context.addIssue({ code: "custom", message });
});

function scaleProblems({ id, grades, recodes }: Scale): string[] {
  const values = grades.map(({ value }) => value);
  return [
    ...repeatedIn("grades", values),
    ...repeatedIn(
      "keys of grades",
      grades.map(({ key }) => key),
    ),
    ...repeatedIn(
      "recode tables",
      recodes.map(({ to }) => to),
    ),
    ...recodes.filter(({ to }) => to === id).map(() => "recode tables: a scale is not recoded to itself"),
    ...recodes.flatMap(({ to, grades }) =>
      Object.keys(grades)
        .filter((value) => !values.includes(value))
        .map((value) => `recode table to "${to}": "${value}" is no grade of this scale`),
    ),
  ];
}

/** The position of a grade on its scale, from 0. Throws PlainError where the scale has no such grade. */
export function gradePosition(scale: Scale, value: string): number {
  const position = scale.grades.findIndex((grade) => grade.value === value);
  if (position < 0) throw new PlainError(`"${value}" is no grade of the scale "${scale.name}": ${gradesInWords(scale)}.`);
  return position;
}

/** The grade that a key gives; undefined where it gives none. */
export function gradeForKey(scale: Scale, key: string): Grade | undefined {
  return scale.grades.find((grade) => grade.key === key.toLowerCase());
}

/** Whether all grades are plain numbers, so that a mean of grades is a number of the same scale. */
export function isNumeric({ grades }: Scale): boolean {
  return grades.every(({ value }) => /^[0-9]+$/.test(value));
}

/**
 * The grade of `target` that a grade of `scale` is equivalent to, by the table that `scale` holds. Throws PlainError where there is no table for that scale
 * and version, where the table leaves the grade out (its range lies across grades of the other scale), or names a grade that the target lacks.
 */
export function recodeGrade(scale: Scale, value: string, target: Scale): string {
  gradePosition(scale, value);
  const table = scale.recodes.find(({ to, toVersion }) => to === target.id && toVersion === target.version);
  if (!table) throw new PlainError(`The scale "${scale.name}" has no recode table to "${target.name}", version ${target.version}.`);
  const recoded = table.grades[value];
  if (recoded === undefined)
    throw new PlainError(
      `Grade ${value} of the scale "${scale.name}" has no equivalent on "${target.name}": its recode table leaves it out.`,
    );
  gradePosition(target, recoded);
  return recoded;
}

const gradesInWords = ({ grades }: Scale): string => `it has ${grades.map(({ value }) => value).join(", ")}`;
