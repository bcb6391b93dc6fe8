/**
 * The name of an exported file: that of the segmentation, without what file systems do not take. Holds no patient's data unless the reader
 * named the segmentation so.
 */
export function exportFileName(segmentationName: string, format: "nrrd" | "nifti"): string {
  const letters = segmentationName
    .normalize("NFC")
    .replace(/[^\p{L}\p{N} _-]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  // By whole characters: half of one is no text and cannot stand in a header.
  const kept = Array.from(letters).slice(0, 80).join("").trim();
  return `${kept === "" ? "segmentation" : kept}.${format === "nrrd" ? "nrrd" : "nii.gz"}`;
}
