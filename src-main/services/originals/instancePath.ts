import { join } from "node:path";

/** Endings that originals are kept under: "dcm" for DICOM files, else that of the image file. */
export type OriginalEnding = "dcm" | "nii.gz" | "nii" | "nrrd" | "mgz" | "mgh";

/** Where an original lies, by the sha256 (hexadecimal) of its content: a DICOM file unless its ending says otherwise. */
export function instancePath(instancesFolder: string, contentHash: string, ending: OriginalEnding = "dcm"): string {
  return join(instancesFolder, contentHash.slice(0, 2), `${contentHash}.${ending}`);
}
