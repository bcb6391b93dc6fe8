import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder that holds package.json: of the checkout, or of the installed program. */
export const projectRoot: string = find(import.meta.dirname);

function find(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("package.json was not found above the program");
  return find(parent);
}
