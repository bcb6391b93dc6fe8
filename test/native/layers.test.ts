import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { expect, test } from "vitest";

const sources = join(import.meta.dirname, "..", "..", "native", "src");

/** Folders of the engine, the lowest first: a file includes its own folder and those before it. */
const layers = ["work", "image", "grid", "region", "preprocess", "filters", "matrices", "features", "pipeline", "addon"];

/** Includes of a higher folder, or of one that stands in no row. */
function upward(file: string, text: string): string[] {
  const own = layers.indexOf(file.split(sep)[0]!);
  return [...text.matchAll(/#include "(\w+)\/[^"]+"/g)]
    .filter(([, folder]) => own < 0 || !layers.slice(0, own + 1).includes(folder!))
    .map(([line]) => `${file}: ${line}`);
}

test("the engine's folders include downwards only", () => {
  const files = globSync("**/*.{cpp,hpp}", { cwd: sources });
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap((file) => upward(file, readFileSync(join(sources, file), "utf8")))).toEqual([]);
});

test("an include upwards would be found, and a folder without a row", () => {
  expect(upward(join("image", "Planted.hpp"), '#include "features/Shape.hpp"\n')).toHaveLength(1);
  expect(upward(join("planted", "Planted.hpp"), '#include "image/Image.hpp"\n')).toHaveLength(1);
  expect(upward(join("features", "Planted.hpp"), '#include "image/Image.hpp"\n')).toEqual([]);
});
