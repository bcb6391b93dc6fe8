import { dirname, join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { referenceFinder } from "../dicom/index.ts";
import { isPlainName } from "../system/index.ts";

/** A DICOMDIR that was met. */
interface Directory {
  readonly path: string;
  readonly shownPath: string;
  /** In a ZIP all files are read anyway; there only what points outside is of interest. */
  readonly isUnpacked: boolean;
  readonly references: ReadonlyArray<readonly string[]>;
}

/** Makes what turns the references of DICOMDIRs into files to read, or into reasons why not. */
export function directoryFollower(
  onFile: (path: string) => void,
  onRejected: (shownPath: string, reason: string) => void,
): (directory: Directory) => void {
  const find = referenceFinder();
  return ({ path, shownPath, isUnpacked, references }) => {
    if (references.length === 0) onRejected(shownPath, "a DICOMDIR that names no files");
    for (const parts of references) {
      try {
        if (!isUnpacked) onFile(find(dirname(path), parts));
        else if (!parts.every(isPlainName)) throw new PlainError("refused: the DICOMDIR points outside its folder");
      } catch (error) {
        const shown = join(dirname(shownPath), parts.join("/").replaceAll("\0", "")).toWellFormed();
        onRejected(shown, error instanceof PlainError ? error.message : "the DICOMDIR names this file, but it cannot be read");
      }
    }
  };
}
