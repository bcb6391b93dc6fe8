import type { SegmentationProvenance } from "#shared/api/firstDrawing.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Services } from "../services.ts";

/** Where the drawing that was measured came from, as it was at that revision; null where it is gone. */
export async function drawingOf(
  segmentations: Pick<Services["segmentations"], "provenance">,
  { segmentationId, segmentationRevision }: { readonly segmentationId: string; readonly segmentationRevision: number },
): Promise<SegmentationProvenance | null> {
  try {
    return await segmentations.provenance(segmentationId, segmentationRevision);
  } catch (error) {
    if (error instanceof PlainError) return null;
    throw error;
  }
}
