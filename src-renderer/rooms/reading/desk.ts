import type { KeptArrangement } from "#shared/api/arrangement.ts";
import type { Series, Study } from "#shared/api/study.ts";
import { sliceGrid } from "#shared/domain/sliceGrid.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import type { Vector3 } from "#shared/domain/geometry.ts";
import type { MeasurePlace } from "#shared/domain/measure/measure.ts";
import type { Layout } from "#shared/domain/layout.ts";
import { foldText } from "#shared/domain/foldText.ts";
import { isSameSpace } from "#shared/domain/sameSpace.ts";
import { ImageViewport } from "../../viewer/imageViewport.ts";
import { referenceLine, whyNoReformat, type Plane } from "../../viewer/planes.ts";
import { registerSeries } from "../../viewer/shownVolumes.ts";
import { canLead, ViewLinks, type Links } from "../../viewer/viewLinks.ts";
import { SliceLinks } from "../../viewer/sliceLinks.ts";
import type { ViewState } from "../../viewer/viewState.ts";
import { PlacingDesk } from "../../drawing/placing/placingDesk.ts";
import type { PaneTools } from "../../drawing/paneTools.ts";
import { groupOfTool } from "../../drawing/tools.ts";
import { applyTo, arrangementOf, type Arrangement, type PaneArrangement } from "./arrangement.ts";
import type { OpenCase } from "./case/openCase.ts";
import { ComparisonDesk } from "./comparison/comparisonDesk.ts";
import { Cine } from "./cine.ts";
import { Crosshair, type MarkedPoint } from "./crosshair.ts";
import { firstDesk, paneCounts, withLayout, withVolume, type DeskState, type PaneState } from "./deskState.ts";
import { firstVolume } from "./firstVolume.ts";
import { Mpr } from "./mpr.ts";
import { ArrangementKeeper, arrangementOfKept } from "./keptArrangement.ts";
import { MapDesk } from "./maps/mapDesk.ts";
import { Observable } from "../../ui/observable.ts";
import { WindowBook } from "../../viewer/windowBook.ts";

/** A volume with the series it belongs to. */
export interface VolumeOnDesk {
  readonly volume: Volume;
  readonly series: Series;
}

