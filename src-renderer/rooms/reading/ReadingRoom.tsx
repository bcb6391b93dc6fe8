/** Shows one study and everything a reader does with it. */
export function ReadingRoom({ studyInstanceUid, onLeave }: { studyInstanceUid: string; initialVolumeId: string | null; onLeave: () => void }) {
  return <button type="button" onClick={onLeave}>Leave {studyInstanceUid}</button>;
}
