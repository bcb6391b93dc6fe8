import { z } from "zod";
import { measureNameSchema, measurePlaceSchema, type MeasureKind, type MeasurePlace } from "../domain/measure/measure.ts";
import type { MeasureValues } from "../domain/measure/measureValues.ts";

export const measuresOfStudySchema = z.object({ studyInstanceUid: z.string() });

/** The id is made by whoever sends it: a measure is kept once, however often it is sent. */
export const measureAddSchema = measurePlaceSchema.extend({ id: z.uuid(), name: measureNameSchema });
export type MeasureToAdd = Readonly<z.infer<typeof measureAddSchema>>;

/** `revision` is the one that was changed: where the measure is at another by now, nothing is done. */
export const measureByRevisionSchema = z.object({ id: z.string(), revision: z.number().int().min(1) });

export const measureChangeSchema = measureByRevisionSchema.extend({
  change: z.object({ points: measurePlaceSchema.shape.points, name: measureNameSchema }).partial(),
});
export type MeasureChange = Readonly<z.infer<typeof measureChangeSchema>["change"]>;

/** A measure with what it says, as tables and reports have it. It names no patient. */
export interface MeasureRecord {
  readonly name: string;
  readonly kind: MeasureKind;
  /** "5 t1_tse_tra": number, description and volume of the series. */
  readonly series: string;
  /** "slice 12", counted from 1; of a reformat "coronal". */
  readonly where: string;
  readonly plane: MeasurePlace["plane"];
  readonly points: MeasurePlace["points"];
  readonly values: MeasureValues;
  readonly reader: string;
  readonly revision: number;
  readonly createdAt: string;
  /** Why no grey values are given, in a sentence; null where they are, or there are none to be given. */
  readonly problem: string | null;
}

/** All measures of a study as a table: the first row names the columns. */
export interface MeasureTable {
  readonly fileName: string;
  readonly rows: readonly (readonly string[])[];
  readonly csv: string;
}
