import type { z } from "zod";
import { PlainError } from "#shared/domain/plainError.ts";
import { fieldProblems, unusable } from "#shared/domain/project/fieldProblems.ts";
import { rolesOf } from "#shared/domain/recipe/recipeWay.ts";
import { recipeSchema, type ChosenOptions, type Recipe } from "#shared/domain/recipe/recipe.ts";
import { lineOf, openYaml, YamlFault, type OpenedYaml } from "../yaml/index.ts";
import { recipeHash } from "./recipeHash.ts";
import { takeOptions } from "./takeOptions.ts";

/**
 * Reads a recipe: YAML 1.2, or JSON. What it leaves open is decided as the recipe has it, or as `chosen` says. Throws PlainError that names the file and, of
 * every field that is wrong, its line; and where an option is chosen that the recipe does not have.
 */
export function readRecipe(text: string, fileName: string, chosen: ChosenOptions = {}): Recipe {
  const opened = opening(text, fileName);
  const content: unknown = opened.document.toJS();
  const recipe = parsed(content, opened, fileName);
  // Every answer, and not only the one that is taken: a recipe that breaks when it is asked for something else is a wrong recipe.
  for (const choice of recipe.choices)
    for (const [at, option] of choice.options.entries()) {
      const taken = parsed(takeOptions(content, { [choice.name]: option.name }, fileName), opened, fileName);
      if (at === 0 && recipeHash(taken) !== recipeHash(recipe))
        throw new PlainError(
          `${fileName} cannot be used: choice "${choice.name}": its first option says something else than what stands in the steps.`,
        );
    }
  return withoutUnneeded(parsed(takeOptions(content, chosen, fileName), opened, fileName));
}

/** What a choice names in one of its options and leaves unused in the one taken is not asked for: a label map where a network draws, a bundle where one is given. */
function withoutUnneeded(recipe: Recipe): Recipe {
  const steps = recipe.steps.map(rolesOf);
  const used = new Set([...recipe.outputs, ...steps.flatMap(({ reads, bundle }) => [...reads.map(({ role }) => role), bundle])]);
  const optional = new Set(recipe.choices.flatMap(({ options }) => options.flatMap(({ fields }) => textsIn(fields))));
  const isNeeded = (name: string) => used.has(name) || !optional.has(name);
  return {
    ...recipe,
    roles: recipe.roles.filter(({ name, holds }) => holds !== "labels" || isNeeded(name)),
    bundles: recipe.bundles.filter(({ name }) => isNeeded(name)),
  };
}

/** Every text within a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function opening(text: string, fileName: string): OpenedYaml {
  try {
    return openYaml(text, "1.2");
  } catch (cause) {
    throw cause instanceof YamlFault ? new PlainError(`${fileName} ${faultInWords(cause)}`, { cause }) : cause;
  }
}

function faultInWords({ kind, line, what }: YamlFault): string {
  const where = line === undefined ? "" : ` in line ${line}`;
  switch (kind) {
    case "key twice":
      return `has the key "${what}" twice; the second stands${where}. Leave one of them.`;
    case "several documents":
      return `holds several recipes; the second begins${where} ("---"). Save each as a file of its own.`;
    case "too large":
      return `is not read: it has ${what}. A recipe is much shorter.`;
    case "invalid":
      return `is not valid YAML${where === "" ? "" : `: see${where.replace(" in", "")}`}. Correct it; indentation is by spaces.`;
  }
}

function parsed(content: unknown, opened: OpenedYaml, fileName: string): Recipe {
  const result = recipeSchema.safeParse(content);
  if (result.success) return result.data;
  throw new PlainError(unusable(fileName, problemsWithLines(result.error, opened)));
}

/** "step 3, size: is missing (line 21)". */
function problemsWithLines(error: z.ZodError, { document, lines }: OpenedYaml): string[] {
  return fieldProblems(error).map((words, at) => {
    const line = lineOf(document, lines, error.issues[at]!.path.map(String));
    return line === undefined ? words : `${words} (line ${line})`;
  });
}
