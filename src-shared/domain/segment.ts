import { z } from "zod";

export const sides = ["left", "right", "midline", "none"] as const;
export type Side = (typeof sides)[number];

/** The largest number that a label may have in a file. */
export const largestLabelValue = 65_535;

/** One label of a segmentation. `number` is the voxel value, 1 to 255; 0 is background. */
export const segmentSchema = z.object({
  number: z.number().int().min(1).max(255),
  name: z.string().min(1).max(120),
  /** "#rrggbb" */
  color: z.string().regex(/^#[0-9a-f]{6}$/),
  side: z.enum(sides),
  /** The number that it has in files, where that is another one than `number`: that of the file it came from. */
  labelValue: z.number().int().min(1).max(largestLabelValue).optional(),
});
export type Segment = z.infer<typeof segmentSchema>;

/** The number that a segment has in files. */
export function labelValueOf({ number, labelValue }: Pick<Segment, "number" | "labelValue">): number {
  return labelValue ?? number;
}

/** A label map on the grid of one volume: each voxel belongs to one segment or to none. */
export const segmentationSchema = z.object({
  id: z.string(),
  volumeId: z.string(),
  name: z.string().min(1).max(120),
  /** Grows by one with every stroke, undo and redo; features and reports name it. */
  revision: z.number().int().min(0),
  createdAt: z.iso.datetime(),
  modifiedAt: z.iso.datetime(),
  segments: z.array(segmentSchema),
});
export type Segmentation = z.infer<typeof segmentationSchema>;

/** The slices that one stroke, undo or redo changed, whole: what each holds afterwards (columns * rows labels). */
export interface Stroke {
  /** What the hand did: the id of a tool or an effect, or as a command names it: "fill holes", "delete on slice", "undo", "redo", "import", "copy", ... On a reformat, with its plane: "brush, coronal". */
  readonly tool: string;
  readonly slices: ReadonlyArray<{ readonly sliceIndex: number; readonly labels: Uint8Array }>;
}
