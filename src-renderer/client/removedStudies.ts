const listeners = new Set<(studyInstanceUid: string) => void>();

/** Calls back when a study was removed in this window, so that nothing of it stays on show or in memory; returns how to stop. */
export function onStudyRemoved(listener: (studyInstanceUid: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells every listener that a study was removed. */
export function tellStudyRemoved(studyInstanceUid: string): void {
  for (const listener of listeners) listener(studyInstanceUid);
}
