const classes = "1.2.840.10008.5.1.4.1.1.";

export const mediaStorageDirectory = "1.2.840.10008.1.3.10";
export const rtDose = `${classes}481.2`;

/** Objects that are no images, or no images a volume can be made of, by the beginning of their SOP Class UID (PS3.4 B.5). */
const notImages: ReadonlyArray<readonly [prefix: string, name: string]> = [
  [`${classes}66.4`, "a segmentation (DICOM SEG)"],
  [`${classes}66.7`, "a segmentation (DICOM SEG, label map)"],
  [`${classes}66.5`, "a surface segmentation"],
  [`${classes}66.1`, "a spatial registration"],
  [`${classes}66.3`, "a deformable registration"],
  [`${classes}66`, "raw data of the scanner"],
  [`${classes}67`, "a real world value mapping"],
  [`${classes}68`, "a surface scan"],
  [`${classes}77.1.6`, "tiles of a microscope slide"],
  [`${classes}88.59`, "a key object selection"],
  [`${classes}88`, "a structured report"],
  [`${classes}104`, "an encapsulated document"],
  [`${classes}9`, "a waveform"],
  [`${classes}11`, "a presentation state"],
  [`${classes}4.2`, "an MR spectrum"],
  [`${classes}481.3`, "an RT structure set (contours)"],
  [`${classes}481.4`, "an RT treatment record"],
  [`${classes}481.5`, "an RT plan"],
  [`${classes}481.8`, "an RT plan"],
  [`${classes}481.6`, "an RT treatment record"],
  [`${classes}481.7`, "an RT treatment record"],
  [`${classes}481.9`, "an RT treatment record"],
  ["1.2.840.10008.5.1.4.34", "an RT procedure object"],
  ["1.2.840.10008.5.1.4.38", "a hanging protocol"],
  ["1.2.840.10008.5.1.4.39", "a colour palette"],
  [mediaStorageDirectory, "a directory of DICOM files (DICOMDIR)"],
];

/** What an object is that cannot be an image here, in words; undefined for images and for classes that nobody knows. */
export function nameOfNonImage(sopClassUid: string): string | undefined {
  return notImages.find(([prefix]) => sopClassUid === prefix || sopClassUid.startsWith(`${prefix}.`))?.[1];
}
