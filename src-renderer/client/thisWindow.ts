const key = "fascicle-window";

/** This window's own id: it survives a reload, not a restart. */
export function windowId(): string {
  const known = sessionStorage.getItem(key);
  if (known !== null) return known;
  const made = crypto.randomUUID();
  sessionStorage.setItem(key, made);
  return made;
}

/** The revision at which this window opened a segmentation first: now, where it never did. */
export function openedRevision(segmentationId: string, revision: number): number {
  const opened = `${key}-opened-${segmentationId}`;
  const known = sessionStorage.getItem(opened);
  if (known !== null) return Number(known);
  sessionStorage.setItem(opened, String(revision));
  return revision;
}
