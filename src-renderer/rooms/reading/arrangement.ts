import type { KeptWindow } from "#shared/api/arrangement.ts";
import type { Vector3 } from "#shared/domain/geometry.ts";
import type { Layout } from "#shared/domain/layout.ts";
import type { ImageViewport } from "../../viewer/imageViewport.ts";
import type { GreyWindow } from "../../viewer/window.ts";
import type { PaneState } from "./deskState.ts";

/** What a viewport shows, and how: whatever is left out is as at first. */
export interface PaneArrangement extends PaneState {
  readonly sliceIndex?: number;
  /** Where no slice is named: the slice through this place, LPS, mm. */
  readonly pointMm?: Vector3;
  readonly window?: GreyWindow | null;
  /** Where no window is named: one that was remembered. */
  readonly keptWindow?: KeptWindow;
  /** Relative to the fit. */
  readonly zoom?: number;
  /** What is in the middle, LPS, mm. */
  readonly centreMm?: Vector3 | null;
}

/** Which viewports there are, and what each shows. */
export interface Arrangement {
  readonly layout: Layout;
  readonly panes: readonly PaneArrangement[];
  readonly activePane: number;
  readonly isMaximised: boolean;
}

/**
 * A viewport as it is, so that it can be brought back to this.
 * @param pane what it is to show
 */
export function arrangementOf(pane: PaneArrangement, viewport: ImageViewport | undefined): PaneArrangement {
  const { state } = viewport ?? {};
  if (!viewport || !state?.volume || state.volume.id !== pane.volumeId || state.plane !== pane.plane) return pane;
  const { volumeId, plane } = pane;
  return { volumeId, plane, sliceIndex: state.sliceIndex, window: state.window, zoom: state.zoom, centreMm: viewport.centreMm };
}

/** Brings a viewport that shows what it is to show to its slice, window, zoom and middle. */
export function applyTo(viewport: ImageViewport, { sliceIndex, pointMm, window, zoom, centreMm }: PaneArrangement): void {
  if (sliceIndex !== undefined) viewport.setSlice(sliceIndex);
  else if (pointMm) viewport.showPosition(pointMm);
  if (window) viewport.setWindow(window);
  if (zoom !== undefined) viewport.zoomBy(zoom / viewport.state.zoom);
  if (centreMm) viewport.centreOn(centreMm);
}
