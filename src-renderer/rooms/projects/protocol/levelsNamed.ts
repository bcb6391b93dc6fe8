import type { Region } from "#shared/domain/project/region.ts";

/** Levels of the names in their order: those that there were keep their ids, new ones get one that is made of the name. */
export function levelsNamed(names: readonly string[], before: Region["levels"]): Region["levels"] {
  const levels: Region["levels"] = [];
  for (const name of names) {
    const kept = before.find((level) => level.name === name);
    const taken = new Set([...before, ...levels].map(({ id }) => id));
    levels.push(kept ?? { id: freeId(name, taken, "level"), name });
  }
  return levels;
}

/** An id that is made of a name, or of `fallback` where the name has no letters for one, and that none of `taken` is. */
export function freeId(name: string, taken: ReadonlySet<string>, fallback: string): string {
  const base =
    name
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .slice(0, 50)
      .replaceAll(/^-|-$/g, "") || fallback;
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}
