import { z } from "zod";
import { layouts } from "../domain/layout.ts";

/**
 * A grey window by its ends. Of MR, whose values have no unit, in shares of the way from the volume's 1st percentile (0) to its 99th (1); of CT in Hounsfield
 * units.
 */
export const keptWindowSchema = z.object({ unit: z.enum(["share", "hounsfield"]), low: z.number(), high: z.number() });
export type KeptWindow = Readonly<z.infer<typeof keptWindowSchema>>;

export const keptPaneSchema = z.object({
  /** Null where nothing is shown, or this study has nothing that plays the part. */
  volumeId: z.string().nullable(),
  plane: z.enum(["acquisition", "axial", "coronal", "sagittal"]),
  /** Null where the reader left it as it is at first. */
  window: keptWindowSchema.nullable(),
});

/** How a reader arranges studies of one kind: layout, and what each viewport shows. */
export const keptArrangementSchema = z.object({ layout: z.enum(layouts), panes: z.array(keptPaneSchema).min(1).max(4) });
export type KeptArrangement = z.infer<typeof keptArrangementSchema>;

export const keepArrangementSchema = z.object({ studyInstanceUid: z.string(), arrangement: keptArrangementSchema });

/** As it is on the disk: a series stands by its hash, and by its place among those of a study that have the same. */
export const arrangementOnDiskSchema = keptArrangementSchema.extend({
  panes: z.array(
    keptPaneSchema.omit({ volumeId: true }).extend({ series: z.object({ key: z.string(), place: z.number().int() }).nullable() }),
  ),
});
