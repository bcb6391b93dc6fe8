import type { Vector3 } from "#shared/domain/geometry.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { DrawingSession, type SessionDoor } from "../../../src-renderer/drawing/drawingSession.ts";
import { firstSettings, type DrawingSettings } from "../../../src-renderer/drawing/drawingSettings.ts";
import type { MeasureDesk } from "../../../src-renderer/drawing/measures/measureDesk.ts";
import { PaneTools } from "../../../src-renderer/drawing/paneTools.ts";
import { PlacingDesk } from "../../../src-renderer/drawing/placing/placingDesk.ts";
import type { ImageViewport } from "../../../src-renderer/viewer/imageViewport.ts";
import type { PlaneInSpace } from "../../../src-renderer/viewer/planes.ts";
import type { PointerPosition } from "../../../src-renderer/viewer/viewState.ts";
import type { WindowBook } from "../../../src-renderer/viewer/windowBook.ts";
import { volumeOf } from "../volumeOf.ts";

const pixelsPerVoxel = 20;

/** 12 x 12 x 2 voxels of 1 x 1 x 5 mm, at the patient's origin. */
export const benchVolume = volumeOf({ columns: 12, rows: 12, slices: 2, spacingMm: [1, 1, 5], originMm: [0, 0, 0] });

/** One viewport without a screen: 20 pixels a voxel, an empty label map with segments 1 and 2, of which 1 is active, and every sentence that was said. */
export class ToolBench {
  readonly volume: Volume;
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
    planeInSpace: PlaneInSpace | null;
    sliceSpacingMm: number;
  };
  /** The axes of the volume that run to the right and down on the screen. */
  #axes: readonly [0 | 1 | 2, 0 | 1 | 2] = [0, 1];
  tool: string;
  /** The voxels of the slice on show. */
  voxels: ArrayLike<number> = new Uint8Array(144).fill(5);
  /** Those of slices that are not on show; null while they are on their way. */
  others: ArrayLike<number> | null = null;
  /** Those of one slice, where they are others than `others`. */
  readonly values = new Map<number, ArrayLike<number>>();
  /** Slices that were fetched. */
  readonly fetched: number[] = [];
  settings: DrawingSettings = { ...firstSettings, brushRadiusMm: 1 };
  /** What was asked of the viewport besides slices: "pan 3 4". */
  readonly moved: string[] = [];

  /**
   * @param slices of the volume, where two are not enough
   * @param part what else is different about it
   */
  constructor(
    tool: string,
    slices = benchVolume.slices,
    sides: readonly ["none" | "right", "none" | "left"] = ["none", "none"],
    measures: MeasureDesk | null = null,
    part: Partial<Volume> = {},
  ) {
    this.tool = tool;
    this.volume = { ...benchVolume, slices, slicePositionsMm: Array.from({ length: slices }, (_, k) => 5 * k), ...part };
    this.shown = {
      plane: "acquisition",
      isRendered: true,
      sliceIndex: 0,
      sliceCount: slices,
      volume: this.volume,
      window: { center: 50, width: 100 },
      planeInSpace: null,
      sliceSpacingMm: 5,
    };
    const door: SessionDoor = {
      send: (base, { tool: drawn }) => {
        this.strokes.push(drawn);
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
      placing: new PlacingDesk(),
      viewport: this.#viewport(),
      windows: { known: () => ({ minimum: 0, maximum: 1000, low: 0, high: 500 }) } as unknown as WindowBook,
      chosen: () => this.tool,
      session: () => (this.shown.volume.id === this.volume.id ? this.session : null),
      whyNoSession: () => "There is no segmentation.",
      whyLocked: () => null,
      measures,
      settings: () => this.settings,
      voxels: () => this.voxels,
      known: (sliceIndex) => this.values.get(sliceIndex) ?? this.others,
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

  /** Shows a reformat: a plane in patient space, of which two axes of the volume run to the right and down. */
  reformat(
    plane: "axial" | "coronal" | "sagittal",
    planeInSpace: PlaneInSpace,
    axes: readonly [0 | 1 | 2, 0 | 1 | 2],
    sliceIndex = 0,
  ): void {
    this.#axes = axes;
    this.shown = { ...this.shown, plane, planeInSpace, sliceIndex };
  }

  /** A place of the mouse, from voxel coordinates of the volume. */
  at(voxel: Vector3): PointerPosition {
    return { canvas: this.#canvasOf(voxel), voxel, patientMm: voxel };
  }

  /** Presses the left button at voxels, moves along them and lets it come up at the last. */
  dragVoxels(voxels: readonly Vector3[], event: Partial<PointerEvent> = {}): void {
    this.tools.down(this.at(voxels[0]!), { shiftKey: false, altKey: false, button: 0, ...event } as PointerEvent);
    if (voxels.length > 1) this.tools.move(voxels.slice(1).map((voxel) => this.at(voxel)));
    this.tools.up(this.at(voxels.at(-1)!));
  }

  /** The voxels of the volume that hold a label, as "i,j,k", slice by slice. */
  drawnVoxels(label = 1): string[] {
    return Array.from({ length: this.volume.slices }, (_, k) => this.drawn(label, k).map((voxel) => `${voxel},${k}`)).flat();
  }

  /** Presses the left button, moves along the points and lets it come up at the last; with one point, a click. */
  drag(points: ReadonlyArray<readonly [number, number]>, event: Partial<PointerEvent> = {}): void {
    this.press(points[0]!, event);
    if (points.length > 1) this.tools.move(points.slice(1).map((point) => at(point)));
    this.tools.up(at(points.at(-1)!));
  }

  click(point: readonly [number, number]): void {
    this.drag([point]);
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

  #canvasOf(voxel: Vector3): readonly [number, number] {
    return [voxel[this.#axes[0]] * pixelsPerVoxel, voxel[this.#axes[1]] * pixelsPerVoxel];
  }

  #viewport(): ImageViewport {
    const viewport = {
      element: { clientHeight: 400 },
      voxelToCanvas: (voxel: Vector3) => this.#canvasOf(voxel),
      positionAt: ([x, y]: readonly [number, number]) => at([x / pixelsPerVoxel, y / pixelsPerVoxel], this.shown.sliceIndex),
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
export function at([i, j]: readonly [number, number], sliceIndex = 0): PointerPosition {
  return { canvas: [i * pixelsPerVoxel, j * pixelsPerVoxel], voxel: [i, j, sliceIndex], patientMm: [i, j, 5 * sliceIndex] };
}

/** The voxels of a rectangle, first and last column and row included, as "column,row", row by row. */
export function rectangle(firstColumn: number, lastColumn: number, firstRow: number, lastRow: number): string[] {
  const voxels: string[] = [];
  for (let row = firstRow; row <= lastRow; row++)
    for (let column = firstColumn; column <= lastColumn; column++) voxels.push(`${column},${row}`);
  return voxels;
}
