import type { PaintRule } from "#shared/domain/drawing/paintRules.ts";
import type { ImageViewport } from "../viewer/imageViewport.ts";
import type { PointerPosition } from "../viewer/viewState.ts";
import type { WindowBook } from "../viewer/windowBook.ts";
import type { DrawingSession, PaintOptions } from "./drawingSession.ts";
import type { DrawingSettings } from "./drawingSettings.ts";
import type { PlacingDesk } from "./placing/placingDesk.ts";
import type { MeasureDesk } from "./measures/measureDesk.ts";
import type { Place, Sheet } from "./sheet.ts";
import type { ToolPreview } from "./toolPreview.ts";

/** Where a stroke goes. */
export interface DrawTarget {
  readonly session: DrawingSession;
  readonly sheet: Sheet;
}

/** A viewport as a tool sees it. */
export interface ToolPane {
  readonly viewport: ImageViewport;
  readonly windows: WindowBook;
  readonly settings: DrawingSettings;
  /** The segmentation open on the volume on show; null where there is none. */
  readonly session: DrawingSession | null;
  /** The slice on show as acquired, or the cut on show in a reformat; null where nothing is. */
  readonly sheet: Sheet | null;
  /** The rule of painting that is on. */
  readonly rule: PaintRule;
  /** The rule, and the values that it asks for. */
  readonly paint: PaintOptions;
  /** How far the grey values of the volume spread, in its own units. */
  readonly greyRange: number;
  /** Why nothing may be drawn at all now, in words; null where it may. */
  readonly whyLocked: string | null;
  /** What is measured on the study; null where nothing may be, for the reason that stands beside it in words. */
  readonly measures: MeasureDesk | null;
  readonly whyNotMeasured: string;
  /** The moving image of a registration that is placed by hand. */
  readonly placing: PlacingDesk;
  /** Where a stroke would go now. Null where nothing can be drawn, having said why to the reader. */
  target(): DrawTarget | null;
  /** The values of the voxels of a slice of the volume on show, i fastest, or of a cut by cell, NaN outside; null while they are not there. */
  valuesOf(place: Place): ArrayLike<number> | null;
  /** True where the values of these slices or cuts are there; else fetches them, and has `hover` called again when they have come. */
  hasValues(places: readonly Place[]): boolean;
  /** Fetches the values of slices or cuts; false where some cannot be had, having said so to the reader. */
  loadValues(places: readonly Place[]): Promise<boolean>;
  /** True while the slice or cut of a stroke is in view, and its segmentation is the one that is open. */
  isOnShow(target: DrawTarget): boolean;
  /** Shows what the tool would do, over the image; null for nothing. */
  show(preview: ToolPreview | null): void;
  /** Marks a place in all viewports of its space and brings the others to it. */
  point(at: PointerPosition): void;
  /** Has `hover` called again with where the mouse is, because an option of the tool changed. */
  refresh(): void;
  /** A sentence for the reader. */
  say(sentence: string): void;
}
