import type { Volume } from "./volume.ts";

type Place = Pick<Volume, "id" | "studyInstanceUid" | "seriesInstanceUid" | "frameOfReferenceUid">;

/**
 * True where positions in the two volumes mean the same place of the patient: one frame of reference (DICOM PS3.3 C.7.4.1) within one study.
 * A frame of reference does not count across studies, since a UID that several patients share is a common fault of anonymisation; where both
 * volumes lack one, those of one series count as of one space.
 */
export function isSameSpace(a: Place, b: Place): boolean {
  if (a.id === b.id) return true;
  if (a.frameOfReferenceUid !== b.frameOfReferenceUid) return false;
  return a.frameOfReferenceUid === null ? a.seriesInstanceUid === b.seriesInstanceUid : a.studyInstanceUid === b.studyInstanceUid;
}
