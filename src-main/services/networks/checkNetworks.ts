import { existsSync, readdirSync } from "node:fs";
import { relative } from "node:path";
import type { Checked, CheckOptions, Finding } from "#shared/domain/finding.ts";
import { setAside, type Store } from "../store/index.ts";
import { hasIntactFiles } from "./intactFiles.ts";
import { networkFolder, networksFolder } from "./networkFolder.ts";
import { createNetworkTable } from "./networkTable.ts";

/** Compares the files of every installed network with their hashes, and the folders with the rows. Mends: what is no network's is set aside. */
export async function checkNetworks(store: Store, { repair, onProgress }: CheckOptions): Promise<Checked> {
  const table = createNetworkTable(store);
  const findings: Finding[] = [];
  const networks = table.list();
  for (const [index, { bundle, bundleHash }] of networks.entries()) {
    const folder = networkFolder(store, bundleHash);
    if (!(await hasIntactFiles({ bundle, folder }, bundleHash)))
      findings.push({
        area: "model",
        name: `${bundle.name} ${bundle.version}`,
        problem: existsSync(folder) ? "its files are damaged: they are not those that were installed" : "its files are gone",
        mended: false,
        action: "Install the same bundle again; that puts it right. Until then it is not run.",
      });
    onProgress?.("verifying networks", index + 1, networks.length);
  }
  for (const name of existsSync(networksFolder(store)) ? readdirSync(networksFolder(store)) : []) {
    if (name.startsWith("unfinished-") || table.hasHash(name)) continue;
    const folder = networkFolder(store, name);
    findings.push({
      area: "model",
      name: relative(store.dataFolder, folder),
      problem: "no network that is installed",
      mended: repair,
      action: repair
        ? `It was moved to ${setAside(store.dataFolder, folder)}. Install it from there if it is wanted.`
        : "--repair moves it to set-aside/ in the data folder.",
    });
  }
  return { count: networks.length, findings };
}
