import { z } from "zod";
import { identifierSchema, pictureNameSchema, shortTextSchema } from "#shared/domain/project/identifier.ts";
import { scalarTypes, volumeSchema, volumeWarningSchema } from "#shared/domain/volume.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();
const size = z.number().int().min(1).max(65_535);

/** Warnings of a volume that say something of its geometry; others may name files or series. */
export const geometryWarnings = [
  "uneven-spacing",
  "missing-slices",
  "duplicate-positions",
  "gantry-tilt",
  "no-geometry",
  "single-position",
] as const satisfies readonly z.infer<typeof volumeWarningSchema>["code"][];

/** What is said of an image: its grid and its grey values. Not the image itself, which follows as a NRRD file, and nothing of a header. */
export const packetImageSchema = z.strictObject({
  columns: size,
  rows: size,
  slices: size,
  ...volumeSchema.pick({ spacingMm: true, originMm: true, direction: true, sliceThicknessMm: true, hasPatientGeometry: true }).shape,
  ...volumeSchema.pick({ isRegular: true, invert: true, padding: true, window: true, turnsUpright: true }).shape,
  slicePositionsMm: z.array(z.number()).nullable(),
  scalarType: z.enum(scalarTypes),
  /** Images of one case with one number lie in one space of the patient. */
  space: z.number().int().min(0),
  warnings: z.array(z.enum(geometryWarnings)).max(geometryWarnings.length),
  /** Of its series, where the protocol shows it. */
  seriesDescription: z.string().max(1024).optional(),
});
export type PacketImage = z.infer<typeof packetImageSchema>;

/** A case that is to be read. */
const packetReadingSchema = z.strictObject({
  id: z.uuid(),
  code: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?$/i),
  seed: z.number().int().min(0),
  position: z.number().int().min(1),
  isTraining: z.boolean(),
  /** Where the protocol shows them. */
  patient: z
    .strictObject({ age: z.number().int().min(0).max(200).nullable(), sex: z.enum(["female", "male", "other"]).nullable() })
    .partial()
    .optional(),
  /** `image` counts the packet's images, from 0. */
  roles: z.array(z.strictObject({ region: identifierSchema, role: identifierSchema, image: z.number().int().min(0) })).max(100),
  levels: z
    .array(
      z.strictObject({
        region: identifierSchema,
        level: identifierSchema,
        sliceIndex: z.number().int().min(0),
        positionMm: z.tuple([z.number(), z.number(), z.number()]).nullable(),
      }),
    )
    .max(500),
});
export type PacketReading = z.infer<typeof packetReadingSchema>;

/** All that a packet holds but its images: a list of what is let through, not of what is left out. */
export const packetContentSchema = z.strictObject({
  packet: z.uuid(),
  project: shortTextSchema,
  readerNumber: z.number().int().min(1),
  pass: z.number().int().min(1),
  /** UTC: no reading is opened before; null for at once. */
  notBefore: instant.nullable(),
  /** The end of the coordinator's log. */
  head: z.strictObject({ number: z.number().int().min(1), hash }),
  /** 32 bytes, base64: what comes back is sealed under them. */
  returnKey: z.string().length(44),
  protocolVersion: z.number().int().min(1),
  protocolHash: hash,
  protocol: z.record(z.string(), z.json()),
  /** Of the drawing rules and grades: their bytes follow the images. Packets of earlier versions have none. */
  pictures: z
    .array(z.strictObject({ name: pictureNameSchema, hash }))
    .max(500)
    .default([]),
  images: z.array(packetImageSchema).max(20_000),
  /** In the order in which they are read. */
  readings: z.array(packetReadingSchema).min(1).max(10_000),
});
export type PacketContent = z.infer<typeof packetContentSchema>;
