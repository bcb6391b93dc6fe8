import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { projectRoot } from "../store/index.ts";

const folder = join(projectRoot, "assets", "recipes");
const ending = ".yaml";

/** The names of the recipes that come with the program: "myopathy". */
export function presetNames(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .toSorted();
}

/** The file of a recipe that comes with the program (assets/recipes), as it stands there. Throws PlainError where there is none of this name. */
export function presetText(name: string): string {
  const names = presetNames();
  if (!names.includes(name)) throw new PlainError(`No recipe “${name}” comes with the program. Recipes: ${names.join(", ")}.`);
  return readFileSync(join(folder, `${name}${ending}`), "utf8");
}
