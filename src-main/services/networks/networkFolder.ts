import { join } from "node:path";
import type { Store } from "../store/index.ts";

/** Where the installed networks lie. */
export function networksFolder({ modelsFolder }: Pick<Store, "modelsFolder">): string {
  return join(modelsFolder, "networks");
}

/** The folder of one, named after the hash of its bundle.json. */
export function networkFolder(store: Pick<Store, "modelsFolder">, bundleHash: string): string {
  return join(networksFolder(store), bundleHash);
}
