/** Patients, studies and series; where a reader finds what to read. */
export function WorklistRoom({ onOpen }: { onOpen: (studyInstanceUid: string, volumeId: string | null) => void }) {
  return <button type="button" onClick={() => onOpen("", null)}>Worklist</button>;
}
