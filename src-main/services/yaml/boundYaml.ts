import { isAlias, isCollection, isPair, type Document } from "yaml";
import { YamlFault } from "./YamlFault.ts";

const most = { aliases: 100, nodes: 20_000, depth: 50 };

/**
 * Refuses a YAML document that becomes very large or deep when its aliases are followed, before any is: a few lines of anchors, each of
 * which repeats the one before,
 * stand for millions of values. Every key, value, list and map counts as one node; an alias counts as what it stands for.
 * Throws YamlFault.
 */
export function boundYaml(document: Document.Parsed): void {
  const sizes = new Map<string, number>();
  let aliases = 0;
  const sizeOf = (node: unknown, depth: number): number => {
    if (depth > most.depth) throw tooLarge(`lists and keys within each other more than ${most.depth} deep`);
    if (isAlias(node)) {
      aliases += 1;
      if (aliases > most.aliases) throw tooLarge(`more than ${most.aliases} aliases (*)`);
      return sizes.get(node.source) ?? 1;
    }
    let size = 1;
    if (isPair(node)) size = sizeOf(node.key, depth) + sizeOf(node.value, depth);
    else if (isCollection(node)) for (const item of node.items) size += sizeOf(item, depth + 1);
    if (size > most.nodes) throw tooLarge(`more than ${most.nodes} values, aliases (*) followed`);
    // As in YAML: an alias means the last anchor of its name before it.
    if (!isPair(node) && node !== null && typeof node === "object" && "anchor" in node && typeof node.anchor === "string")
      sizes.set(node.anchor, size);
    return size;
  };
  sizeOf(document.contents, 0);
}

function tooLarge(what: string): YamlFault {
  return new YamlFault("too large", { what });
}
