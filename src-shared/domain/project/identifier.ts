import { z } from "zod";

/** The id of a scale, a form, a region or the like within its file: lower-case letters, digits and hyphens, as it stands in keys of answers. */
export const identifierSchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'use lower-case letters, digits and hyphens, such as "thigh-proximal"');

/** Text that a reader reads, on one line. */
export const shortTextSchema = z.string().trim().min(1).max(200);

/** Text that a reader reads, plain, in as many lines as it needs. */
export const longTextSchema = z.string().trim().max(4000);
