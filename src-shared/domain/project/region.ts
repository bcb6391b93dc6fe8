import { z } from "zod";
import { extractionSettingsSchema } from "../extractionSettings.ts";
import { layouts } from "../layout.ts";
import { muscles } from "../muscles.ts";
import { sides } from "../segment.ts";
import { identifierSchema, longTextSchema, pictureNameSchema, shortTextSchema } from "./identifier.ts";

/** What a series is for: drawn on first; what was drawn is copied to it and revised there; shown beside. */
const roleUses = ["drawn on", "copied to", "shown beside"] as const;

/** How a series of a role is found among those of a case; the coordinator confirms it. Texts are compared without regard to case and accents. */
export const roleRuleSchema = z.strictObject({
  /** The series description holds each of these. */
  descriptionHas: z.array(shortTextSchema).max(20),
  /** It holds none of these. */
  descriptionLacks: z.array(shortTextSchema).max(20),
  /** Image Type (0008,0008) has each of these among its values. */
  imageTypeHas: z.array(shortTextSchema).max(10),
  /** How the slices lie; null for any way. */
  plane: z.enum(["axial", "sagittal", "coronal"]).nullable(),
});
export type RoleRule = z.infer<typeof roleRuleSchema>;

export const roleSchema = z.strictObject({
  id: identifierSchema,
  /** "T1-weighted", "water-only": all that a blinded reader sees of the series. */
  name: shortTextSchema,
  use: z.enum(roleUses),
  rule: roleRuleSchema,
  /** The grey-value window at the start, for every reader; null for the one that the file states. */
  window: z.strictObject({ center: z.number(), width: z.number().positive() }).nullable(),
  /** How features are extracted on this series; null where none are. */
  extraction: extractionSettingsSchema.nullable(),
});
export type Role = z.infer<typeof roleSchema>;

const limbSides = z
  .array(z.enum(["right", "left"]))
  .min(1)
  .max(2);

/** What is drawn: all muscle of a section as one ROI, of both sides together or of each; single muscles of a region; or any list. */
export const drawingSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("nothing") }),
  z.strictObject({ kind: z.literal("all muscle"), sides: z.enum(["together", "each"]) }),
  z.strictObject({ kind: z.literal("single muscles"), muscles: z.array(z.enum(muscles.map(({ code }) => code))).min(1), sides: limbSides }),
  z.strictObject({
    kind: z.literal("list"),
    segments: z
      .array(
        z.strictObject({
          name: z.string().trim().min(1).max(120),
          side: z.enum(sides),
          color: z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour such as "#ff4e18"'),
        }),
      )
      .min(1)
      .max(255),
  }),
]);
export type Drawing = z.infer<typeof drawingSchema>;

export const regionSchema = z.strictObject({
  id: identifierSchema,
  name: shortTextSchema,
  roles: z.array(roleSchema).min(1).max(8),
  /** The slices that are read, in order; empty where all slices of the volume are. */
  levels: z.array(z.strictObject({ id: identifierSchema, name: shortTextSchema })).max(40),
  /** Who says which slice a level is: the coordinator once for all readers, or each reader. */
  levelsChosenBy: z.enum(["coordinator", "reader"]),
  drawing: drawingSchema,
  /** Plain text, each with the name of a picture that the project keeps, or without. */
  drawingRules: z
    .array(
      z.strictObject({
        text: longTextSchema.min(1),
        picture: pictureNameSchema.nullable(),
      }),
    )
    .max(60),
  /** The same for every reader. */
  start: z.strictObject({
    /** Rows by columns; the roles fill the places in their order. */
    layout: z.enum(layouts),
    /** The level shown first; null for the first one, or for the middle slice where there are no levels. */
    level: identifierSchema.nullable(),
  }),
});
export type Region = z.infer<typeof regionSchema>;
