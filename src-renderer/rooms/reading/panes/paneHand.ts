import { gridOf } from "#shared/domain/volume.ts";
import type { ImageViewport } from "../../../viewer/imageViewport.ts";
import { LabelLayer } from "../../../viewer/labelLayer.ts";
import { patientPoint } from "../../../viewer/planes.ts";
import { attachPointerTools } from "../../../viewer/pointerTools.ts";
import { loadSliceVoxels } from "../../../viewer/sliceVoxels.ts";
import type { PointerPosition } from "../../../viewer/viewState.ts";
import { formatValue } from "../../../viewer/window.ts";
import type { Desk } from "../desk.ts";
import { isDrawingTool } from "../deskState.ts";
import type { VoxelBox } from "../drawing/brush.ts";
import type { DrawingDesk } from "../drawing/drawingDesk.ts";
import { rangeOf } from "../drawing/rangeOf.ts";
import { DrawingHand, type OpenContour } from "../drawing/drawingPointer.ts";
import type { DrawingSession } from "../drawing/drawingSession.ts";
import { Store } from "../store.ts";
import { PaneMap } from "./paneMap.ts";

interface Options {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly pane: number;
  readonly viewport: ImageViewport;
  readonly labels: HTMLCanvasElement;
  readonly map: HTMLCanvasElement;
}

const letters = [["R", "L"], ["A", "P"], ["F", "H"]] as const;

/** The mouse in one pane, and what follows it: the brush's circle, the value under it, a contour being drawn; and the picture of the segments. */
export class PaneHand {
  readonly viewport: ImageViewport;
  readonly size = new Store({ width: 0, height: 0 });
  /** Value and place under the mouse, in words. */
  readonly probe = new Store("");
  readonly brushCursor = new Store<{ x: number; y: number; radius: number } | null>(null);
  readonly contour = new Store<OpenContour | null>(null);
  readonly hand: DrawingHand;
  readonly map: PaneMap;
  readonly #options: Options;
  readonly #layer: LabelLayer;
  readonly #stops: Array<() => void> = [];
  #voxels: { key: string; values: ArrayLike<number> | null } = { key: "", values: null };
  #at: PointerPosition | null = null;
  #session: DrawingSession | null = null;
  #stopSession: () => void = () => {};
  #frame = 0;
  #dirty: VoxelBox | "all" | null = null;

