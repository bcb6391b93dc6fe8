import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from "yaml";

/**
 * The line, from 1, of the key or item that a path leads to in a YAML document, or of the last of its keys that is there; undefined where
 * none is. An item of a list is named by its place, from 0, or by its text.
 */
export function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly string[]): number | undefined {
  let at: Node | null = document.contents;
  let found: Node | undefined;
  for (const name of path) {
    const parent: Node | null = resolved(document, at);
    const pair = isMap<Node, Node | null>(parent) ? parent.items.find(({ key }) => textOf(document, key) === name) : undefined;
    const item = isSeq<Node>(parent)
      ? parent.items.find((item, place) => (/^\d+$/.test(name) ? place === Number(name) : textOf(document, item) === name))
      : undefined;
    if (!pair && !item) break;
    found = pair?.key ?? item;
    at = (pair ? pair.value : item) ?? null;
  }
  return found?.range ? lines.linePos(found.range[0]).line : undefined;
}

function resolved(document: Document.Parsed, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}

function textOf(document: Document.Parsed, node: Node): string | undefined {
  const scalar = resolved(document, node);
  return isScalar(scalar) ? String(scalar.value) : undefined;
}
