import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** The folder of the package that a module belongs to, from the project's root on; undefined for the project's own. */
export function packageFolderOf(moduleId: string): string | undefined {
  const path = moduleId.replaceAll("\\", "/").split("?")[0]!;
  const mark = "/node_modules/";
  const [first, last] = [path.indexOf(mark), path.lastIndexOf(mark)];
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(path.slice(last + mark.length))?.[0];
  return first === -1 || name === undefined ? undefined : path.slice(first + 1, last + mark.length) + name;
}

/**
 * Writes into dist/packages/ which packages a bundle holds something of: their licences go with it (see notices.ts). One plugin for a
 * configuration, its workers included. `copied` are folders of packages of which files go with the bundle as they are.
 */
export function bundledPackages(name: string, copied: readonly string[] = []): Plugin {
  const folders = new Set<string>(copied);
  return {
    name: "bundled-packages",
    generateBundle: (_options, bundle) => {
      for (const output of Object.values(bundle)) {
        for (const moduleId of output.type === "chunk" ? output.moduleIds : []) {
          const folder = packageFolderOf(moduleId);
          if (folder !== undefined) folders.add(folder);
        }
      }
      const target = join(import.meta.dirname, "..", "dist", "packages");
      mkdirSync(target, { recursive: true });
      writeFileSync(join(target, `${name}.json`), `${JSON.stringify([...folders].toSorted(), null, 2)}\n`);
    },
  };
}
