import { patientToVoxel, type Vector3 } from "#shared/domain/geometry.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import type { ImageViewport } from "../../viewer/imageViewport.ts";
import { whyNoReformat, type Plane } from "../../viewer/planes.ts";
import type { Arrangement } from "./arrangement.ts";
import type { Desk } from "./desk.ts";

const planes: readonly Plane[] = ["axial", "coronal", "sagittal", "acquisition"];

/** One volume along the three axes of the patient and as acquired, through one place that a crosshair marks; and the way back to what was before. */
export class Mpr {
  readonly #desk: Desk;
  #before: { readonly arrangement: Arrangement; readonly tool: string } | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** What was arranged before; null while nothing is laid out in all planes. */
  get before(): Arrangement | null {
    return this.#before?.arrangement ?? null;
  }

  /** Gives the tool back that was in hand before; answers what was arranged then, to be laid out again. Null where nothing is laid out in all planes. */
  end(): Arrangement | null {
    if (!this.#before) return null;
    const { arrangement, tool } = this.#before;
    this.#before = null;
    this.#desk.state.patch({ isMpr: false });
    this.#desk.setTool(tool);
    return arrangement;
  }

  /** Lays the active volume out in all planes; or goes back. Nothing where the volume allows no reformat. */
  toggle(): void {
    const desk = this.#desk;
    const before = this.end();
    if (before) {
      desk.lay(before);
      return;
    }
    const viewport = desk.activeViewport;
    const view = viewport?.state;
    const pointMm = viewport && placeInMiddle(viewport);
    if (!view?.volume || !pointMm || whyNoReformat(view.volume) !== null) return;
    const { id: volumeId } = view.volume;
    this.#before = { arrangement: desk.arrangement, tool: desk.state.value.tool };
    desk.state.patch({ isMpr: true });
    desk.crosshair.placed.set({ pane: planes.indexOf("acquisition"), pointMm, volume: view.volume });
    desk.setTool("crosshair");
    desk.lay({
      layout: "2x2",
      panes: planes.map((plane) => ({
        volumeId,
        plane,
        window: view.window,
        // Of several slices at one place, the one on show.
        ...(plane === view.plane ? { sliceIndex: view.sliceIndex } : { pointMm }),
      })),
      activePane: planes.indexOf("acquisition"),
      isMaximised: false,
    });
  }
}

/** The place of the volume on show in the middle of a viewport; where that is beside the volume, the middle of the slice. Null where places are unknown. */
function placeInMiddle(viewport: ImageViewport): Vector3 | null {
  const { volume, planeInSpace } = viewport.state;
  const { centreMm } = viewport;
  return (volume && centreMm && isInside(volume, centreMm) ? centreMm : planeInSpace?.pointMm) ?? null;
}

function isInside(volume: Volume, pointMm: Vector3): boolean {
  const { size } = gridOf(volume);
  return patientToVoxel(gridOf(volume), pointMm).every((index, axis) => index > -0.5 && index < size[axis]! - 0.5);
}
