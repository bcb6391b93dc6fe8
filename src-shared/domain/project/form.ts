import { z } from "zod";
import { parseInWords, repeatedIn } from "./fieldProblems.ts";
import { identifierSchema, shortTextSchema } from "./identifier.ts";
import { isNumeric, scaleSchema } from "./scale.ts";

/** How a muscle's answers at several levels become one score of it. */
const levelRules = ["maximum", "mean"] as const;

/** What an item is asked for: once a muscle and side; once a muscle, side and level, combined by a rule; once a level, or a level and series; once a case. */
const scopeSchema = z.discriminatedUnion("of", [
  z.strictObject({ of: z.literal("muscle and side") }),
  z.strictObject({ of: z.literal("muscle, side and level"), combine: z.enum(levelRules) }),
  z.strictObject({ of: z.literal("level") }),
  z.strictObject({ of: z.literal("level and role") }),
  z.strictObject({ of: z.literal("case") }),
]);
export type Scope = z.infer<typeof scopeSchema>;

const kindSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("grade"), scale: identifierSchema }),
  z.strictObject({ type: z.literal("text"), maximumLength: z.number().int().min(1).max(4000) }),
  z.strictObject({
    type: z.literal("number"),
    /** As it is written beside the field; empty for a number without one. */
    unit: z.string().trim().max(20),
    minimum: z.number(),
    maximum: z.number(),
    isWhole: z.boolean(),
  }),
  z.strictObject({
    type: z.literal("choice"),
    choices: z
      .array(z.strictObject({ value: identifierSchema, label: shortTextSchema }))
      .min(2)
      .max(40),
  }),
]);

export const itemSchema = z.strictObject({
  id: identifierSchema,
  /** What is asked, as it stands above the field or the grid. */
  label: shortTextSchema,
  kind: kindSchema,
  scope: scopeSchema,
  /** A reading cannot be submitted without it. */
  isRequired: z.boolean(),
});
export type Item = z.infer<typeof itemSchema>;

/** A reason for which something cannot be assessed. */
const reasonSchema = z.strictObject({
  id: identifierSchema,
  label: shortTextSchema,
  /** The reader must say more in words. */
  needsWords: z.boolean(),
});

const formShape = z.strictObject({
  formatVersion: z.literal(1),
  id: identifierSchema,
  version: z.number().int().min(1),
  name: shortTextSchema,
  scales: z.array(scaleSchema).max(20),
  /** The rows of a grid, in order; `region` is that of the protocol. Empty where no item is asked per muscle. */
  muscles: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[A-Za-z0-9]{1,12}$/, "use up to 12 letters and digits"),
        name: shortTextSchema,
        region: identifierSchema,
      }),
    )
    .max(200),
  /** The columns of a grid, in order: right first, as it is on the left of the image. */
  sides: z.array(z.enum(["right", "left"])).max(2),
  items: z.array(itemSchema).min(1).max(100),
  /** Why an item may be left without an assessment; empty where every item must be answered. */
  notAssessable: z.array(reasonSchema).max(20),
});
export type Form = z.infer<typeof formShape>;

/** What a reader fills in. A change of what is asked is a new version. */
export const formSchema = formShape.superRefine((form, context) => {
  for (const message of formProblems(form)) context.addIssue({ code: "custom", message });
});

function formProblems(form: Form): string[] {
  const { scales, muscles, sides, items, notAssessable } = form;
  const asksMuscles = items.some(({ scope }) => isPerMuscle(scope));
  return [
    ...repeatedIn(
      "ids of scales",
      scales.map(({ id }) => id),
    ),
    ...repeatedIn(
      "codes of muscles",
      muscles.map(({ code }) => code),
    ),
    ...repeatedIn("sides", sides),
    ...repeatedIn(
      "ids of items",
      items.map(({ id }) => id),
    ),
    ...repeatedIn(
      "reasons for not assessable",
      notAssessable.map(({ id }) => id),
    ),
    ...(asksMuscles && (muscles.length === 0 || sides.length === 0)
      ? ["muscles and sides: an item is asked per muscle and side, but none are listed"]
      : []),
    ...items.flatMap((item) => itemProblems(item, form)),
  ];
}

function itemProblems({ id, kind, scope }: Item, { scales }: Form): string[] {
  const field = `item "${id}"`;
  const problems: string[] = [];
  if (kind.type === "number" && kind.minimum > kind.maximum)
    problems.push(`${field}: the minimum ${kind.minimum} is above the maximum ${kind.maximum}`);
  if (kind.type === "choice")
    problems.push(
      ...repeatedIn(
        `${field}, choices`,
        kind.choices.map(({ value }) => value),
      ),
    );
  const scale = kind.type === "grade" ? scales.find((each) => each.id === kind.scale) : undefined;
  if (kind.type === "grade" && !scale) problems.push(`${field}: its scale "${kind.scale}" is not among the scales of the form`);
  if (scope.of === "muscle, side and level") {
    if (kind.type === "text" || kind.type === "choice")
      problems.push(`${field}: a ${kind.type} cannot be combined over levels; ask it per muscle and side`);
    if (scope.combine === "mean" && scale && !isNumeric(scale))
      problems.push(`${field}: a mean needs grades that are numbers, and "${scale.name}" has others; use the maximum`);
  }
  return problems;
}

/** Whether an item is asked for each muscle. */
export function isPerMuscle({ of }: Scope): boolean {
  return of === "muscle and side" || of === "muscle, side and level";
}

/** What the regions of a protocol give to a form: their names, levels and series. */
export interface FormRegion {
  readonly id: string;
  readonly name: string;
  readonly levels: readonly { readonly id: string; readonly name: string }[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
}

/** Reads a form. Throws PlainError that names every field that is wrong. */
export function parseForm(content: unknown): Form {
  return parseInWords(formSchema, "The form", content);
}
