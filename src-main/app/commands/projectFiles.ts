import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { readDataTable, type DataTable } from "../../services/exports/index.ts";
import { largestPicture, protocolOfFile, templateProtocol } from "../../services/projects/index.ts";
import { readUserFile } from "../../services/system/index.ts";

export { logCsv } from "../../services/projects/index.ts";

const mostProtocolBytes = 2 ** 23;
const mostTableBytes = 2 ** 26;

/** The protocol in a file. Throws PlainError that names the file and every field that is wrong. */
export async function readProtocolFile(path: string): Promise<Protocol> {
  const fileName = basename(path);
  const bytes = await readUserFile(path, "the protocol", mostProtocolBytes);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new PlainError(`${fileName} is no protocol: it is not in UTF-8.`, { cause });
  }
  return protocolOfFile(text, fileName);
}

/** A protocol that comes with the program. */
export const namedProtocol: (template: string) => Protocol = templateProtocol;

/** A table of cases, or what `what` says. Throws PlainError that names the file and the row where it is none. */
export async function readCaseFile(path: string, what = "the table of cases"): Promise<DataTable> {
  return readDataTable(await readUserFile(path, what, mostTableBytes), basename(path));
}

/** The bytes of a picture. Throws PlainError that names the file where it cannot be read, or is too large. */
export async function readPictureFile(path: string): Promise<Uint8Array> {
  return readUserFile(path, "the picture", largestPicture);
}

/** A table of which the text was sent. Throws PlainError that names the file and the row where it is none. */
export function tableOfText({ text, fileName }: { readonly text: string; readonly fileName: string }): DataTable {
  return readDataTable(new TextEncoder().encode(text), fileName);
}
