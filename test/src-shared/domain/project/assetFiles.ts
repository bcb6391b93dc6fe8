import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const assets = join(import.meta.dirname, "..", "..", "..", "..", "assets");

/** The JSON files of a folder of assets, by name without the ending. */
export function assetFiles(folder: "forms" | "protocols"): ReadonlyMap<string, unknown> {
  return new Map(
    readdirSync(join(assets, folder)).map((name) => [
      name.replace(/\.json$/, ""),
      JSON.parse(readFileSync(join(assets, folder, name), "utf8")) as unknown,
    ]),
  );
}
