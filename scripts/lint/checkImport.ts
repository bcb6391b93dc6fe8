import { posix } from "node:path";
import { boundaries, type Boundary } from "./boundaries.ts";

export interface Import {
  /** The file that imports, from the project's root, with "/". */
  readonly file: string;
  /** As it is written. */
  readonly specifier: string;
  readonly isType: boolean;
}

/** Whether `path` is `folder` or lies in it; "*" in `folder` stands for any one name. */
function isWithin(path: string, folder: string): boolean {
  const parts = path.split("/");
  return folder.split("/").every((name, at) => (name === "*" ? parts[at] !== undefined : parts[at] === name));
}

function boundaryOf(path: string, table: readonly Boundary[]): Boundary | undefined {
  const depth = ({ folder }: Boundary) => folder.split("/").length * 2 - Number(folder.includes("*"));
  return table.filter(({ folder }) => isWithin(path, folder)).toSorted((a, b) => depth(b) - depth(a))[0];
}

/** The folder that a boundary is for in this very case: "src-renderer/rooms/reading" of "src-renderer/rooms/*". */
const folderOf = (path: string, { folder }: Boundary): string => path.split("/").slice(0, folder.split("/").length).join("/");

/** The file of ours that is meant, from the project's root; undefined for a package. */
function resolveOurs({ file, specifier }: Import): string | undefined {
  if (specifier.startsWith("#shared/")) return `src-shared/${specifier.slice("#shared/".length)}`;
  return specifier.startsWith(".") ? posix.normalize(posix.join(posix.dirname(file), specifier)) : undefined;
}

/** Answers in words why an import is against the table; undefined where it may stand. Files outside the sources may import what they like. */
export function checkImport(wanted: Import, table: readonly Boundary[] = boundaries): string | undefined {
  const { file, specifier, isType } = wanted;
  if (!file.startsWith("src-")) return undefined;
  const from = boundaryOf(file, table);
  if (!from)
    return `${posix.dirname(file)} has no row in the table of boundaries (scripts/lint/boundaries.ts): add one that says what it may import.`;
  const target = resolveOurs(wanted);
  if (target === undefined) {
    const isKnown = from.packages.some((name) =>
      name.endsWith(":") ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`),
    );
    return isKnown
      ? undefined
      : `${from.folder} may not import ${specifier}; of packages it may use ${from.packages.join(", ") || "none"}.`;
  }
  if (isWithin(target, folderOf(file, from))) return undefined;
  // What lies beside the sources (assets, package.json) is no one's room.
  if (!target.startsWith("src-")) return undefined;
  if (!from.mayImport.some((folder) => isWithin(target, folder))) {
    return `${from.folder} may not import ${target}; of ours it may import ${from.mayImport.join(", ") || "nothing"}.`;
  }
  if (!isType && from.typesOnly?.some((folder) => isWithin(target, folder)))
    return `${from.folder} may import types of ${target} only (import type).`;
  const to = boundaryOf(target, table);
  if (to?.entry !== undefined && target !== `${folderOf(target, to)}/${to.entry}`)
    return `${to.folder} is entered by its ${to.entry} only, not by ${target}.`;
  return undefined;
}
