/** Why a text is no YAML that is read. The words for the reader are those of whoever asked: they say what the text is. */
export type YamlFaultKind = "invalid" | "key twice" | "several documents" | "too large";

/** A text that cannot be read as YAML, or would become too large. */
export class YamlFault extends Error {
  override readonly name = "YamlFault";
  readonly kind: YamlFaultKind;
  /** From 1; undefined where the reader of YAML does not say. */
  readonly line: number | undefined;
  /** The key that is there twice, or what is too much: "more than 100 aliases (*)". */
  readonly what: string;

  constructor(kind: YamlFaultKind, { line, what = "", cause }: { line?: number | undefined; what?: string; cause?: unknown }) {
    super(`YAML: ${[kind, what].join(", ")}`, { cause });
    this.kind = kind;
    this.line = line;
    this.what = what;
  }
}
