import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";

const models = join(import.meta.dirname, "..", "..", "..", "..", "assets", "models");

/** The folders of the bundles of format 2 that come with the program. */
export const shippedNetworks = { ensemble: join(models, "ensemble"), segmentation: join(models, "segmentation") } as const;

/** A copy of a shipped bundle whose description is changed; answers its folder. */
export function changedNetwork(folder: string, name: keyof typeof shippedNetworks, change: (bundle: Bundle2) => object): string {
  cpSync(shippedNetworks[name], folder, { recursive: true });
  const path = join(folder, "bundle.json");
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, "utf8")) as Bundle2)));
  return folder;
}
