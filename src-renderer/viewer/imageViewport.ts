import { Enums, StackViewport, VolumeViewport, cache, eventTarget, volumeLoader, type Types } from "@cornerstonejs/core";
import { minus, patientToVoxel, voxelToPatient, type Vector3 } from "#shared/domain/geometry.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { plainWords } from "../client/plainWords.ts";
import { renderingEngine, volumeScheme } from "./cornerstone.ts";
import { damagedSlicesOf, damageOf } from "./damagedSlices.ts";
import { imageIdOf } from "./imageIds.ts";
import { distanceAlong, patientPoint, sliceAtPosition, type Plane } from "./planes.ts";
import { isCountedBackwards, ownWindow, plus, reformatSlice, seenThrough, sliceOnScreen } from "./seenThrough.ts";
import { SliceLoader } from "./sliceLoader.ts";
import { uprightOf } from "./upright.ts";
import { emptyView, type PointerPosition, type ViewState } from "./viewState.ts";
import type { GreyWindow } from "./window.ts";

const orientations = {
  axial: Enums.OrientationAxis.AXIAL,
  coronal: Enums.OrientationAxis.CORONAL,
  sagittal: Enums.OrientationAxis.SAGITTAL,
};

const volumeEvents = [Enums.Events.IMAGE_VOLUME_MODIFIED, Enums.Events.IMAGE_VOLUME_LOADING_COMPLETED];

/** One viewport on the screen: a volume, cut along one plane, seen by one camera. The only face of Cornerstone that rooms see. */
export class ImageViewport {
  readonly id: string;
  readonly element: HTMLDivElement;
  state: ViewState = emptyView;
  readonly #listeners = new Set<() => void>();
  #viewport: StackViewport | VolumeViewport | null = null;
  #loader: SliceLoader | null = null;
  #showing = 0;
  #target = 0;
  #isMoving = false;
  /** As the reader chose it, relative to the fit: resizing one viewport tells the others new zooms before they are fitted themselves. */
  #zoom = 1;
  readonly #observer: ResizeObserver;