/** What the reader works on: a study, its viewports, and how they move together. */
export class Desk {
  /** What there is to be shown: images that were prepared come to it. */
  readonly content: Observable<{ readonly study: Study; readonly volumes: readonly VolumeOnDesk[] }>;
  readonly state = new Observable<DeskState>(firstDesk);
  readonly windows = new WindowBook();
  readonly maps = new MapDesk();
  readonly mpr = new Mpr(this);
  readonly comparison = new ComparisonDesk(this);
  readonly placing = new PlacingDesk();
  readonly arrangements: ArrangementKeeper;
  /** The reading of a reader study that is on the desk; null where a study is. */
  readonly openCase: OpenCase | null;
  /** Counts up whenever any viewport changes; what depends on several of them listens here. */
  readonly views = new Observable(0);
  /** By pane. */
  readonly tools = new Map<number, PaneTools>();
  readonly #viewports = new Map<number, ImageViewport>();
  readonly crosshair = new Crosshair(this.#viewports);
  readonly #shown = new Map<number, string>();
  /** What is to come into a pane next, and how it is to be shown. */
  readonly #wanted = new Map<number, PaneArrangement>();
  readonly #links = new ViewLinks({
    viewports: this.#viewports,
    activePane: () => this.state.value.activePane,
    links: () => this.state.value.links,
    isLike: (volumeId, other) => kindOf(this.volume(volumeId)) === kindOf(this.volume(other)),
  });
  readonly #slices = new SliceLinks(this.#viewports, () => this.state.value.isLinked);
  readonly #cine = new Cine();
  /** What the reader put into the first viewport. */
  #chosen: string | null = null;

  /**
   * @param initialVolumeId the volume to begin with; null for the one that is most likely to be read
   * @param kept how a study of this kind was left, where this one is to begin so
   */
  constructor(study: Study, initialVolumeId: string | null, openCase: OpenCase | null = null, kept: KeptArrangement | null = null) {
    this.content = new Observable(contentOf(study));
    this.openCase = openCase;
    const first = this.volumes.find(({ volume }) => volume.id === initialVolumeId) ?? firstVolume(this.volumes);
    if (kept) this.lay(arrangementOfKept(kept));
    else if (first) this.state.set(withVolume(firstDesk, 0, first.volume.id));
    this.arrangements = new ArrangementKeeper(this, kept !== null);
    this.state.subscribe(() => this.#arrange());
  }

  get study(): Study {
    return this.content.value.study;
  }

  get volumes(): readonly VolumeOnDesk[] {
    return this.content.value.volumes;
  }

  /** The study has other volumes than before: what is not there any more is taken from the viewports. */
  adopt(study: Study): void {
    this.content.set(contentOf(study));
    this.comparison.adopt();
    const isGone = ({ volumeId }: PaneState) => volumeId !== null && this.volume(volumeId) === null;
    const { panes } = this.state.value;
    if (panes.some(isGone)) this.state.patch({ panes: panes.map((pane) => (isGone(pane) ? { ...pane, volumeId: null } : pane)) });
  }

  volume(volumeId: string | null): VolumeOnDesk | null {
    return this.volumes.find(({ volume }) => volume.id === volumeId) ?? null;
  }

  get activeVolume(): VolumeOnDesk | null {
    const { panes, activePane } = this.state.value;
    return this.volume(panes[activePane]?.volumeId ?? null);
  }

  get activePane(): PaneState | null {
    const { panes, activePane } = this.state.value;
    return panes[activePane] ?? null;
  }

  get activeViewport(): ImageViewport | null {
    return this.#viewports.get(this.state.value.activePane) ?? null;
  }

  viewport(pane: number): ImageViewport | null {
    return this.#viewports.get(pane) ?? null;
  }

  /** Gives a pane its place on the screen; answers the viewport and how to give it up. */
  attach(pane: number, element: HTMLDivElement): { viewport: ImageViewport; detach: () => void } {
    const viewport = new ImageViewport(`pane-${pane}`, element);
    this.#viewports.set(pane, viewport);
    const unsubscribe = viewport.subscribe(() => this.#onView(pane, viewport));
    this.#arrange();
    return {
      viewport,
      detach: () => {
        unsubscribe();
        viewport.dispose();
        this.#viewports.delete(pane);
        this.#links.forget(pane);
        this.#shown.delete(pane);
      },
    };
  }

  show(pane: number, volumeId: string, plane: Plane = "acquisition"): void {
    if (pane === 0) this.#chosen = volumeId;
    this.state.set(withVolume(this.state.value, pane, volumeId, plane));
  }

  /**
   * Brings every pane to a slice of its own, as acquired, however they are linked; null leaves a pane's slice as it is. Where an arrangement is given, the
   * panes show its volumes first.
   */
  arrange(
    arrangement: { readonly layout: Layout; readonly volumeIds: readonly string[] } | null,
    sliceOf: (volumeId: string) => number | null,
  ): void {
    // No pane leads the others on the way there.
    this.#slices.release();
    const { layout, panes, activePane } = this.mpr.end() ?? this.state.value;
    const shown = arrangement
      ? panes.map((_, index): PaneState => ({ volumeId: arrangement.volumeIds[index] ?? null, plane: "acquisition" }))
      : panes.map(({ volumeId }): PaneState => ({ volumeId, plane: "acquisition" }));
    for (const [index, { volumeId }] of shown.entries()) {
      const slice = volumeId === null ? null : sliceOf(volumeId);
      if (slice === null) continue;
      const viewport = this.#viewports.get(index);
      if (viewport?.state.volume?.id === volumeId && viewport.state.plane === "acquisition") viewport.setSlice(slice);
      else this.#wanted.set(index, { volumeId, plane: "acquisition", sliceIndex: slice });
    }
    this.state.patch({
      panes: shown,
      layout: arrangement?.layout ?? layout,
      activePane: arrangement ? 0 : activePane,
      ...(arrangement && { isMaximised: false }),
    });
  }

  /** What is arranged now. */
  get arrangement(): Arrangement {
    const { layout, panes, activePane, isMaximised } = this.state.value;
    return {
      layout,
      panes: panes.map((pane, index) => arrangementOf({ ...this.#wanted.get(index), ...pane }, this.#viewports.get(index))),
      activePane,
      isMaximised,
    };
  }

  /** Lays out what each viewport shows, and how. */
  lay({ layout, panes, activePane, isMaximised }: Arrangement): void {
    // No pane leads the others on the way there.
    this.#slices.release();
    for (const [index, pane] of panes.entries()) {
      const viewport = this.#viewports.get(index);
      const isThere = viewport?.state.volume?.id === pane.volumeId && viewport.state.plane === pane.plane;
      if (viewport && isThere && viewport.state.isRendered) applyTo(viewport, pane);
      else this.#wanted.set(index, pane);
    }
    this.state.patch({ layout, panes: panes.map(({ volumeId, plane }) => ({ volumeId, plane })), activePane, isMaximised });
  }

  /** Cuts the active volume along another plane, where it allows that. */
  setPlane(plane: Plane): void {
    const active = this.activeVolume;
    if (active && (plane === "acquisition" || whyNoReformat(active.volume) === null))
      this.show(this.state.value.activePane, active.volume.id, plane);
  }

  /** Links viewports in more or less than before; those that are linked now come into line with the active one at once. */
  link(part: Partial<Links>): void {
    this.state.patch({ links: { ...this.state.value.links, ...part } });
    this.#links.follow();
  }

  setLayout(layout: Layout): void {
    this.state.set(
      withLayout(
        this.state.value,
        layout,
        this.volumes.map(({ volume }) => volume.id),
      ),
    );
  }

  /** Lays a viewport over all the others, or takes it back to its place; nothing where it is alone. */
  setMaximised(isMaximised: boolean, pane = this.state.value.activePane): void {
    if (paneCounts[this.state.value.layout] === 1) return;
    this.activate(pane);
    this.state.patch({ isMaximised });
  }

  /** @param tool its id in the registry. */
  setTool(tool: string): void {
    this.state.patch({ tool });
  }

  /** True while a tool that draws is chosen. */
  get isDrawing(): boolean {
    return groupOfTool(this.state.value.tool) === "draw";
  }

  /** True while a tool that measures is chosen. */
  get isMeasuring(): boolean {
    return groupOfTool(this.state.value.tool) === "measure";
  }

  /** The tools of the active pane. */
  get activeTools(): PaneTools | null {
    return this.tools.get(this.state.value.activePane) ?? null;
  }

  activate(pane: number): void {
    this.state.patch({ activePane: pane });
    this.#slices.drive(pane);
  }

  activateNext(step: 1 | -1): void {
    const count = paneCounts[this.state.value.layout];
    this.activate((this.state.value.activePane + step + count) % count);
  }

  scroll(slices: number): void {
    this.#slices.drive(this.state.value.activePane);
    this.activeViewport?.scrollBy(slices);
  }

  goTo(sliceIndex: number): void {
    this.#slices.drive(this.state.value.activePane);
    this.activeViewport?.setSlice(sliceIndex);
  }

  /** Brings a slice of a volume into view, by default as acquired: in a pane that shows the volume, else in the active one. */
  goToSlice(volumeId: string, sliceIndex: number, plane: Plane = "acquisition"): void {
    const { panes } = this.state.value;
    const pane = this.#paneFor(({ volumeId: shown }) => shown === volumeId);
    this.activate(pane);
    if (panes[pane]?.volumeId === volumeId && panes[pane].plane === plane) {
      this.goTo(sliceIndex);
      return;
    }
    this.#wanted.set(pane, { volumeId, plane, sliceIndex });
    this.show(pane, volumeId, plane);
  }

  /** Brings the place of a measure into view, in the plane in which it was made: in a pane that shows its volume so, else in the active one. */
  goToMeasure({ volumeId, plane, sliceIndex, points }: MeasurePlace): void {
    if (plane === "acquisition") {
      this.goToSlice(volumeId, sliceIndex ?? 0);
      return;
    }
    const isIn = (pane: PaneState) => pane.volumeId === volumeId && pane.plane === plane;
    const pane = this.#paneFor(isIn);
    this.activate(pane);
    if (isIn(this.state.value.panes[pane]!)) {
      this.#viewports.get(pane)?.showPosition(points[0]!);
      return;
    }
    this.#wanted.set(pane, { volumeId, plane, pointMm: points[0]! });
    this.show(pane, volumeId, plane);
  }

  /** Size, place, turn, inversion and window of the active viewport as at first. */
  resetView(): void {
    const active = this.activeVolume;
    const viewport = this.activeViewport;
    if (!active || !viewport) return;
    viewport.resetCamera();
    viewport.setInverted(active.volume.invert);
    void this.#resetWindow(viewport, active);
  }

  /** Runs through the slices of the active viewport, round and round; or stops. */
  play(isPlaying: boolean): void {
    this.#cine.stop();
    this.state.patch({ isPlaying });
    if (!isPlaying) return;
    this.#cine.start(
      () => this.state.value.framesPerSecond,
      () => {
        const view = this.activeViewport?.state;
        // The next slice waits for the one before.
        if (view?.isRendered && view.sliceCount > 1) this.goTo((view.sliceIndex + 1) % view.sliceCount);
      },
    );
  }

  /** The place that the viewports mark now: under a mouse that moves with Shift held, else where the crosshair was put down, while it is in hand. */
  get markedPoint(): MarkedPoint | null {
    return this.crosshair.hovered.value ?? (this.state.value.tool === "crosshair" ? this.crosshair.placed.value : null);
  }

  /** The line of the active viewport's slice in another pane; null where it has none. */
  referenceLineIn(pane: number): [Vector3, Vector3] | null {
    const { activePane, hasReferenceLines } = this.state.value;
    if (!hasReferenceLines || pane === activePane) return null;
    const source = this.#viewports.get(activePane)?.state;
    const target = this.#viewports.get(pane)?.state;
    if (!source?.volume || !source.planeInSpace || !target?.volume || !target.planeInSpace || !isSameSpace(source.volume, target.volume))
      return null;
    const grid = source.plane === "acquisition" ? sliceGrid(source.volume, source.sliceIndex) : gridOf(source.volume);
    return grid && referenceLine(source.planeInSpace, grid, target.planeInSpace);
  }

  /**
   * The reader leaves: nothing moves any more. Answers the volume that the reader put into the first viewport, which studies like this are
   * to open on; null where none.
   */
  close(): string | null {
    this.play(false);
    this.arrangements.keep();
    const chosen = this.#chosen;
    this.#chosen = null;
    return chosen;
  }

  /** The first pane on the screen that shows something, the active one before the others; the active one where none does. */
  #paneFor(isIn: (pane: PaneState) => boolean): number {
    const { panes, layout, activePane } = this.state.value;
    const places = [activePane, ...Array.from({ length: paneCounts[layout] }, (_, index) => index)];
    return places.find((index) => isIn(panes[index]!)) ?? activePane;
  }

  async #resetWindow(viewport: ImageViewport, { volume, series }: VolumeOnDesk): Promise<void> {
    const window = volume.samplesPerPixel === 1 ? await this.windows.initial(volume, series) : null;
    if (window && viewport.state.volume?.id === volume.id) viewport.setWindow(window);
  }

  /** Brings the screen in line with what was arranged. */
  #arrange(): void {
    for (const [index, viewport] of this.#viewports) {
      const pane = this.state.value.panes[index]!;
      const key = `${pane.volumeId}/${pane.plane}`;
      if (this.#shown.get(index) === key) continue;
      const before = viewport.state;
      this.#shown.set(index, key);
      const found = this.volume(pane.volumeId);
      if (!found) {
        viewport.clear();
        continue;
      }
      void this.#showIn(index, viewport, found, pane.plane, before);
    }
  }

  /** Shows a volume in the window it had here before, or its first one; and where the pane was in the patient, or where the linked ones are. */
  async #showIn(index: number, viewport: ImageViewport, { volume, series }: VolumeOnDesk, plane: Plane, before: ViewState): Promise<void> {
    const waiting = this.#wanted.get(index);
    this.#wanted.delete(index);
    // Another one may have been put here since.
    const wanted = waiting?.volumeId === volume.id && waiting.plane === plane ? waiting : undefined;
    const remembered = wanted?.keptWindow ? await this.windows.ofKept(volume.id, wanted.keptWindow) : null;
    const kept = wanted?.window ?? remembered ?? (before.volume?.id === volume.id ? before.window : null);
    // Asked for in any case: whether the reader changed the window is decided by comparing with it.
    const first = volume.samplesPerPixel === 1 ? await this.windows.initial(volume, series) : null;
    const window = kept ?? first;
    if (this.#shown.get(index) !== `${volume.id}/${plane}`) return;
    await viewport.show(volume, plane, window, wanted?.sliceIndex);
    if (this.#shown.get(index) !== `${volume.id}/${plane}`) return;
    if (wanted) applyTo(viewport, wanted);
    if (wanted?.sliceIndex !== undefined || wanted?.pointMm) return;
    const others = [...this.#viewports.values()].filter((other) => other !== viewport).map((other) => other.state);
    const source = [before, ...(this.state.value.isLinked ? others : [])].find((view) => canLead(view, viewport.state));
    if (source?.planeInSpace) viewport.showPosition(source.planeInSpace.pointMm);
  }

  #onView(pane: number, viewport: ImageViewport): void {
    this.views.set(this.views.value + 1);
    this.#links.onView(pane, viewport);
    this.#slices.onView(pane, viewport);
  }
}

/** The volumes of a study with their series, known to the viewer. */
function contentOf(study: Study) {
  for (const series of study.series) registerSeries(series);
  return { study, volumes: study.series.flatMap((series) => series.volumes.map((volume) => ({ volume, series }))) };
}

/** Volumes of one kind are read in one grey window: those of series of one description, or of one series. */
function kindOf(found: VolumeOnDesk | null): string {
  return found ? `${foldText(found.series.description).trim() || found.series.seriesInstanceUid}/${found.volume.label}` : "";
}
