import type { Segmentation } from "#shared/domain/segment.ts";

/** A change of segments that the door makes. */
export interface SegmentEdit {
  /** Sends it under an id. Rejects where the door refuses. */
  readonly send: (strokeId: string) => Promise<Segmentation>;
  /** It can be undone. */
  readonly isStep: boolean;
  /** Segments come or go. */
  readonly changesNumbers?: boolean;
  /** Voxels change with it. */
  readonly changesVoxels?: boolean;
}

/**
 * Whether the one revision between what is known here and what the door answers is the edit that was asked for: then the label map here is the one on disk. The
 * door makes no revision of what is so already, and another window may have made that one: by drawing, or by deleting a segment with its voxels.
 */
export function isOneEditOf(known: Segmentation, answered: Segmentation, base: number, changesNumbers: boolean): boolean {
  const numbers = ({ segments }: Segmentation) => segments.map(({ number }) => number).sort((a, b) => a - b);
  return (
    answered.revision === base + 1 &&
    JSON.stringify(answered.segments) !== JSON.stringify(known.segments) &&
    (changesNumbers || numbers(answered).join() === numbers(known).join())
  );
}
