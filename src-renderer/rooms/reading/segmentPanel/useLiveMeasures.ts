import { useEffect, useState } from "react";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import type { MeterSettings, SegmentMeasures } from "../../../drawing/segmentMeter.ts";

/**
 * What a segment measures, renewed once a frame while it is drawn, in a reformat (`sliceIndex` is -1) when the stroke ends: there each move of a brush changes
 * many slices. Null until it is known, or where the voxels cannot be had.
 */
export function useLiveMeasures(
  drawing: DrawingDesk,
  session: DrawingSession,
  segment: number | null,
  sliceIndex: number,
  settings: MeterSettings,
): SegmentMeasures | null {
  const [measures, setMeasures] = useState<{
    readonly session: DrawingSession;
    readonly segment: number;
    readonly found: SegmentMeasures;
  } | null>(null);
  const { binWidth, binCount, voxelArrayShift } = settings;

  useEffect(() => {
    if (segment === null) return undefined;
    let frame = 0;
    let isMeasuring = false;
    let isStale = false;
    const life = { isOver: false };
    const measure = async () => {
      frame = 0;
      if (isMeasuring) {
        isStale = true;
        return;
      }
      isMeasuring = true;
      try {
        do {
          isStale = false;
          const found = await drawing.meter(session).measure(segment, sliceIndex, { binWidth, binCount, voxelArrayShift });
          if (!life.isOver) setMeasures({ session, segment, found });
        } while (isStale && !life.isOver);
      } catch {
        // The viewport says why the slice could not be had.
        if (!life.isOver) setMeasures(null);
      } finally {
        isMeasuring = false;
      }
    };
    let isDue = false;
    const onChange = () => {
      isDue = session.isStroking && sliceIndex < 0;
      if (!isDue) frame ||= requestAnimationFrame(() => void measure());
    };
    void measure();
    const stops = [
      session.onLabels(onChange),
      session.state.subscribe(() => {
        if (isDue) onChange();
      }),
    ];
    return () => {
      life.isOver = true;
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
    };
  }, [drawing, session, segment, sliceIndex, binWidth, binCount, voxelArrayShift]);

  return measures && measures.session === session && measures.segment === segment ? measures.found : null;
}
