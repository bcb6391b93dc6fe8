import type { Measurement } from "#shared/api/featureSet.ts";
import type { VolumeFit } from "#shared/domain/volumeFit.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { Segment, Segmentation } from "#shared/domain/segment.ts";
import { Observable } from "../../../../ui/observable.ts";

/** What the reader wants measured of one segmentation. */
export interface MeasurementChoice {
  /** Null: the active segment, whichever it is. */
  readonly segmentNumbers: ReadonlySet<number> | null;
  /** Null: the volume that was drawn on. */
  readonly volumeId: string | null;
}

const choices = new Map<string, Observable<MeasurementChoice>>();

/** The choice for a segmentation; it outlives the panel, so that the reader finds it again. */
export function choiceFor(segmentationId: string): Observable<MeasurementChoice> {
  const known = choices.get(segmentationId) ?? new Observable<MeasurementChoice>({ segmentNumbers: null, volumeId: null });
  choices.set(segmentationId, known);
  return known;
}

/** The segments chosen, in the segmentation's order; those that were removed since are left out. */
export function chosenSegments({ segmentNumbers }: MeasurementChoice, segments: readonly Segment[], activeSegment: number): Segment[] {
  return segments.filter(({ number }) => (segmentNumbers ? segmentNumbers.has(number) : number === activeSegment));
}

/** With a segment taken in or out. Where only the active one was chosen, that becomes a choice of its own. */
export function withSegment(choice: MeasurementChoice, activeSegment: number, number: number, isIn: boolean): MeasurementChoice {
  const next = new Set(choice.segmentNumbers ?? [activeSegment]);
  if (isIn) next.add(number);
  else next.delete(number);
  return { ...choice, segmentNumbers: next };
}

/** What the door is asked to measure. */
export function measurementOf(
  segmentation: Segmentation,
  segments: readonly Segment[],
  comparison: VolumeFit | undefined,
  settings: ExtractionSettings,
): Measurement {
  return {
    segmentationId: segmentation.id,
    segmentNumbers: segments.map(({ number }) => number),
    settings,
    ...(comparison && { volumeId: comparison.volumeId }),
    ...(comparison?.fit === "resample" && { resampleMask: true }),
  };
}
