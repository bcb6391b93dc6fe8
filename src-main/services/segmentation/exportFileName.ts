/** The name of an exported file: that of the segmentation, without what file systems do not take. Holds no patient's data unless the reader named the segmentation so. */
export function exportFileName(segmentationName: string, format: "nrrd" | "nifti"): string {
  const kept = segmentationName.normalize("NFC").replace(/[^\p{L}\p{N} _-]+/gu, " ").replace(/\s+/g, " ").trim().slice(0, 80).trim();
  return `${kept === "" ? "segmentation" : kept}.${format === "nrrd" ? "nrrd" : "nii.gz"}`;
}
