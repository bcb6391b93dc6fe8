import { z } from "zod";

/** The id of a scale, a form, a region or the like within its file: lower-case letters, digits and hyphens, as it stands in keys of answers. */
export const identifierSchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'use lower-case letters, digits and hyphens, such as "thigh-proximal"');

/** The name of a picture that a project keeps; its ending says what it is. */
export const pictureNameSchema = z
  .string()
  .max(80)
  .regex(/^[a-z0-9-]+\.(?:png|jpg)$/, 'must be the name of a picture, such as "epimysium.png"');

/** Text that a reader reads, on one line. */
export const shortTextSchema = z.string().trim().min(1).max(200);

/** Text that a reader reads, plain, in as many lines as it needs. */
export const longTextSchema = z.string().trim().max(4000);
