import { randomUUID } from "node:crypto";
import type { ListedRecipe, ReadRecipeSource, RecipeDescription } from "#shared/api/recipe.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import { recipeInWords } from "#shared/domain/recipe/recipeInWords.ts";
import type { Author, Store } from "../store/index.ts";
import { presetNames, presetText } from "./presets.ts";
import { readRecipe } from "./readRecipe.ts";
import { recipeHash } from "./recipeHash.ts";

/** The recipes that come with the program and those that are kept in the data folder. */
export interface SavedRecipes {
  /** Those of the program first, by name. */
  list(): ListedRecipe[];
  /** The file of a recipe, with its comments. Throws PlainError where there is none. */
  text(source: ReadRecipeSource): { readonly fileName: string; readonly text: string };
  /** Reads a recipe, with what was chosen. Throws PlainError that names every field that is wrong and its line. */
  read(source: ReadRecipeSource): Recipe;
  /** What a recipe does, in words and in full. Throws PlainError as `read` does. */
  describe(source: ReadRecipeSource): RecipeDescription;
  /** Keeps a recipe's file under the name that stands in it; the one that had the name before gives way. Throws PlainError where it cannot be used. */
  save(by: Author, file: { readonly fileName: string; readonly text: string }): ListedRecipe;
  /** Throws PlainError where there is none of this id. */
  remove(by: Author, recipeId: string): void;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly savedAt: string;
}

export function createSavedRecipes(store: Store): SavedRecipes {
  const { database } = store;
  const all = database.prepare<[], Row>("SELECT id, name, text, saved_at AS savedAt FROM recipe ORDER BY name COLLATE NOCASE");
  const find = database.prepare<[string], Row>("SELECT id, name, text, saved_at AS savedAt FROM recipe WHERE id = ?");
  const upsert = database
    .prepare<[{ id: string; name: string; text: string; savedAt: string }], string>(
      `INSERT INTO recipe (id, name, text, saved_at) VALUES (:id, :name, :text, :savedAt)
     ON CONFLICT (name) DO UPDATE SET name = excluded.name, text = excluded.text, saved_at = excluded.saved_at RETURNING id`,
    )
    .pluck();

  const text: SavedRecipes["text"] = (source) => {
    if (source.from === "text") return source;
    if (source.from === "preset") return { fileName: `${source.preset}.yaml`, text: presetText(source.preset) };
    const row = find.get(source.recipeId);
    if (!row) throw new PlainError("This recipe is no longer kept. Choose another one.");
    return { fileName: row.name, text: row.text };
  };
  const read: SavedRecipes["read"] = (source) => {
    const file = text(source);
    return readRecipe(file.text, file.fileName, source.chosen);
  };
  const listed = (recipe: Recipe, from: Pick<ListedRecipe, "preset" | "recipeId" | "savedAt">): ListedRecipe => ({
    ...from,
    name: recipe.name,
    version: recipe.version,
    about: recipe.about,
    hash: recipeHash(recipe),
    fault: null,
  });
  const own = ({ id: recipeId, name, text: file, savedAt }: Row): ListedRecipe => {
    const from = { preset: null, recipeId, savedAt };
    try {
      return listed(readRecipe(file, name), from);
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      return { ...from, name, version: 0, about: "", hash: "", fault: error.message };
    }
  };

  return {
    list: () => [
      ...presetNames()
        .map((preset) => listed(readRecipe(presetText(preset), `${preset}.yaml`), { preset, recipeId: null, savedAt: null }))
        .toSorted((a, b) => a.name.localeCompare(b.name, "en")),
      ...all.all().map(own),
    ],
    text,
    read,
    describe: (source) => {
      const recipe = read(source);
      const { roles, steps, outputs, choices } = recipeInWords(recipe);
      return { recipe, hash: recipeHash(recipe), words: { roles: [...roles], steps: [...steps], outputs, choices: [...choices] } };
    },
    save: (by, { fileName, text: file }) => {
      const { name } = readRecipe(file, fileName);
      const id = store.write(by, ({ at }) => upsert.get({ id: randomUUID(), name, text: file, savedAt: at })!);
      return own(find.get(id)!);
    },
    remove: (by, recipeId) => {
      if (store.write(by, () => database.prepare("DELETE FROM recipe WHERE id = ?").run(recipeId)).changes === 0)
        throw new PlainError("This recipe is no longer kept. Choose another one.");
    },
  };
}
