import type { OpenPolygon } from "#shared/api/segmentation.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { PaneTools } from "../../../drawing/paneTools.ts";
import { Observable } from "../../../ui/observable.ts";
import type { ImageViewport } from "../../../viewer/imageViewport.ts";
import { offSliceMm } from "../../../viewer/patientMark.ts";
import { attachPointerPress } from "../../../viewer/pointerPress.ts";
import { knownSliceVoxels, loadSliceVoxels } from "../../../viewer/sliceVoxels.ts";
import type { PointerPosition } from "../../../viewer/viewState.ts";
import { boxOn } from "../../../drawing/sheet.ts";
import { segmentOfCell } from "../case/segmentOfCell.ts";
import { PaneComparison } from "../comparison/paneComparison.ts";
import type { Desk } from "../desk.ts";
import { DifferencePicture } from "./differencePicture.ts";
import { LabelPicture } from "./labelPicture.ts";
import { PairPicture } from "./pairPicture.ts";
import { PaneMap } from "./paneMap.ts";
import { ProjectedPicture } from "./projectedPicture.ts";
import { readout, segmentAt, segmentReadout } from "./readout.ts";

interface Options {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly pane: number;
  readonly viewport: ImageViewport;
  readonly labels: HTMLCanvasElement;
  readonly names: HTMLCanvasElement;
  readonly map: HTMLCanvasElement;
  /** Where the upper one of two images is drawn that are compared. */
  readonly compared: HTMLCanvasElement;
  readonly projected: HTMLCanvasElement;
  readonly difference: HTMLCanvasElement;
  /** Where A and B of a consensus are drawn. */
  readonly pair: { readonly a: HTMLCanvasElement; readonly b: HTMLCanvasElement };
}

/** One pane: its tools, the picture of its segments, its map, and what is under the mouse. */
export class PaneView {
  readonly viewport: ImageViewport;
  readonly size = new Observable({ width: 0, height: 0 });
  /** Value and place under the mouse, in words. */
  readonly probe = new Observable("");
  /** The segment under the mouse, in words. */
  readonly segmentProbe = new Observable("");
  /** The polygon open on this volume, on whatever slice. */
  readonly polygon = new Observable<OpenPolygon | null>(null);
  readonly tools: PaneTools;
  readonly map: PaneMap;
  readonly comparison: PaneComparison;
  readonly #options: Options;
  readonly #picture: LabelPicture;
  readonly #projected: ProjectedPicture;
  readonly #difference: DifferencePicture;
  readonly #pair: PairPicture | null;
  readonly #stops: Array<() => void> = [];
  #voxels: { key: string; values: ArrayLike<number> | null } = { key: "", values: null };
  #at: PointerPosition | null = null;
  #session: DrawingSession | null = null;
  #previewed: Uint8Array | undefined;
  #stopSession: () => void = () => {};

