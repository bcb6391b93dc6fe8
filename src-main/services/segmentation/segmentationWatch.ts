import type { Write } from "../store/index.ts";

/** Who is told of changes within the write that makes them: what it throws takes the change back. */
export interface SegmentationWatch {
  /** A revision was added. */
  revised(write: Write, segmentationId: string, revision: { readonly number: number; readonly changesSegments: boolean }): void;
  /** It is renamed, removed from the lists, or put back. */
  relisted(write: Write, segmentationId: string): void;
  /** It was copied to another volume. */
  copied(write: Write, segmentationId: string, copyId: string): void;
}
