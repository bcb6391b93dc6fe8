import { z } from "zod";

/** sha256, hex. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, "must be a sha256 in 64 lower-case hexadecimal digits");

/** A file of the bundle, by its path in it: plain names parted by "/", none of which begins with a dot. */
export const bundleFileSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_-][\w.-]*(\/[A-Za-z0-9_-][\w.-]*)*$/, "must be a path in the bundle, of letters, digits, _, - and dots");

/** What an image, a channel or a member is called within the bundle and on the command line (--role NAME=FILE). */
export const nameSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, "must begin with a letter, of letters, digits and _");

/** Three numbers in the order of the tensor's axes, the slowest first. */
export const perAxis = <Item extends z.ZodType>(item: Item): z.ZodTuple<[Item, Item, Item], null> => z.tuple([item, item, item]);
