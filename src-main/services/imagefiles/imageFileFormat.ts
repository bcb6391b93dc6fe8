import { PlainError } from "#shared/domain/plainError.ts";

export type ImageFileFormat = "nrrd" | "nifti" | "mgh";

/** The ending of an image file in one piece, as the originals in the data folder carry it; undefined for any other name. */
export function imageFileEndingOf(fileName: string): ImageFileEnding | undefined {
  const name = fileName.toLowerCase();
  return imageFileEndings.find((ending) => name.endsWith(`.${ending}`));
}

export const imageFileEndings = ["nii.gz", "nii", "nrrd", "mgz", "mgh"] as const;
export type ImageFileEnding = (typeof imageFileEndings)[number];

/**
 * The format of an image file, by the ending of its name. `detached` is true where voxels lie in a file beside the header.
 * Throws PlainError where the ending is of no format known here.
 */
export function imageFileFormatOf(fileName: string): { format: ImageFileFormat; gzip: boolean; detached: boolean } {
  const name = fileName.toLowerCase();
  if (name.endsWith(".nrrd")) return { format: "nrrd", gzip: false, detached: false };
  if (name.endsWith(".nhdr")) return { format: "nrrd", gzip: false, detached: true };
  if (name.endsWith(".nii.gz")) return { format: "nifti", gzip: true, detached: false };
  if (name.endsWith(".nii")) return { format: "nifti", gzip: false, detached: false };
  if (/\.(hdr|img)(\.gz)?$/.test(name)) return { format: "nifti", gzip: name.endsWith(".gz"), detached: true };
  if (name.endsWith(".mgz") || name.endsWith(".mgh")) return { format: "mgh", gzip: name.endsWith(".mgz"), detached: false };
  throw new PlainError(
    `${fileName}: the ending is of no image format known here. Use .nrrd, .nhdr, .nii, .nii.gz, .hdr with .img, .mgz or .mgh.`,
  );
}
