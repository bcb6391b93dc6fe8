import { freeName } from "#shared/domain/freeName.ts";

const ending = /(\.seg)?\.(nrrd|nhdr|nii(\.gz)?|hdr|img(\.gz)?|mgz|mgh)$/i;

/** The name of a segmentation that comes from a file: the file's without its ending, told apart from those that the volume has already ("RaterA 2"). */
export function importName(fileName: string, taken: readonly string[]): string {
  const plain = fileName
    .replace(/^.*[/\\]/s, "")
    .replace(ending, "")
    .trim();
  // By whole characters, and so that a number finds room behind it.
  const name = Array.from(plain).slice(0, 100).join("").slice(0, 110).trim() || "Imported segmentation";
  return freeName(name, taken);
}
