import { DrawingSession, type SessionDoor } from "../../../src-renderer/drawing/drawingSession.ts";
import { firstSettings, type DrawingSettings } from "../../../src-renderer/drawing/drawingSettings.ts";
import { PaneTools } from "../../../src-renderer/drawing/paneTools.ts";
import type { ImageViewport } from "../../../src-renderer/viewer/imageViewport.ts";
import type { PointerPosition } from "../../../src-renderer/viewer/viewState.ts";
import type { WindowBook } from "../../../src-renderer/viewer/windowBook.ts";
import { volumeOf } from "../volumeOf.ts";

const pixelsPerVoxel = 20;

/** 12 x 12 x 2 voxels of 1 x 1 x 5 mm, at the patient's origin. */
export const benchVolume = volumeOf({ columns: 12, rows: 12, slices: 2, spacingMm: [1, 1, 5], originMm: [0, 0, 0] });

/** One viewport without a screen: 20 pixels a voxel, an empty label map with segments 1 and 2, of which 1 is active, and every sentence that was said. */
export class ToolBench {
  readonly volume: typeof benchVolume;
  readonly said: string[] = [];
  /** Strokes that went to the door: their tools, in order. */
  readonly strokes: string[] = [];
  readonly session: DrawingSession;
  readonly tools: PaneTools;
  shown: {
    plane: string;
    isRendered: boolean;
    sliceIndex: number;
    sliceCount: number;
    volume: { id: string; columns: number };
    window: { center: number; width: number };
  };
  tool: string;
  /** The voxels of the slice on show. */
  voxels: ArrayLike<number> = new Uint8Array(144).fill(5);
  /** Those of slices that are not on show; null while they are on their way. */
  others: ArrayLike<number> | null = null;
  /** Slices that were fetched. */
  readonly fetched: number[] = [];
  settings: DrawingSettings = { ...firstSettings, brushRadiusMm: 1 };
  /** What was asked of the viewport besides slices: "pan 3 4". */
  readonly moved: string[] = [];

  /** @param slices of the volume, where two are not enough */
  constructor(tool: string, slices = benchVolume.slices, sides: readonly ["none" | "right", "none" | "left"] = ["none", "none"]) {
    this.tool = tool;
    this.volume = { ...benchVolume, slices, slicePositionsMm: Array.from({ length: slices }, (_, k) => 5 * k) };
    this.shown = {
      plane: "acquisition",
      isRendered: true,
      sliceIndex: 0,
      sliceCount: slices,
      volume: this.volume,
      window: { center: 50, width: 100 },
    };
    const door: SessionDoor = {
      send: (base, { stroke }) => {
        this.strokes.push(stroke.tool);
        return Promise.resolve(base + 1);
      },
      refresh: () => Promise.resolve(),
      readChanges: () => Promise.resolve([]),
      reverse: () => Promise.reject(new Error("no step of segments")),
    };
    this.session = new DrawingSession(
      this.volume,
      {
        id: "s",
        volumeId: "volume",
        name: "S",
        revision: 1,
        createdAt: "2024-01-01T00:00:00Z",
        modifiedAt: "2024-01-01T00:00:00Z",
        segments: [
          { number: 1, name: "s1", color: "#ff0000", side: sides[0] },
          { number: 2, name: sides[1] === "none" ? "s2" : "s1", color: "#00ff00", side: sides[1] },
        ],
      },
      new Uint8Array(144 * slices),
      door,
    );
    this.tools = new PaneTools({
      viewport: this.#viewport(),
      windows: { known: () => ({ minimum: 0, maximum: 1000, low: 0, high: 500 }) } as unknown as WindowBook,
      chosen: () => this.tool,
      session: () => (this.shown.volume.id === this.volume.id ? this.session : null),
      whyNoSession: () => "There is no segmentation.",
      whyLocked: () => null,
      settings: () => this.settings,
      voxels: () => this.voxels,
      known: () => this.others,
      fetch: (sliceIndex) => {
        this.fetched.push(sliceIndex);
        return Promise.resolve();
      },
      onPress: () => {},
      onHover: (at) => this.tools.hoverAt(at),
      onPick: ({ voxel }) => this.moved.push(`pick ${voxel.join(" ")}`),
      onPoint: ({ patientMm }) => this.moved.push(`point ${patientMm?.join(" ")}`),
      say: (sentence) => this.said.push(sentence),
    });
  }

  /** Presses the left button, moves along the points and lets it come up at the last; with one point, a click. */
  drag(points: ReadonlyArray<readonly [number, number]>, event: Partial<PointerEvent> = {}): void {
    this.press(points[0]!, event);
    if (points.length > 1) this.tools.move(points.slice(1).map(at));
    this.tools.up(at(points.at(-1)!));
  }

  press(point: readonly [number, number], event: Partial<PointerEvent> = {}): string | null {
    return this.tools.down(at(point), { shiftKey: false, altKey: false, button: 0, ...event } as PointerEvent);
  }

  /** The voxels of a slice that hold a label, as "column,row", row by row. */
  drawn(label = 1, sliceIndex = 0): string[] {
    return [...this.session.slice(sliceIndex).entries()]
      .filter(([, each]) => each === label)
      .map(([index]) => `${index % 12},${Math.floor(index / 12)}`);
  }

  #viewport(): ImageViewport {
    const viewport = {
      element: { clientHeight: 400 },
      voxelToCanvas: ([i, j]: [number, number]) => [i * pixelsPerVoxel, j * pixelsPerVoxel],
      setSlice: (sliceIndex: number) => {
        this.shown.sliceIndex = sliceIndex;
      },
      setWindow: (window: { center: number; width: number }) => {
        this.shown = { ...this.shown, window };
      },
      panBy: (dx: number, dy: number) => this.moved.push(`pan ${dx} ${dy}`),
      zoomBy: (factor: number, about: readonly [number, number]) => this.moved.push(`zoom ${factor.toFixed(6)} ${about.join(" ")}`),
      scrollBy: (slices: number) => this.moved.push(`scroll ${slices}`),
    };
    return Object.defineProperty(viewport, "state", { get: () => this.shown }) as unknown as ImageViewport;
  }
}

/** A place of the mouse, from voxel coordinates of the slice on show. */
export function at([i, j]: readonly [number, number]): PointerPosition {
  return { canvas: [i * pixelsPerVoxel, j * pixelsPerVoxel], voxel: [i, j, 0], patientMm: [i, j, 0] };
}

/** The voxels of a rectangle, first and last column and row included, as "column,row", row by row. */
export function rectangle(firstColumn: number, lastColumn: number, firstRow: number, lastRow: number): string[] {
  const voxels: string[] = [];
  for (let row = firstRow; row <= lastRow; row++)
    for (let column = firstColumn; column <= lastColumn; column++) voxels.push(`${column},${row}`);
  return voxels;
}
