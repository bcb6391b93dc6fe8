import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { DataSet } from "dicom-parser";
import { PlainError } from "#shared/domain/plainError.ts";
import { itemsOf, stringOf, stringsOf } from "./elementValues.ts";
import { mediaStorageDirectory } from "./sopClasses.ts";
import { diskPath, isPlainName, pathFromBytes } from "../../system/index.ts";

/** The files that a DICOMDIR names (Referenced File ID, PS3.3 F.3.2.2), each as the parts of a path below its folder; undefined where the data set is none. */
export function readDirectoryRecords(dataSet: DataSet): string[][] | undefined {
  const isDirectory = dataSet.elements["x00041220"] !== undefined || stringOf(dataSet, "x00020002") === mediaStorageDirectory;
  if (!isDirectory) return undefined;
  return itemsOf(dataSet, "x00041220")
    .map((item) => stringsOf(item, "x00041500"))
    .filter((parts) => parts.some((part) => part !== ""));
}

/**
 * Makes the finder of files that DICOMDIRs name: the path of a file below the DICOMDIR's folder, and only there. Names are compared without
 * regard to case, and without the version and the dot that ISO 9660 adds: a DICOMDIR writes upper case, the disk what it likes.
 * The finder throws PlainError with the reason where a reference points outside or where there is no such file.
 */
export function referenceFinder(): (folder: string, parts: readonly string[]) => string {
  const listings = new Map<string, Map<string, string>>();
  const listingOf = (folder: string): Map<string, string> => {
    const known = listings.get(folder);
    if (known) return known;
    const listing = new Map(namesIn(folder).map((name) => [comparable(name), name]));
    listings.set(folder, listing);
    return listing;
  };
  return (folder, parts) => {
    if (!parts.every(isPlainName)) throw new PlainError("refused: the DICOMDIR points outside its folder");
    let path = folder;
    for (const part of parts) {
      const name = listingOf(path).get(comparable(part));
      if (name === undefined) throw new PlainError("the DICOMDIR names this file, but it is not there");
      path = join(path, name);
    }
    if (!realBytes(path).startsWith(realBytes(folder) + sep))
      throw new PlainError("refused: the DICOMDIR points outside its folder, by a link");
    if (!statSync(diskPath(path)).isFile()) throw new PlainError("the DICOMDIR names this file, but it is a folder");
    return path;
  };
}

/** The path without links, a character for each byte. */
function realBytes(path: string): string {
  return realpathSync.native(diskPath(path), "buffer").toString("latin1");
}

function comparable(name: string): string {
  return name.toLowerCase().replace(/;\d+$/, "").replace(/\.$/, "");
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(diskPath(folder), "buffer").map(pathFromBytes);
  } catch {
    return [];
  }
}
