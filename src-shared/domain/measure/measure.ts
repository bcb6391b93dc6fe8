import { z } from "zod";

/** What can be measured by hand on an image. */
export const measureKinds = ["distance", "angle", "ellipse", "point"] as const;
export type MeasureKind = (typeof measureKinds)[number];

/** The planes in which a measure may lie: of the volume's own slices, or along the patient's axes. */
export const measurePlanes = ["acquisition", "axial", "coronal", "sagittal"] as const;
export type MeasurePlane = (typeof measurePlanes)[number];

/**
 * How many points each kind has, and in which order they stand: both ends of a distance; an angle's first end, vertex and second end; an
 * ellipse's centre, an end of one axis and an end of the other, which is at right angles to the first; the point that is probed.
 */
export const pointCounts: Readonly<Record<MeasureKind, number>> = { distance: 2, angle: 3, ellipse: 3, point: 1 };

const coordinate = z.number().finite();
const pointsSchema = z
  .array(z.tuple([coordinate, coordinate, coordinate]))
  .min(1)
  .max(3);

/** Where a measure lies: on one volume, in one plane. */
export const measurePlaceSchema = z.object({
  volumeId: z.string().min(1),
  kind: z.enum(measureKinds),
  plane: z.enum(measurePlanes),
  /** From 0, of the acquisition plane; null in a reformat, whose place the points say. */
  sliceIndex: z.number().int().min(0).nullable(),
  /** LPS, mm. Of a volume whose place in the patient is unknown, in millimetres of its own grid. */
  points: pointsSchema,
});
export type MeasurePlace = Readonly<z.infer<typeof measurePlaceSchema>>;

/** What its reader calls a measure. */
export const measureNameSchema = z.string().trim().min(1, "A measure needs a name.").max(80, "A measure's name has at most 80 characters.");

/** A measure as it is kept. */
export interface Measure extends MeasurePlace {
  readonly id: string;
  readonly name: string;
  /** The name of the reader who made it, and who alone may change it. */
  readonly reader: string;
  /** Made by the reader who asks. */
  readonly isOwn: boolean;
  /** Counts up with every change, from 1. */
  readonly revision: number;
  /** UTC, ISO 8601. */
  readonly createdAt: string;
}

/** How the kinds are called, and with a number the measures. */
export const measureNames: Readonly<Record<MeasureKind, string>> = {
  distance: "Distance",
  angle: "Angle",
  ellipse: "Ellipse",
  point: "Point",
};

/** A name for a new measure: "Distance 3", with the first number that none of the others has. */
export function freeMeasureName(kind: MeasureKind, others: ReadonlyArray<Pick<Measure, "name">>): string {
  const names = new Set(others.map(({ name }) => name));
  let number = 1;
  while (names.has(`${measureNames[kind]} ${number}`)) number++;
  return `${measureNames[kind]} ${number}`;
}
