import type { PaintRule } from "#shared/domain/drawing/paintRules.ts";
import type { ImageViewport } from "../viewer/imageViewport.ts";
import type { PointerPosition } from "../viewer/viewState.ts";
import type { WindowBook } from "../viewer/windowBook.ts";
import type { DrawingSession, PaintOptions } from "./drawingSession.ts";
import type { DrawingSettings } from "./drawingSettings.ts";
import type { ToolPreview } from "./toolPreview.ts";

/** Where a stroke goes. */
export interface DrawTarget {
  readonly session: DrawingSession;
  readonly sliceIndex: number;
}

/** A viewport as a tool sees it. */
export interface ToolPane {
  readonly viewport: ImageViewport;
  readonly windows: WindowBook;
  readonly settings: DrawingSettings;
  /** The segmentation open on the volume on show; null where there is none. */
  readonly session: DrawingSession | null;
  /** The voxels of the slice on show, i fastest; null while they are on their way. */
  readonly voxels: ArrayLike<number> | null;
  /** The rule of painting that is on. */
  readonly rule: PaintRule;
  /** The rule, and the values that it asks for. */
  readonly paint: PaintOptions;
  /** How far the grey values of the volume spread, in its own units. */
  readonly greyRange: number;
  /** Why nothing may be drawn at all now, in words; null where it may. */
  readonly whyLocked: string | null;
  /** Where a stroke would go now. Null where nothing can be drawn, having said why to the reader. */
  target(): DrawTarget | null;
  /** The voxels of a slice of the volume on show; null while they are not there. */
  valuesOf(sliceIndex: number): ArrayLike<number> | null;
  /** True where the voxels of these slices are there; else fetches them, and has `hover` called again when they have come. */
  hasValues(sliceIndices: readonly number[]): boolean;
  /** Fetches the voxels of slices; false where some cannot be had, having said so to the reader. */
  loadValues(sliceIndices: readonly number[]): Promise<boolean>;
  /** True while the slice of a stroke is in view, as acquired, and its segmentation is the one that is open. */
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
