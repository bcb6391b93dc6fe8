import type { DrawingPointer } from "../../../viewer/pointerTools.ts";
import type { ImageViewport } from "../../../viewer/imageViewport.ts";
import type { PointerPosition } from "../../../viewer/viewState.ts";
import type { DrawingTool } from "../deskState.ts";
import type { SlicePoint } from "./brush.ts";
import type { DrawingSession } from "./drawingSession.ts";
import type { DrawingSettings } from "./drawingSettings.ts";

/** A contour that is being drawn. */
export interface OpenContour {
  readonly tool: "freehand" | "polygon";
  readonly sliceIndex: number;
  readonly points: readonly SlicePoint[];
  /** Where the next corner would be. */
  readonly next: SlicePoint | null;
}

export interface DrawingPointerOptions {
  readonly viewport: ImageViewport;
  readonly session: () => DrawingSession | null;
  readonly tool: () => DrawingTool;
  readonly settings: () => DrawingSettings;
  /** Values that the threshold brush takes. */
  readonly range: () => readonly [number, number];
  /** The voxels of the slice on show; null while they are on their way. */
  readonly voxels: () => ArrayLike<number> | null;
  readonly onContour: (contour: OpenContour | null) => void;
  /** Says why the press did nothing. */
  readonly onRefused: (reason: string) => void;
}

/** A click this near to the first corner closes a polygon, pixels. */
const closingPixels = 9;

function onSlice(at: PointerPosition): SlicePoint {
  return [at.voxel[0], at.voxel[1]];
}

/** Turns the mouse into strokes on the session, in the acquisition plane. Shift erases with every tool. */
export class DrawingHand implements DrawingPointer {
  readonly #options: DrawingPointerOptions;
  #contour: OpenContour | null = null;
  #last: SlicePoint | null = null;
  #sliceIndex = 0;
  #isErasing = false;

  constructor(options: DrawingPointerOptions) {
    this.#options = options;
  }

  /** The contour being drawn, or null. */
  get contour(): OpenContour | null {
    return this.#contour;
  }

  /** Whether a contour is open or a stroke is being drawn with the button down. */
  get isDrawing(): boolean {
    return this.#contour !== null || this.#last !== null;
  }

  readonly down = (at: PointerPosition, event: PointerEvent): boolean => {
    const { viewport, session, tool } = this.#options;
    const current = session();
    const reason = viewport.state.plane === "acquisition" ? (current ? current.whyNotDrawable() : "Create a segmentation first (N).")
      : "Draw in the acquisition plane (Shift+Q); reformats show the result.";
    if (reason !== null || !current || !viewport.state.isRendered) {
      if (reason !== null) this.#options.onRefused(reason);
      return false;
    }
    const { sliceIndex } = viewport.state;
    this.#isErasing = event.shiftKey;
    const chosen = tool();
    if (chosen === "polygon") return this.#addCorner(at);
    if (chosen === "freehand") {
      this.#set({ tool: "freehand", sliceIndex, points: [onSlice(at)], next: null });
      return true;
    }
    this.#last = onSlice(at);
    this.#sliceIndex = sliceIndex;
    current.begin(this.#isErasing ? "eraser" : chosen, sliceIndex);
    this.#paint(current, this.#last);
    return true;
  };

  readonly move = (path: readonly PointerPosition[]): void => {
    const session = this.#options.session();
    if (!session) return;
    if (this.#contour?.tool === "freehand") {
      if (this.#options.viewport.state.sliceIndex !== this.#contour.sliceIndex) return;
      this.#set({ ...this.#contour, points: [...this.#contour.points, ...path.map(onSlice)] });
      return;
    }
    if (this.#contour) {
      this.hover(path.at(-1) ?? null);
      return;
    }
    for (const at of path) this.#paint(session, onSlice(at));
  };

  readonly up = (at: PointerPosition): void => {
    const session = this.#options.session();
    if (!session) return;
    if (this.#contour?.tool === "freehand") {
      const { sliceIndex, points } = this.#contour;
      this.#set(null);
      this.#fill(session, "freehand", sliceIndex, points);
      return;
    }
    if (this.#contour) return;
    this.#paint(session, onSlice(at));
    this.#last = null;
    session.end();
  };

  /** Takes back what is being drawn; the rest of the press then draws nothing. */
  readonly cancel = (): void => {
    this.#set(null);
    if (this.#last) this.#options.session()?.abandon();
    this.#last = null;
  };

  /** The mouse is here, with no button down. */
  hover(at: PointerPosition | null): void {
    if (this.#contour?.tool === "polygon" && this.#contour.sliceIndex === this.#options.viewport.state.sliceIndex) {
      this.#set({ ...this.#contour, next: at && onSlice(at) });
    }
  }

  /** Closes and fills the polygon; nothing where it has fewer than three corners. */
  closePolygon(): void {
    const session = this.#options.session();
    const contour = this.#contour;
    if (!session || contour?.tool !== "polygon" || contour.points.length < 3) return;
    this.#set(null);
    this.#fill(session, "polygon", contour.sliceIndex, contour.points);
  }

  /** Takes the last corner back. */
  removeCorner(): void {
    const contour = this.#contour;
    if (contour?.tool !== "polygon") return;
    this.#set(contour.points.length > 1 ? { ...contour, points: contour.points.slice(0, -1) } : null);
  }

  #addCorner(at: PointerPosition): boolean {
    const { viewport } = this.#options;
    const { sliceIndex } = viewport.state;
    const contour = this.#contour;
    if (!contour || contour.sliceIndex !== sliceIndex) {
      this.#set({ tool: "polygon", sliceIndex, points: [onSlice(at)], next: null });
      return true;
    }
    const first = viewport.voxelToCanvas([...contour.points[0]!, sliceIndex]);
    const isOnFirst = first !== null && Math.hypot(first[0] - at.canvas[0], first[1] - at.canvas[1]) <= closingPixels;
    if (contour.points.length >= 3 && isOnFirst) {
      this.closePolygon();
      return true;
    }
    const last = viewport.voxelToCanvas([...contour.points.at(-1)!, sliceIndex]);
    const isOnLast = last !== null && Math.hypot(last[0] - at.canvas[0], last[1] - at.canvas[1]) < 1;
    if (!isOnLast) this.#set({ ...contour, points: [...contour.points, onSlice(at)] });
    return true;
  }

  #fill(session: DrawingSession, tool: string, sliceIndex: number, curve: readonly SlicePoint[]): void {
    session.fillCurve(tool, sliceIndex, curve, { isErasing: this.#isErasing, isOnlyOnEmpty: this.#options.settings().isOnlyOnEmpty });
  }

  #paint(session: DrawingSession, to: SlicePoint): void {
    const from = this.#last;
    if (!from) return;
    this.#last = to;
    // Scrolled away with the button down: a stroke belongs to the slice it began on, and is not drawn unseen.
    if (this.#options.viewport.state.sliceIndex !== this.#sliceIndex) return;
    const { tool, settings, range, voxels } = this.#options;
    const { brushRadiusMm, isOnlyOnEmpty } = settings();
    if (this.#isErasing || tool() === "eraser") session.eraseLine(from, to, brushRadiusMm);
    else session.brushLine(from, to, { radiusMm: brushRadiusMm, isOnlyOnEmpty, range: tool() === "threshold brush" ? range() : null, voxels: voxels() });
  }

  #set(contour: OpenContour | null): void {
    if (this.#contour === contour) return;
    this.#contour = contour;
    this.#options.onContour(contour);
  }
}
