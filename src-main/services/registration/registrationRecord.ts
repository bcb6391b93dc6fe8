import { createHash } from "node:crypto";
import { z } from "zod";
import { transformSchema } from "#shared/domain/transform/transform.ts";
import { registrationKinds } from "./registrationMessages.ts";

const beforeAfter = z.strictObject({ before: z.number(), after: z.number() });
const three = z.tuple([z.int(), z.int(), z.int()]);
/** A frame of reference is known by a hash, as its UID is health data; null where the image has none. */
const frame = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .nullable();

/** A registration as provenance keeps it: the transform, between which frames of reference, and what was checked. */
export const registrationRecordSchema = z.strictObject({
  kind: z.enum(registrationKinds),
  transform: transformSchema,
  fixed: z.strictObject({ role: z.string(), frame }),
  moving: z.strictObject({ role: z.string(), frame }),
  checks: z.strictObject({
    mutualInformation: beforeAfter,
    overlap: beforeAfter,
    turnedDegrees: z.number(),
    shiftMm: z.number(),
    shrink: z.strictObject({ fixed: three, moving: three }),
    volumeFactor: z.tuple([z.number(), z.number()]).nullable(),
    startKept: z
      .strictObject({
        mutualInformationFound: z.number(),
        shiftsMm: z.tuple([z.number(), z.number(), z.number()]),
        turnDegrees: z.number(),
        leastFall: z.number(),
      })
      .nullable(),
    slices: z
      .array(z.strictObject({ slice: z.int(), aligned: z.boolean(), why: z.string(), mutualInformation: beforeAfter.nullable() }))
      .nullable(),
  }),
  engine: z.literal("elastix 5.2.0 (@itk-wasm/elastix 1.0.1)"),
});
export type RegistrationRecord = z.infer<typeof registrationRecordSchema>;

/** What a frame of reference is called in a record. */
export function hashOfFrame(frameOfReferenceUid: string | null): string | null {
  return frameOfReferenceUid === null ? null : createHash("sha256").update(frameOfReferenceUid).digest("hex");
}
