import { z } from "zod";
import { bundle2Schema } from "../domain/bundle/bundle2.ts";

/** How the golden cases of a network came out on this machine. */
export const networkCheckSchema = z.object({
  checkedAt: z.iso.datetime(),
  /** The most that a patch took on this machine, MB. */
  patchMb: z.number(),
  golden: z.array(z.object({ name: z.string(), problems: z.array(z.string()), seconds: z.number() })),
});
export type NetworkCheck = z.infer<typeof networkCheckSchema>;

/** An installed bundle of format 2. */
export const installedNetworkSchema = z.object({
  id: z.string(),
  bundle: bundle2Schema,
  /** sha256, hex, of bundle.json, which names the hash of every other file. */
  bundleHash: z.string(),
  installedAt: z.iso.datetime(),
  /** The last one: that of the installation, until it is checked again. */
  check: networkCheckSchema,
});
export type InstalledNetwork = z.infer<typeof installedNetworkSchema>;

/** A network after an install; `restored` where it had been installed before and its damaged or missing files were replaced. */
export const networkInstallResultSchema = installedNetworkSchema.extend({ restored: z.literal(true).optional() });
export type NetworkInstallResult = z.infer<typeof networkInstallResultSchema>;

export const networkByIdSchema = z.strictObject({ networkId: z.string() });
