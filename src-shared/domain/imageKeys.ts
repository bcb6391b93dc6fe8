/**
 * Studies and series that are not made of DICOM files have keys in place of UIDs. They begin with a word, which no UID does (PS3.5 9.1:
 * digits and dots), so that none
 * is ever taken for one.
 */
export const imageKeyPrefixes = {
  study: "image-study-",
  series: "image-series-",
  derivedSeries: "derived-series-",
  space: "image-space-",
} as const;

/** The UID itself, or null for a key of ours: exports name no key as if it were a UID. */
export function dicomUidOf(keyOrUid: string): string | null {
  return /^[0-9.]+$/.test(keyOrUid) ? keyOrUid : null;
}