  constructor(id: string, element: HTMLDivElement) {
    this.id = id;
    this.element = element;
    for (const event of [Enums.Events.IMAGE_RENDERED, Enums.Events.CAMERA_MODIFIED, Enums.Events.VOI_MODIFIED]) {
      element.addEventListener(event, this.#refresh);
    }
    for (const event of volumeEvents) eventTarget.addEventListener(event, this.#onVolumeProgress);
    this.#observer = new ResizeObserver(() => {
      if (!this.#viewport || element.clientWidth === 0 || element.clientHeight === 0) return;
      renderingEngine().resize(true, true);
      // Relative to the new fit: what filled the viewport fills it again.
      this.#viewport.setZoom(this.#zoom);
      this.#viewport.render();
      this.#refresh();
    });
    this.#observer.observe(element);
  }

  /** Calls back after every change of `state`; answers how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Shows a volume, at a slice or in its middle, in a window. Answers when its first picture is on the screen; a later call overtakes an earlier one.
   * What cannot be shown is told in `state.problem`.
   */
  async show(volume: Volume, plane: Plane, window: GreyWindow | null, sliceIndex?: number): Promise<void> {
    const showing = ++this.#showing;
    this.#loader?.stop();
    this.#isMoving = false;
    const middle = Math.floor(volume.slices / 2);
    this.#target = plane === "acquisition" ? Math.min(volume.slices - 1, sliceIndex ?? middle) : 0;
    this.#set({ ...emptyView, volume, plane, sliceIndex: this.#target, sliceCount: volume.slices, window, isInverted: volume.invert });
    try {
      const viewport = this.#enable(plane === "acquisition" ? Enums.ViewportType.STACK : Enums.ViewportType.ORTHOGRAPHIC);
      this.#viewport = viewport;
      const imageIds = Array.from({ length: volume.slices }, (_, k) => imageIdOf(volume.id, k));
      if (viewport instanceof StackViewport) {
        await viewport.setStack(imageIds, this.#target);
      } else if (plane !== "acquisition") {
        const id = `${volumeScheme}:${volume.id}`;
        const built = (cache.getVolume(id) ?? (await volumeLoader.createAndCacheVolume(id, { imageIds }))) as Types.IStreamingImageVolume;
        if (showing !== this.#showing) return;
        await viewport.setVolumes([{ volumeId: id }]);
        viewport.setOrientation(orientations[plane]);
        built.load();
      }
      if (showing !== this.#showing) return;
      const shown = window ?? ownWindow(viewport);
      viewport.setProperties({
        ...(volume.samplesPerPixel === 1 && shown
          ? { voiRange: { lower: shown.center - shown.width / 2, upper: shown.center + shown.width / 2 } }
          : {}),
        invert: volume.invert,
        interpolationType: Enums.InterpolationType.LINEAR,
      });
      viewport.resetCamera();
      if (plane === "acquisition") viewport.setViewPresentation({ ...uprightOf(volume) });
      this.#zoom = 1;
      if (viewport instanceof VolumeViewport) {
        this.#target = sliceIndex ?? reformatSlice(viewport, this.state.plane);
        this.#moveVolume(viewport);
        this.#onVolumeProgress();
      } else {
        this.#loader = new SliceLoader(volume, this.#target, (loaded) => this.#set({ ...this.state, loaded }));
      }
      viewport.render();
    } catch (error) {
      if (showing === this.#showing) this.#set({ ...this.state, problem: plainWords(error) });
    }
  }

  /** Shows nothing. */
  clear(): void {
    this.#showing++;
    this.#loader?.stop();
    if (this.#viewport) renderingEngine().disableElement(this.id);
    this.#viewport = null;
    this.#set(emptyView);
  }

  /** Moves to a slice; outside the volume, to its end. Calls while a slice is on its way are joined. */
  setSlice(sliceIndex: number): void {
    if (!this.#viewport || this.state.sliceCount === 0) return;
    this.#target = Math.min(this.state.sliceCount - 1, Math.max(0, Math.round(sliceIndex)));
    if (this.#viewport instanceof VolumeViewport) this.#moveVolume(this.#viewport);
    else void this.#moveStack(this.#viewport);
  }

  scrollBy(slices: number): void {
    this.setSlice(this.#target + slices);
  }

  /** Moves to the slice through a position in patient space (LPS, mm); stays where the position is outside the volume. */
  showPosition(pointMm: Vector3): void {
    const { volume, plane, planeInSpace, sliceSpacingMm } = this.state;
    if (volume && plane === "acquisition") {
      const sliceIndex = sliceAtPosition(volume, pointMm, this.#target);
      if (sliceIndex !== null) this.setSlice(sliceIndex);
      return;
    }
    if (!planeInSpace || !this.#viewport || sliceSpacingMm <= 0) return;
    const wanted = this.state.sliceIndex + distanceAlong(planeInSpace, pointMm) / sliceSpacingMm;
    if (wanted > -0.5 - 1e-6 && wanted < this.state.sliceCount - 0.5 + 1e-6) this.setSlice(wanted);
  }

  setWindow(window: GreyWindow): void {
    if (!this.#viewport || this.state.volume?.samplesPerPixel !== 1) return;
    this.#viewport.setProperties({ voiRange: { lower: window.center - window.width / 2, upper: window.center + window.width / 2 } });
    this.#set({ ...this.state, window });
    this.#viewport.render();
  }

  setInverted(isInverted: boolean): void {
    this.#viewport?.setProperties({ invert: isInverted });
    this.#set({ ...this.state, isInverted });
    this.#viewport?.render();
  }

  flipHorizontally(): void {
    this.#viewport?.setViewPresentation({ flipHorizontal: !this.state.isFlippedHorizontally });
    this.#viewport?.render();
  }

  flipVertically(): void {
    this.#viewport?.setViewPresentation({ flipVertical: !this.state.isFlippedVertically });
    this.#viewport?.render();
  }

  /** Turns the picture clockwise by a multiple of 90 degrees. */
  rotate(degrees: 90 | -90): void {
    const viewport = this.#viewport;
    if (!viewport) return;
    const right = minus(viewport.canvasToWorld([1, 0]), viewport.canvasToWorld([0, 0]));
    const length = Math.hypot(...right);
    const sign = degrees === 90 ? -1 : 1;
    viewport.setCamera({ viewUp: [(sign * right[0]) / length, (sign * right[1]) / length, (sign * right[2]) / length] });
    viewport.render();
  }

  panBy(dx: number, dy: number): void {
    const viewport = this.#viewport;
    if (!viewport) return;
    const { focalPoint, position } = viewport.getCamera();
    if (!focalPoint || !position) return;
    const shift = minus(viewport.canvasToWorld([dx, dy]), viewport.canvasToWorld([0, 0]));
    viewport.setCamera({ focalPoint: plus(focalPoint, shift, -1), position: plus(position, shift, -1) });
    viewport.render();
  }

  /** The place of the patient in the middle of the viewport, LPS, mm; null where places are unknown. */
  get centreMm(): Vector3 | null {
    return this.positionAt([this.element.clientWidth / 2, this.element.clientHeight / 2])?.patientMm ?? null;
  }

  /** Pans until a place of the patient, or what is in front of it, is in the middle. */
  centreOn(pointMm: Vector3): void {
    const at = this.patientToCanvas(pointMm);
    if (!at) return;
    const [dx, dy] = [this.element.clientWidth / 2 - at[0], this.element.clientHeight / 2 - at[1]];
    // Less than this is rounding.
    if (Math.hypot(dx, dy) > 0.05) this.panBy(dx, dy);
  }

  /** Enlarges by a factor about a point of the screen, by default the middle. Kept between 1/20 and 60 times the fit. */
  zoomBy(factor: number, about?: readonly [number, number]): void {
    const viewport = this.#viewport;
    if (!viewport) return;
    const wanted = Math.min(60, Math.max(0.05, viewport.getZoom() * factor));
    const anchor = about ?? [this.element.clientWidth / 2, this.element.clientHeight / 2];
    const world = viewport.canvasToWorld([anchor[0], anchor[1]]);
    this.#zoom = wanted;
    viewport.setZoom(wanted);
    const moved = viewport.worldToCanvas(world);
    this.panBy(anchor[0] - moved[0], anchor[1] - moved[1]);
  }

  /** Fits the image into the viewport, upright, keeping slice and window. */
  resetCamera(): void {
    const viewport = this.#viewport;
    if (!viewport) return;
    const slice = this.#target;
    viewport.setViewPresentation({ rotation: 0, flipHorizontal: false, flipVertical: false });
    if (viewport instanceof VolumeViewport && this.state.plane !== "acquisition") viewport.setOrientation(orientations[this.state.plane]);
    viewport.resetCamera();
    if (this.state.volume && this.state.plane === "acquisition") viewport.setViewPresentation({ ...uprightOf(this.state.volume) });
    this.#zoom = 1;
    if (viewport instanceof VolumeViewport) {
      this.#target = slice;
      this.#moveVolume(viewport);
    }
    viewport.render();
  }

  /** Continuous voxel coordinates under a point of the screen; null where nothing is shown. In the acquisition plane, k is the slice on show exactly. */
  canvasToVoxel(x: number, y: number): Vector3 | null {
    const { volume, plane, sliceIndex } = this.state;
    if (!volume || !this.#viewport) return null;
    const voxel = patientToVoxel(gridOf(volume), this.#viewport.canvasToWorld([x, y]));
    return plane === "acquisition" ? [voxel[0], voxel[1], sliceIndex] : voxel;
  }

  /** The point of the screen at which voxel coordinates of the volume on show lie. */
  voxelToCanvas(voxel: Vector3): readonly [number, number] | null {
    return this.state.volume ? this.patientToCanvas(voxelToPatient(gridOf(this.state.volume), voxel)) : null;
  }

  patientToCanvas(pointMm: Vector3): readonly [number, number] | null {
    return this.#viewport ? this.#viewport.worldToCanvas([...pointMm]) : null;
  }

  /** What lies under a mouse event, or null. */
  pointerPosition(event: { clientX: number; clientY: number }): PointerPosition | null {
    const bounds = this.element.getBoundingClientRect();
    return this.positionAt([event.clientX - bounds.left, event.clientY - bounds.top]);
  }

  /** What lies under a point of the screen, pixels from the viewport's top left; null where nothing is shown. */
  positionAt(canvas: readonly [number, number]): PointerPosition | null {
    const { volume } = this.state;
    const voxel = this.canvasToVoxel(...canvas);
    return volume && voxel && { canvas, voxel, patientMm: volume.hasPatientGeometry ? patientPoint(volume, voxel) : null };
  }

  dispose(): void {
    this.clear();
    for (const event of volumeEvents) eventTarget.removeEventListener(event, this.#onVolumeProgress);
    this.#observer.disconnect();
    this.#listeners.clear();
  }

  #enable(type: Enums.ViewportType): StackViewport | VolumeViewport {
    const engine = renderingEngine();
    if (this.#viewport?.type === type) return this.#viewport;
    if (this.#viewport) {
      // The old one tells of its last camera while the new one is set up: what it shows is no slice of the new plane.
      this.#viewport = null;
      engine.disableElement(this.id);
    }
    engine.enableElement({ viewportId: this.id, element: this.element, type, defaultOptions: { background: [0, 0, 0] } });
    return engine.getViewport<StackViewport | VolumeViewport>(this.id);
  }

  async #moveStack(viewport: StackViewport): Promise<void> {
    if (this.#isMoving) return;
    this.#isMoving = true;
    const showing = this.#showing;
    try {
      while (showing === this.#showing && this.#target !== viewport.getCurrentImageIdIndex()) {
        const target = this.#target;
        this.#set({ ...this.state, isRendered: false, problem: null });
        this.#loader?.focus(target);
        await viewport.setImageIdIndex(target);
        if (showing !== this.#showing) return;
      }
    } catch (error) {
      if (showing === this.#showing) this.#set({ ...this.state, problem: plainWords(error) });
    } finally {
      if (showing === this.#showing) this.#isMoving = false;
    }
  }

  #moveVolume(viewport: VolumeViewport): void {
    const distance = this.#target - reformatSlice(viewport, this.state.plane);
    if (distance !== 0) viewport.scroll(isCountedBackwards(viewport, this.state.plane) ? -distance : distance);
    else this.#refresh();
  }

  readonly #onVolumeProgress = (): void => {
    const { volume } = this.state;
    if (!volume || !(this.#viewport instanceof VolumeViewport)) return;
    const arrived = Array.from({ length: volume.slices }, (_, k) => imageIdOf(volume.id, k)).filter((imageId) =>
      cache.isLoaded(imageId),
    ).length;
    this.#set({ ...this.state, loaded: arrived / volume.slices });
    this.#viewport.render();
  };

  readonly #refresh = (event?: Event): void => {
    const viewport = this.#viewport;
    const { volume } = this.state;
    if (!viewport || !volume || viewport.getActors().length === 0) return;
    const sliceIndex = sliceOnScreen(viewport, volume, this.state.plane);
    if (sliceIndex === null) return;
    const isComplete = viewport instanceof StackViewport || this.state.loaded >= 1;
    const isAtTarget = sliceIndex === this.#target && isComplete;
    this.#set({
      ...this.state,
      ...seenThrough(viewport, volume, this.state.plane, sliceIndex),
      problem: viewport instanceof StackViewport ? (damageOf(volume.id, sliceIndex) ?? null) : null,
      gaps: viewport instanceof StackViewport ? [] : damagedSlicesOf(volume.id),
      isRendered: isAtTarget && (event?.type === Enums.Events.IMAGE_RENDERED || this.state.isRendered),
    });
  };

  #set(state: ViewState): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }
}