  constructor(options: Options) {
    const { desk, drawing, pane, viewport } = options;
    this.#options = options;
    this.viewport = viewport;
    this.#layer = new LabelLayer(options.labels, viewport);
    this.map = new PaneMap({ desk, viewport, canvas: options.map, onChange: () => this.#redraw("all") });
    this.hand = new DrawingHand({
      viewport,
      session: () => this.#session,
      tool: () => { const { tool } = desk.state.value; return isDrawingTool(tool) ? tool : "brush"; },
      settings: () => drawing.settings.value,
      range: () => (this.#session ? rangeOf(this.#session, desk.windows) : [-Infinity, Infinity]),
      voxels: () => this.#voxels.values,
      onContour: (contour) => this.contour.set(contour),
      onRefused: (reason) => drawing.say(reason),
    });
    this.#stops.push(
      attachPointerTools({
        viewport,
        tool: () => {
          const { tool } = desk.state.value;
          if (!isDrawingTool(tool)) return tool;
          return viewport.state.plane === "acquisition" ? this.hand : "window";
        },
        range: () => this.#range(),
        onPress: () => desk.activate(pane),
        onHover: (at) => this.#hover(at),
      }),
      viewport.subscribe(() => this.#onView()),
      drawing.settings.subscribe(() => { this.#showBrush(); this.#redraw("all"); }),
      drawing.sessions.subscribe(() => this.#adoptSession()),
      desk.state.subscribe(() => {
        const { tool } = desk.state.value;
        if (this.contour.value && tool !== this.contour.value.tool) this.hand.cancel();
        this.#showBrush();
      }),
    );
    const onWheel = () => desk.drive(pane);
    const onDoubleClick = () => this.hand.closePolygon();
    viewport.element.addEventListener("wheel", onWheel, { capture: true, passive: true });
    viewport.element.addEventListener("dblclick", onDoubleClick);
    const observer = new ResizeObserver(() => this.size.set({ width: viewport.element.clientWidth, height: viewport.element.clientHeight }));
    observer.observe(viewport.element);
    this.#stops.push(() => {
      viewport.element.removeEventListener("wheel", onWheel, { capture: true });
      viewport.element.removeEventListener("dblclick", onDoubleClick);
      observer.disconnect();
    });
    drawing.hands.set(pane, this.hand);
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#options.drawing.hands.delete(this.#options.pane);
    this.#stopSession();
    this.map.dispose();
    for (const stop of this.#stops) stop();
  }

  /** How far the grey values spread, for the speed of windowing: the percentiles where known, else the window on show. */
  #range(): number {
    const { volume, window } = this.viewport.state;
    const statistics = volume && this.#options.desk.windows.known(volume.id);
    return statistics ? Math.max(statistics.high - statistics.low, 1e-9) : (window?.width ?? 1);
  }

  #onView(): void {
    const { volume, sliceIndex, plane } = this.viewport.state;
    if (volume && plane === "acquisition") void this.#needVoxels(volume.id, sliceIndex);
    this.#adoptSession();
    this.#redraw("all");
    this.map.redraw();
    this.#showBrush();
    // The same place of the screen now shows another voxel.
    if (this.#at) this.#hover(this.viewport.state.volume ? { canvas: this.#at.canvas, voxel: this.viewport.canvasToVoxel(...this.#at.canvas) ?? this.#at.voxel } : null);
  }

  /** Has the voxels of a slice at hand: the one on show, or in a reformat the one under the mouse. */
  async #needVoxels(volumeId: string, sliceIndex: number): Promise<void> {
    const key = `${volumeId}/${sliceIndex}`;
    if (key === this.#voxels.key) return;
    this.#voxels = { key, values: null };
    // A slice that cannot be had is told by the viewport.
    const values = await loadSliceVoxels(volumeId, sliceIndex).catch(() => null);
    if (this.#voxels.key !== key) return;
    this.#voxels = { key, values };
    this.#hover(this.#at);
  }

  #adoptSession(): void {
    const { volume } = this.viewport.state;
    const session = volume ? (this.#options.drawing.sessions.value.get(volume.id) ?? null) : null;
    if (session === this.#session) return;
    this.hand.cancel();
    this.#stopSession();
    this.#session = session;
    if (session) {
      const stops = [
        session.onLabels((sliceIndex, box) => {
          if (this.viewport.state.plane !== "acquisition") this.#redraw("all");
          else if (sliceIndex === this.viewport.state.sliceIndex && box) this.#redraw(box);
        }),
        session.state.subscribe(() => this.#redraw("all")),
      ];
      this.#stopSession = () => { for (const stop of stops) stop(); };
    } else {
      this.#stopSession = () => {};
    }
    this.#redraw("all");
  }

  #redraw(box: VoxelBox | "all"): void {
    this.#dirty = this.#dirty === null || box === "all" ? box : this.#dirty === "all" ? "all" : {
      firstColumn: Math.min(this.#dirty.firstColumn, box.firstColumn), lastColumn: Math.max(this.#dirty.lastColumn, box.lastColumn),
      firstRow: Math.min(this.#dirty.firstRow, box.firstRow), lastRow: Math.max(this.#dirty.lastRow, box.lastRow),
    };
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#drawLabels());
  }

  #drawLabels(): void {
    this.#frame = 0;
    const dirty = this.#dirty;
    this.#dirty = null;
    const session = this.#session;
    const { volume, sliceIndex } = this.viewport.state;
    const { fillOpacity, isOutlined } = this.#options.drawing.settings.value;
    const shown = session && volume ? {
      size: gridOf(volume).size, labels: session.labels, segments: session.state.value.segmentation.segments,
      hidden: session.state.value.hidden, activeSegment: session.state.value.activeSegment, isOutlined,
      // A segment's colour over a map's would be read as another value.
      fillOpacity: this.map.isShown ? 0 : fillOpacity,
    } : null;
    this.#layer.draw(shown, dirty === "all" || dirty === null ? undefined : this.#onScreen(dirty, sliceIndex));
  }

  /** The box of the screen that holds a box of voxels, with a margin for outlines. */
  #onScreen(box: VoxelBox, sliceIndex: number) {
    const corners = [box.firstColumn - 1, box.lastColumn + 1]
      .flatMap((column) => [box.firstRow - 1, box.lastRow + 1].map((row) => this.viewport.voxelToCanvas([column, row, sliceIndex])))
      .filter((point) => point !== null);
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [x, y] = [Math.min(...xs) - 3, Math.min(...ys) - 3];
    return { x, y, width: Math.max(...xs) + 3 - x, height: Math.max(...ys) + 3 - y };
  }

  #hover(at: PointerPosition | null): void {
    this.#at = at;
    this.hand.hover(at);
    this.map.hover(at);
    this.#showBrush();
    const { volume, plane } = this.viewport.state;
    const k = Math.round(at?.voxel[2] ?? -1);
    if (volume && plane !== "acquisition" && k >= 0 && k < volume.slices) void this.#needVoxels(volume.id, k);
    this.probe.set(at ? this.#describe(at) : "");
  }

  #describe({ voxel }: PointerPosition): string {
    const { volume } = this.viewport.state;
    if (!volume) return "";
    const index = voxel.map(Math.round);
    const [i, j, k] = [index[0]!, index[1]!, index[2]!];
    if (i < 0 || j < 0 || k < 0 || i >= volume.columns || j >= volume.rows || k >= volume.slices) return "";
    const parts: string[] = [];
    const voxels = this.#voxels.key === `${volume.id}/${k}` ? this.#voxels.values : null;
    if (voxels) {
      const at = (j * volume.columns + i) * volume.samplesPerPixel;
      parts.push(`Value ${Array.from({ length: volume.samplesPerPixel }, (_, channel) => formatValue(voxels[at + channel] ?? 0)).join(", ")}`);
    }
    parts.push(`(${i}, ${j}, ${k})`);
    const point = patientPoint(volume, voxel);
    if (point) {
      parts.push(`${point.map((value, axis) => `${letters[axis]![value >= 0 ? 1 : 0]} ${Math.abs(value).toFixed(1)}`).join("  ")} mm`);
    }
    return parts.join("   ");
  }

  #showBrush(): void {
    const { tool } = this.#options.desk.state.value;
    const { volume, plane } = this.viewport.state;
    const isBrush = tool === "brush" || tool === "eraser" || tool === "threshold brush";
    if (!isBrush || !this.#at || !volume || plane !== "acquisition") {
      this.brushCursor.set(null);
      return;
    }
    const { brushRadiusMm } = this.#options.drawing.settings.value;
    const [i, j, k] = this.#at.voxel;
    const centre = this.viewport.voxelToCanvas([i, j, k]);
    const edge = this.viewport.voxelToCanvas([i + brushRadiusMm / volume.spacingMm[0], j, k]);
    if (centre && edge) this.brushCursor.set({ x: this.#at.canvas[0], y: this.#at.canvas[1], radius: Math.hypot(edge[0] - centre[0], edge[1] - centre[1]) });
  }
}
