import type { Agreement } from "../../services/agreement/index.ts";
import { refuseFolder, writeFolder } from "../../services/system/index.ts";
import type { Author } from "../../services/store/index.ts";

export type { ReadingsExtracted } from "../../services/agreement/index.ts";

/** What was written, and what to be careful of. */
export interface WrittenAgreement {
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Writes the agreement of a project's locked readings into a folder that is not there yet, or empty: all of it or nothing. Throws PlainError as
 * Agreement.results and writeFolder do.
 */
export async function writeAgreement(agreement: Agreement, by: Author, projectId: string, folder: string): Promise<WrittenAgreement> {
  await refuseFolder(folder);
  const { files, notes } = await agreement.archive(by, projectId);
  await writeFolder(folder, files);
  return { files: Object.keys(files), notes };
}
