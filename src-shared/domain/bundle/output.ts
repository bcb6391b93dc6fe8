import { z } from "zod";
import { sides } from "../segment.ts";
import { skimageSchema } from "./input.ts";

/** A number that a voxel of the label map may have. */
const labelValue = z.int().min(1).max(65_535);

const labelSchema = z.strictObject({
  value: labelValue,
  name: z.string().min(1).max(120),
  /** A code of SNOMED CT, RadLex or FreeSurfer, for DICOM SEG. */
  code: z
    .strictObject({
      scheme: z.enum(["SCT", "RADLEX", "FreeSurfer"]),
      value: z.string().min(1).max(40),
      meaning: z.string().min(1).max(120),
    })
    .optional(),
  side: z.enum(sides).optional(),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, "must be a colour as #rrggbb, in lower case")
    .optional(),
});
export type BundleLabel = z.infer<typeof labelSchema>;

const connectivity = z.union([z.literal(6), z.literal(26)]);
const labels = z.array(labelValue).min(1);

/** What is done to the label map on the grid of the image, in the order of the list. */
const postSchema = z.discriminatedUnion("kind", [
  /** Only the largest piece stays: of all these labels taken together, or of each. */
  z.strictObject({ kind: z.literal("largestComponent"), labels, together: z.boolean(), connectivity }),
  /** The same in each slice across the tensor's first axis, as 2D networks see them: pieces that touch at 4 edges, or at 8 edges and corners. */
  z.strictObject({
    kind: z.literal("largestInSlice"),
    labels,
    together: z.boolean(),
    connectivity: z.union([z.literal(4), z.literal(8)]),
  }),
  /** Pieces smaller than this go. */
  z.strictObject({ kind: z.literal("minimumVolume"), labels, mm3: z.number().positive(), connectivity }),
  /** Background from which no path of faces leads to the border of the volume becomes the label. */
  z.strictObject({ kind: z.literal("fillHoles"), labels }),
  /** Background within this distance becomes the label (with several labels, in their order). */
  z.strictObject({ kind: z.literal("dilate"), labels, mm: z.number().positive().max(100) }),
  /** Voxels of the label within this distance of what is none become background. */
  z.strictObject({ kind: z.literal("erode"), labels, mm: z.number().positive().max(100) }),
]);
export type PostStep = z.infer<typeof postSchema>;

/**
 * How the answer comes back to the grid before `input.grid`: of logits or scores, never of labels. As scikit-image resizes, or looked up, linear, at the
 * place of every voxel of that grid.
 */
const resampleBackSchema = z.strictObject({
  of: z.enum(["logits", "scores"]),
  resample: z.discriminatedUnion("method", [skimageSchema, z.strictObject({ method: z.literal("inverse") })]),
});

const segmentationBase = { resampleBack: resampleBackSchema, post: z.array(postSchema) };

/** How a network's answer becomes a label map. What was cropped away is background. */
export const segmentationOutputSchema = z.discriminatedUnion("kind", [
  /** One channel a label: the largest wins, of equal ones the first. */
  z.strictObject({
    kind: z.literal("labels"),
    ...segmentationBase,
    /** Of the channels in their order; null is the background, which must be the first. */
    channels: z.array(labelValue.nullable()).min(2).max(512),
    labels: z.array(labelSchema).min(1).max(512),
  }),
  /** One channel a region: where its score is above the threshold its voxels become `order`'s number at the same place; later ones overwrite. */
  z.strictObject({
    kind: z.literal("regions"),
    ...segmentationBase,
    regions: z
      .array(z.strictObject({ name: z.string().min(1), labels }))
      .min(1)
      .max(64),
    order: z.array(labelValue).min(1).max(64),
    threshold: z.number().min(0).max(1),
    labels: z.array(labelSchema).min(1).max(512),
  }),
  /** One channel: the signed distance to the border, mm, negative within. Voxels at `border` or less are the label. */
  z.strictObject({ kind: z.literal("distance"), ...segmentationBase, border: z.number(), labels: z.array(labelSchema).length(1) }),
]);
export type SegmentationOutput = z.infer<typeof segmentationOutputSchema>;

/** Probabilities of classes. A network with one number gives the positive class's; with several, one a class in the order of `classes`. */
export const classificationOutputSchema = z.strictObject({
  kind: z.literal("probability"),
  classes: z.array(z.string().min(1)).min(2),
  positiveClass: z.string().min(1),
  /** The positive class is predicted where its probability is this or more. */
  threshold: z.number().min(0).max(1),
});
export type ClassificationOutput = z.infer<typeof classificationOutputSchema>;

/** One number. */
export const regressionOutputSchema = z.strictObject({
  kind: z.literal("value"),
  name: z.string().min(1).max(120),
  unit: z.string().max(40),
});
export type RegressionOutput = z.infer<typeof regressionOutputSchema>;
