import { Observable } from "../../ui/observable.ts";
import type { ImageViewport } from "../../viewer/imageViewport.ts";
import type { PatientPoint } from "../../viewer/patientMark.ts";
import { isSameSpace } from "#shared/domain/sameSpace.ts";
import type { PointerPosition } from "../../viewer/viewState.ts";

/** A place of the patient that the viewports mark, and the one in which it was pointed at. */
export interface MarkedPoint extends PatientPoint {
  readonly pane: number;
}

/** The same point in all viewports: one that was put down with the tool and stays, and one under a mouse that moves with Shift held. */
export class Crosshair {
  readonly placed = new Observable<MarkedPoint | null>(null);
  readonly hovered = new Observable<MarkedPoint | null>(null);
  readonly #viewports: ReadonlyMap<number, ImageViewport>;

  /** @param viewports by pane. */
  constructor(viewports: ReadonlyMap<number, ImageViewport>) {
    this.#viewports = viewports;
  }

  /** Puts the crosshair down where a viewport shows it, and brings all others of its space to the slice through it; answers why not, in words, or null. */
  place(pane: number, at: PointerPosition): string | null {
    const point = this.#pointOf(pane, at);
    this.placed.set(point);
    if (point) this.#bringOthers(point);
    return point ? null : "The files of this image state no position, so no other viewport can follow.";
  }

  /** Marks what is under the mouse in the other viewports, as long as it is there; null for nothing. */
  hover(pane: number, at: PointerPosition | null): void {
    if (at) this.hovered.set(this.#pointOf(pane, at));
    else if (this.hovered.value?.pane === pane) this.hovered.set(null);
  }

  /** Brings all other viewports of a point's space to the slice through it; those that do not reach so far stay. */
  #bringOthers({ pane, pointMm, volume }: MarkedPoint): void {
    for (const [index, viewport] of this.#viewports) {
      const shown = viewport.state.volume;
      if (index !== pane && shown && isSameSpace(volume, shown)) viewport.showPosition(pointMm);
    }
  }

  /** The place where the files say where it is; else null, and nothing is marked. */
  #pointOf(pane: number, { patientMm }: PointerPosition): MarkedPoint | null {
    const volume = this.#viewports.get(pane)?.state.volume;
    return patientMm && volume ? { pane, pointMm: patientMm, volume } : null;
  }
}
