import { z } from "zod";
import { segmentationSchema, segmentSchema, type Segmentation } from "../domain/segment.ts";

export const segmentationByIdSchema = z.object({ segmentationId: z.string() });

export const segmentationCreateSchema = z.object({ volumeId: z.string(), name: z.string() });

/** Number, name and colour are given where they are left out. */
export const newSegmentSchema = z.object({
  name: z.string().optional(),
  color: segmentSchema.shape.color.optional(),
  side: segmentSchema.shape.side.optional(),
});

/** What a revision changed of the segments. */
export const segmentHistorySchema = z.object({
  /** Of the segment; null for the order of all. */
  number: segmentSchema.shape.number.nullable(),
  /** "segment": it was added or deleted, and its name stands for it. */
  field: z.enum(["name", "color", "side", "segment", "order"]),
  /** Null where there was none. The order is the numbers of the segments. */
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type SegmentChange = z.infer<typeof segmentHistorySchema>;

/** One line of a segmentation's history: a revision. */
export const strokeRecordSchema = z.object({
  revision: z.number().int(),
  tool: z.string(),
  createdAt: z.iso.datetime(),
  reader: z.string(),
  /** The slices it changed, ascending. */
  slices: z.array(z.number().int()),
  segments: z.array(segmentHistorySchema),
});
export type StrokeRecord = z.infer<typeof strokeRecordSchema>;

/** The answer of POST /segmentations/import: the segmentation that came from a file. */
export const importedSegmentationSchema = segmentationSchema.extend({
  /** What to be careful of, in sentences that name the file. */
  notes: z.array(z.string()),
});
export type ImportedSegmentation = z.infer<typeof importedSegmentationSchema>;

/** A polygon that has not been closed: its corners in voxels of a slice or of a reformat's cut, whole numbers being voxel centres. */
export const openPolygonSchema = z.object({
  /** The reformat in which it is drawn; left out where that is a slice as acquired. */
  plane: z.enum(["axial", "coronal", "sagittal"]).optional(),
  sliceIndex: z.number().int().min(0),
  points: z
    .array(z.tuple([z.number(), z.number()]))
    .min(1)
    .max(10_000),
  /** Closed, it erases the active segment instead of filling it. */
  isErasing: z.boolean(),
});
export type OpenPolygon = Readonly<Omit<z.infer<typeof openPolygonSchema>, "points">> & {
  readonly points: ReadonlyArray<readonly [number, number]>;
};

/** How a segment is seen: its inside filled, its border outlined, or both; how opaque the fill is, 0 to 1. */
export const segmentLookSchema = z.object({ style: z.enum(["fill", "outline", "both"]), opacity: z.number().min(0).max(1) });
export type SegmentLook = Readonly<z.infer<typeof segmentLookSchema>>;

/**
 * How a reader left a segmentation: what the next stroke goes into, what is hidden and locked, how it looks, what is finished, and a polygon that waits to be
 * closed.
 */
export const segmentationViewSchema = z.object({
  activeSegment: segmentSchema.shape.number.nullable(),
  hidden: z.array(segmentSchema.shape.number).max(255),
  locked: z.array(segmentSchema.shape.number).max(255),
  polygon: openPolygonSchema.nullable(),
  /** Of all segments. Not there where the view was kept by an earlier version, as all that follows. */
  look: segmentLookSchema.optional(),
  /** Of segments that look otherwise. */
  looks: z
    .array(segmentLookSchema.extend({ segment: segmentSchema.shape.number }))
    .max(255)
    .optional(),
  /** Segments that the reader said are finished on a slice, with the print (domain/drawing/slicePrints) of what was there then. */
  done: z
    .array(
      z.object({ segment: segmentSchema.shape.number, slice: z.number().int().min(0), print: z.number().int().min(0).max(0xffffffff) }),
    )
    .max(50_000)
    .optional(),
});
export type SegmentationView = Omit<z.infer<typeof segmentationViewSchema>, "polygon"> & { readonly polygon: OpenPolygon | null };

export const segmentationViewKeepSchema = segmentationByIdSchema.extend({ view: segmentationViewSchema });

/**
 * Whose steps are asked for: the reader's that were drawn in a window, or in any window up to the revision at which that one opened
 * the segmentation first.
 */
export const readerStepsSchema = segmentationByIdSchema.extend({
  windowId: z.string().min(1).max(64),
  openedRevision: z.number().int().min(0),
});

/** What a stroke says of itself, besides its voxels. */
export const strokeMarkSchema = z.object({
  /** Made by whoever sends it: a stroke is kept once, however often it is sent. */
  strokeId: z.string().min(1).max(64).optional(),
  windowId: z.string().min(1).max(64).optional(),
  /** The stroke that this one undoes or does again. */
  reverses: z.string().min(1).max(64).optional(),
});
export type StrokeMark = z.infer<typeof strokeMarkSchema>;

/** A change of segments, with what it says of itself. */
const segmentStepSchema = segmentationByIdSchema.extend({ mark: strokeMarkSchema.omit({ reverses: true }).optional() });
export const segmentAddSchema = segmentStepSchema.extend({ segment: newSegmentSchema });
/** Several, in one step. */
export const segmentsAddSchema = segmentStepSchema.extend({ segments: z.array(newSegmentSchema).min(1).max(255) });
export const segmentChangeSchema = segmentStepSchema.extend({ number: segmentSchema.shape.number, change: newSegmentSchema.partial() });
export const segmentRemoveSchema = segmentStepSchema.extend({ number: segmentSchema.shape.number });
/** Every segment once, by its number. */
export const segmentOrderSchema = segmentStepSchema.extend({ numbers: z.array(segmentSchema.shape.number).max(255) });

/** A step that changed segments, to be undone or done again from the history on disk. */
export const reversalSchema = segmentationByIdSchema.extend({
  direction: z.enum(["undo", "redo"]),
  mark: strokeMarkSchema.required({ strokeId: true, reverses: true }),
});

/** What came of a reversal. */
export interface ReversedStep {
  readonly segmentation: Segmentation;
  /** The slices whose labels it changed, ascending. */
  readonly slices: readonly number[];
  /** Voxels that stay as they are, because something else changed them since. */
  readonly untouched: number;
  /** Why the step can never be reversed any more, and was not, in a sentence; null where it was reversed. */
  readonly refusal: string | null;
}
