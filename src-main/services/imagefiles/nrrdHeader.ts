import { PlainError } from "#shared/domain/plainError.ts";

/** A NRRD header as text: fields by their lower-case name, key/value pairs as they stand, and where the data begin. */
export interface NrrdHeader {
  readonly fields: ReadonlyMap<string, string>;
  readonly keyValues: ReadonlyMap<string, string>;
  /** Byte after the header's blank line, or the file's end in a header that stands alone. */
  readonly dataOffset: number;
}

const longestHeader = 1 << 20;

/**
 * Reads a NRRD header (format description of teem, "Definition of NRRD File Format", NRRD0001 to NRRD0005).
 * Throws PlainError where the bytes are no NRRD file or a line is neither a field, a key/value pair nor a comment.
 */
export function parseNrrdHeader(fileName: string, bytes: Uint8Array): NrrdHeader {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!/^NRRD000[1-5]\r?$/.test(text.toString("latin1", 0, Math.min(9, text.length)).replace(/\n.*$/s, ""))) {
    throw new PlainError(`${fileName}: is no NRRD file: it does not begin with NRRD0001 to NRRD0005.`);
  }
  const fields = new Map<string, string>();
  const keyValues = new Map<string, string>();
  let at = text.indexOf("\n") + 1;
  for (let lineNumber = 2; at > 0 && at < text.length; lineNumber++) {
    if (at > longestHeader) throw new PlainError(`${fileName}: the NRRD header has no end (a blank line).`);
    const end = text.indexOf("\n", at);
    const line = text.toString("utf8", at, end === -1 ? text.length : end).replace(/\r$/, "");
    at = end === -1 ? text.length : end + 1;
    if (line === "") break;
    if (line.startsWith("#")) continue;
    const pair = /^([^:]+):=(.*)$/s.exec(line);
    const field = /^([^:]+): ?(.*)$/s.exec(line);
    if (pair) keyValues.set(unescaped(pair[1]!), unescaped(pair[2]!));
    else if (field) fields.set(fieldName(field[1]!), field[2]!.trim());
    else throw new PlainError(`${fileName}: line ${lineNumber} of the NRRD header is neither a field nor a key/value pair.`);
  }
  return { fields, keyValues, dataOffset: at > 0 ? at : text.length };
}

/** A key or value in the form that a header's line takes. */
export function escapedForNrrd(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", " ");
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (whole, letter: string) => (letter === "n" ? "\n" : letter === "\\" ? "\\" : whole));
}

const aliases: ReadonlyMap<string, string> = new Map([
  ["datafile", "data file"],
  ["lineskip", "line skip"],
  ["byteskip", "byte skip"],
]);

function fieldName(text: string): string {
  const name = text.trim().toLowerCase();
  return aliases.get(name) ?? name;
}
