import type { Region } from "#shared/domain/project/region.ts";

/** Levels of the names in their order: those that there were keep their ids, new ones get one that is made of the name. */
export function levelsNamed(names: readonly string[], before: Region["levels"]): Region["levels"] {
  const levels: Region["levels"] = [];
  for (const name of names) {
    const kept = before.find((level) => level.name === name);
    const taken = new Set([...before, ...levels].map(({ id }) => id));
    levels.push(kept ?? { id: freeId(name, taken), name });
  }
  return levels;
}

function freeId(name: string, taken: ReadonlySet<string>): string {
  const base =
    name
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "level";
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}
