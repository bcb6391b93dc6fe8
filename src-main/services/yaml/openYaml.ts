import { LineCounter, parseDocument, type Document } from "yaml";
import { boundYaml } from "./boundYaml.ts";
import { YamlFault } from "./YamlFault.ts";

/** A YAML document with the lines that its keys stand in (lineOf). */
export interface OpenedYaml {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/**
 * Reads a text as one YAML document of a bounded size, every alias of which can be resolved. `version` is that of the YAML that its writer
 * means: 1.1 as PyYAML has it, or 1.2. Throws YamlFault.
 */
export function openYaml(text: string, version: "1.1" | "1.2"): OpenedYaml {
  const lines = new LineCounter();
  const document = parsed(text, version, lines);
  const [problem] = document.errors;
  if (!problem) return { document, lines };
  const line = problem.linePos?.[0].line;
  if (problem.code === "DUPLICATE_KEY") throw new YamlFault("key twice", { line, what: keyAt(text, problem.pos[0]), cause: problem });
  if (problem.code === "MULTIPLE_DOCS") throw new YamlFault("several documents", { line, cause: problem });
  throw new YamlFault("invalid", { line, cause: problem });
}

function parsed(text: string, version: "1.1" | "1.2", lineCounter: LineCounter): Document.Parsed {
  try {
    const document = parseDocument(text, { version, lineCounter });
    boundYaml(document);
    document.toJS(); // resolves every alias, or says what is wrong with one
    return document;
  } catch (cause) {
    throw cause instanceof YamlFault ? cause : new YamlFault("invalid", { cause });
  }
}

/** The key that begins at a place of a YAML text, without its quotes. */
function keyAt(text: string, start: number): string {
  const [, double, single, plain = ""] = /"([^"]*)"|'([^']*)'|([^:,{}\n]+)/y.exec(text.slice(start)) ?? [];
  return (double ?? single ?? plain).trim();
}
