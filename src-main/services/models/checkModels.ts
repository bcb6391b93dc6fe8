import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Checked, CheckOptions, Finding } from "#shared/domain/finding.ts";
import { setAside, systemAuthor, type Store } from "../store/index.ts";
import { hashBundleFolder } from "./hashBundle.ts";
import { createModelTable } from "./modelTables.ts";
import { parseDescription, readBundle, type SettingsHashing } from "./readBundle.ts";

/**
 * Compares the files of every installed model with their hash, their description with the database, and the folders with the rows, both
 * ways; networks (the folder of that name) are looked at elsewhere. Mends: a whole bundle without a row is
 * taken in; any other is set aside. What is damaged or gone can only be put right by installing the same bundle again.
 */
export async function checkModels(store: Store, hashing: SettingsHashing, { repair, onProgress }: CheckOptions): Promise<Checked> {
  const table = createModelTable(store, hashing);
  const findings: Finding[] = [];
  const models = table.list();
  for (const [index, { bundle, bundleHash, modelHash }] of models.entries()) {
    const folder = join(store.modelsFolder, bundleHash);
    const found = await hashBundleFolder(folder).catch((error: NodeJS.ErrnoException) => error.code ?? "");
    const problem =
      typeof found === "string"
        ? found === "ENOENT"
          ? "its files are gone"
          : "its files cannot be read"
        : found.bundleHash !== bundleHash || found.modelHash !== modelHash
          ? "its files are damaged: they are not those that were installed"
          : !isDeepStrictEqual(parseDescription(found.description.toString("utf8")), bundle)
            ? "its description in the database is not that of bundle.json"
            : undefined;
    if (problem !== undefined) {
      findings.push({
        area: "model",
        name: `${bundle.name} ${bundle.version}`,
        problem,
        mended: false,
        action: "Install the same bundle again; that puts it right. Until then it is not run.",
      });
    }
    onProgress?.("verifying models", index + 1, models.length);
  }
  for (const name of readdirSync(store.modelsFolder)) {
    if (name.startsWith("unfinished-") || name === "networks" || table.hasHash(name)) continue;
    findings.push(await settleUnknown(store, name, hashing, repair));
  }
  return { count: models.length, findings };
}

async function settleUnknown(store: Store, name: string, hashing: SettingsHashing, repair: boolean): Promise<Finding> {
  const folder = join(store.modelsFolder, name);
  const where = { area: "model" as const, name: relative(store.dataFolder, folder), mended: repair };
  const found = await hashBundleFolder(folder).catch(() => undefined);
  if (found?.bundleHash === name) {
    if (!repair) return { ...where, problem: "not in the database", action: "--repair takes it in." };
    try {
      const table = createModelTable(store, hashing);
      const bundle = readBundle(found.description.toString("utf8"), hashing);
      const settingsHash = hashing.settingsHash(bundle.input.settings);
      store.write(systemAuthor, (write) =>
        table.insert(write, {
          id: name.slice(0, 16),
          bundle,
          bundleHash: name,
          modelHash: found.modelHash,
          settingsHash,
          installedAt: write.at,
        }),
      );
      return { ...where, problem: "not in the database", action: `It was taken in as ${bundle.name} ${bundle.version}.` };
    } catch {
      // It cannot be used, or another bundle has its name and version.
    }
  }
  return {
    ...where,
    problem: "no model that is installed",
    action: repair ? `It was moved to ${setAside(store.dataFolder, folder)}.` : "--repair moves it to set-aside/ in the data folder.",
  };
}
