import { gridOf } from "#shared/domain/volume.ts";
import { drawPicture } from "../../viewer/picture.ts";
import { boxOfLabel, frameAround } from "../../viewer/pictureFrame.ts";
import { loadSliceVoxels } from "../../viewer/sliceVoxels.ts";
import type { Desk } from "./desk.ts";
import type { DrawingDesk } from "../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../drawing/drawingSession.ts";
import { paintedLooks } from "../../drawing/segmentLook.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";

/** The slice on which a segment is largest; null where it is nowhere. The first of equals. */
export function largestSlice(session: Pick<DrawingSession, "slice" | "volume">, segment: number): number | null {
  let best: number | null = null;
  let most = 0;
  for (let k = 0; k < session.volume.slices; k++) {
    let count = 0;
    for (const label of session.slice(k)) if (label === segment) count++;
    if (count > most) {
      most = count;
      best = k;
    }
  }
  return best;
}

/**
 * A PNG of the active volume in its window, with the ROI and what lies around it, at the slice where the active segment is largest; where
 * nothing is drawn, at the slice on show. Rejects where no volume is shown.
 */
export async function capturePicture(desk: Desk, drawing: DrawingDesk): Promise<Blob> {
  const active = desk.activeVolume;
  const view = desk.activeViewport?.state;
  if (!active || !view) throw new Error("No image is shown in the active viewport.");
  const { volume } = active;
  const session = drawing.sessions.value.get(volume.id) ?? null;
  const segment = session?.activeSegment ?? null;
  const sliceIndex =
    (session && segment ? largestSlice(session, segment.number) : null) ??
    (view.plane === "acquisition" ? view.sliceIndex : Math.floor(volume.slices / 2));
  const { hasNames } = drawing.settings.value;
  return drawPicture({
    volume,
    sliceIndex,
    voxels: await loadSliceVoxels(volume.id, sliceIndex),
    window: view.window,
    isInverted: view.isInverted,
    frame: frameAround(
      session && segment ? boxOfLabel(session.slice(sliceIndex), volume.columns, segment.number) : null,
      volume,
      volume.spacingMm,
    ),
    labels: session && {
      size: gridOf(volume).size,
      labels: session.labels,
      segments: session.state.value.segmentation.segments,
      hidden: new Set(),
      ...paintedLooks(session.state.value),
      activeSegment: segment?.number ?? null,
    },
    wordsOf: hasNames ? segmentInWords : null,
    caption: [segment ? segmentInWords(segment) : "", `slice ${sliceIndex + 1} of ${volume.slices}`].filter(Boolean).join("   ·   "),
  });
}