  constructor(options: Options) {
    const { desk, drawing, pane, viewport } = options;
    this.#options = options;
    this.viewport = viewport;
    this.comparison = new PaneComparison(desk, viewport, options.compared);
    this.map = new PaneMap({ desk, viewport, canvas: options.map, onChange: () => this.#picture.redraw("all") });
    this.#picture = new LabelPicture({
      viewport,
      labels: options.labels,
      names: options.names,
      session: () => (desk.openCase?.hidesDrawing || this.#difference.isShown ? null : this.#session),
      settings: () => drawing.settings.value,
      sheet: () => this.tools.sheet,
      preview: () => this.tools.preview.value,
      highlighted: () => this.#highlighted(),
      isOutlineOnly: () => this.map.isShown,
      // Under a mouse at rest, too, the segment may have become another.
      onDraw: () => this.#tellSegment(),
    });
    this.#difference = new DifferencePicture(options.difference, viewport, drawing.difference);
    this.#projected = new ProjectedPicture(options.projected, viewport, drawing.projections, () => desk.openCase?.hidesDrawing ?? false);
    const pair = desk.openCase?.pair;
    const onFailed = (error: unknown) => drawing.say(`What both readings drew could not be read. ${plainWords(error)}`);
    this.#pair = pair ? new PairPicture({ ...options.pair, viewport, pair, onFailed }) : null;
    this.tools = new PaneTools({
      viewport,
      windows: desk.windows,
      chosen: () => desk.state.value.tool,
      session: () => this.#session,
      whyNoSession: () => drawing.whyNoSession(viewport.state.volume?.id ?? ""),
      whyLocked: () => desk.openCase?.whyNotDrawn ?? null,
      measures: desk.openCase ? null : drawing.measures,
      placing: desk.placing,
      settings: () => drawing.settings.value,
      voxels: () => this.#voxels.values,
      known: (sliceIndex) => knownSliceVoxels(this.viewport.state.volume?.id ?? "", sliceIndex),
      fetch: (sliceIndex) => loadSliceVoxels(this.viewport.state.volume?.id ?? "", sliceIndex),
      onPress: () => desk.activate(pane),
      onHover: (at, hasShift) => {
        desk.crosshair.hover(pane, hasShift ? at : null);
        this.#hover(at);
      },
      onPick: (at) => this.#pick(at),
      onPoint: (at) => {
        const reason = desk.crosshair.place(pane, at);
        if (reason !== null) drawing.say(reason);
      },
      say: (sentence) => drawing.say(sentence),
    });
    this.#stops.push(
      attachPointerPress(viewport, this.tools),
      viewport.subscribe(() => this.#onView()),
      drawing.settings.subscribe(() => {
        this.tools.refresh();
        this.#picture.redraw("all");
      }),
      drawing.sessions.subscribe(() => this.#adoptSession()),
      drawing.projections.shown.subscribe(() => this.#projected.redraw()),
      drawing.projections.changes.subscribe(() => this.#projected.redraw()),
      drawing.difference.shown.subscribe(() => {
        this.#picture.redraw("all");
        this.#difference.redraw();
      }),
      drawing.difference.changes.subscribe(() => this.#difference.redraw()),
      desk.state.subscribe(() => this.tools.refresh()),
      this.tools.preview.subscribe(() => this.#onPreview()),
      desk.crosshair.placed.subscribe(() => this.#tell()),
      desk.crosshair.hovered.subscribe(() => this.#tell()),
      ...this.#followCase(),
    );
    const onWheel = () => desk.activate(pane);
    const onDoubleClick = () => {
      // A tool that draws or measures keeps its clicks: two in one place must not change the layout.
      if (desk.isDrawing || desk.isMeasuring) this.tools.doubleClick();
      else desk.setMaximised(!desk.state.value.isMaximised, pane);
    };
    const onKeyUp = ({ key }: KeyboardEvent) => {
      if (key === "Shift") desk.crosshair.hover(pane, null);
    };
    window.addEventListener("keyup", onKeyUp);
    viewport.element.addEventListener("wheel", onWheel, { capture: true, passive: true });
    viewport.element.addEventListener("dblclick", onDoubleClick);
    const observer = new ResizeObserver(() =>
      this.size.set({ width: viewport.element.clientWidth, height: viewport.element.clientHeight }),
    );
    observer.observe(viewport.element);
    this.#stops.push(() => {
      window.removeEventListener("keyup", onKeyUp);
      desk.crosshair.hover(pane, null);
      viewport.element.removeEventListener("wheel", onWheel, { capture: true });
      viewport.element.removeEventListener("dblclick", onDoubleClick);
      observer.disconnect();
    });
    desk.tools.set(pane, this.tools);
  }

  dispose(): void {
    this.#options.desk.tools.delete(this.#options.pane);
    // First of all the pointer: a press that is going on leaves its work with the session.
    for (const stop of this.#stops) stop();
    this.tools.dispose();
    this.#stopSession();
    this.#picture.dispose();
    this.#projected.dispose();
    this.#difference.dispose();
    this.#pair?.dispose();
    this.map.dispose();
    this.comparison.dispose();
  }

  /** What is asked for in a form changes how the segments are seen. */
  #followCase(): ReadonlyArray<() => void> {
    const { openCase } = this.#options.desk;
    const redraw = () => {
      this.#picture.redraw("all");
      this.#projected.redraw();
    };
    return openCase ? [openCase.isScoring.subscribe(redraw), openCase.cell.subscribe(redraw)] : [];
  }

  /** The segment of the muscle that a form asks for. */
  #highlighted(): number | null {
    const { openCase } = this.#options.desk;
    const cell = openCase?.isScoring.value ? openCase.cell.value : null;
    return openCase && cell && this.#session
      ? segmentOfCell(cell, openCase.reading.forms, this.#session.state.value.segmentation.segments)
      : null;
  }

  /** What a tool would make of the slice is part of the picture of the segments. */
  #onPreview(): void {
    const labels = this.tools.preview.value?.labels;
    if (labels === this.#previewed) return;
    this.#previewed = labels;
    this.#picture.redraw("all");
  }

  #onView(): void {
    const { volume, sliceIndex, plane } = this.viewport.state;
    if (volume && plane === "acquisition") void this.#needVoxels(volume.id, sliceIndex);
    this.#adoptSession();
    this.#picture.redraw("all");
    this.#projected.redraw();
    this.#difference.redraw();
    this.#pair?.redraw();
    this.map.redraw();
    this.comparison.redraw();
    // The same place of the screen now shows another voxel.
    if (this.#at) this.#hover(volume ? (this.viewport.positionAt(this.#at.canvas) ?? this.#at) : null);
    else {
      this.tools.refresh();
      this.#tell();
    }
  }

  /** Has the voxels of a slice ready: the one on show, or in a reformat the one under the mouse. */
  async #needVoxels(volumeId: string, sliceIndex: number): Promise<void> {
    const key = `${volumeId}/${sliceIndex}`;
    if (key === this.#voxels.key) return;
    this.#voxels = { key, values: null };
    // A slice that cannot be had is reported by the viewport.
    const values = await loadSliceVoxels(volumeId, sliceIndex).catch(() => null);
    if (this.#voxels.key !== key) return;
    this.#voxels = { key, values };
    this.#hover(this.#at);
  }

  #adoptSession(): void {
    const { volume } = this.viewport.state;
    const session = volume ? (this.#options.drawing.sessions.value.get(volume.id) ?? null) : null;
    if (session === this.#session) return;
    // What was being drawn belongs to the session it began in, and is kept there.
    this.tools.leaveSession();
    this.#stopSession();
    this.#session = session;
    const stops = session
      ? [
          session.onLabels((sliceIndex, box) => {
            const { sheet } = this.tools;
            const part = sheet && boxOn(sheet, sliceIndex, box);
            if (part) this.#picture.redraw(part);
          }),
          session.state.subscribe(() => {
            this.polygon.set(session.state.value.polygon);
            this.#picture.redraw("all");
            this.tools.refresh();
          }),
        ]
      : [];
    this.#stopSession = () => {
      for (const stop of stops) stop();
    };
    this.polygon.set(session?.state.value.polygon ?? null);
    this.#picture.redraw("all");
  }

  #hover(at: PointerPosition | null): void {
    this.#at = at;
    this.tools.hoverAt(at);
    this.#tell();
  }

  /** Tells what is under the mouse; where that is over another viewport, what is under the crosshair. */
  #tell(): void {
    const at = this.#seen;
    this.map.hover(at);
    this.comparison.hover(at);
    const { volume, plane } = this.viewport.state;
    const k = Math.round(at?.voxel[2] ?? -1);
    if (volume && plane !== "acquisition" && k >= 0 && k < volume.slices) void this.#needVoxels(volume.id, k);
    this.probe.set(at && volume ? readout(volume, at, this.#voxels.key === `${volume.id}/${k}` ? this.#voxels.values : null) : "");
    this.#tellSegment();
  }

  #tellSegment(): void {
    const at = this.#seen;
    this.segmentProbe.set(
      at && this.#session && !this.#options.desk.openCase?.hidesDrawing ? segmentReadout(this.#session, this.tools.sheet, at) : "",
    );
  }

  /** Makes the segment at a place the active one. */
  #pick(at: PointerPosition): void {
    const { desk, drawing } = this.#options;
    if (!this.#session || desk.openCase?.hidesDrawing) return;
    const segment = segmentAt(this.#session, this.tools.sheet, at);
    if (segment) this.#session.activate(segment.number);
    drawing.say(segment ? `${segmentInWords(segment)} is active.` : "There is no segment here.");
  }

  /** What the reader looks at here: under the mouse, or under a crosshair that lies on the slice on show; null for nothing. */
  get #seen(): PointerPosition | null {
    const { state } = this.viewport;
    if (this.#at) return this.#at;
    const point = this.#options.desk.markedPoint;
    const canvas = point && state.isRendered && offSliceMm(point, state) === 0 ? this.viewport.patientToCanvas(point.pointMm) : null;
    return canvas && this.viewport.positionAt(canvas);
  }
}
