import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { coloursOf } from "../../../viewer/colourTables.ts";
import type { ImageViewport } from "../../../viewer/imageViewport.ts";
import { MapLayer } from "../../../viewer/mapLayer.ts";
import { valueAt, voxelTransform } from "../../../viewer/mapOverlay.ts";
import type { PointerPosition } from "../../../viewer/viewState.ts";
import { formatValue } from "../../../ui/format.ts";
import type { Desk } from "../desk.ts";
import type { MapView } from "../maps/mapDesk.ts";
import { liesOn } from "../maps/mapPlace.ts";
import { shortName } from "#shared/domain/featureNames.ts";
import { Observable } from "../../../ui/observable.ts";

interface Options {
  readonly desk: Desk;
  readonly viewport: ImageViewport;
  readonly canvas: HTMLCanvasElement;
  /** The map has come or gone. */
  readonly onChange: () => void;
}

/** The map that belongs over a volume: null where there is none, it is put away, or it lies on another grid. */
export function mapOver(desk: Desk, volume: Volume | null): (MapView & { readonly shown: NonNullable<MapView["shown"]> }) | null {
  const { shown, ...view } = desk.maps.state.value;
  if (!shown || view.isHidden || !volume) return null;
  const mapped = desk.volume(shown.map.volumeId)?.volume;
  return mapped && liesOn(mapped, volume) ? { ...view, shown } : null;
}

/** The feature map in one pane: its picture over the image, and its value under the mouse. */
export class PaneMap {
  /** The map's name and value under the mouse; empty where it has none. */
  readonly probe = new Observable("");
  readonly #options: Options;
  readonly #layer: MapLayer;
  readonly #stop: () => void;
  #frame = 0;
  #at: PointerPosition | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#layer = new MapLayer(options.canvas, options.viewport);
    this.#stop = options.desk.maps.state.subscribe(() => {
      this.redraw();
      this.hover(this.#at);
      options.onChange();
    });
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#stop();
  }

  get isShown(): boolean {
    return this.#map() !== null;
  }

  redraw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  hover(at: PointerPosition | null): void {
    this.#at = at;
    const { volume } = this.#options.viewport.state;
    const map = this.#map()?.shown;
    const value =
      at && volume && map
        ? valueAt({ grid: map.map.grid, values: map.values }, voxelTransform(gridOf(volume), map.map.grid), at.voxel)
        : null;
    this.probe.set(map && value !== null ? `${shortName(map.map.name)} ${formatValue(value)}` : "");
  }

  #map() {
    return mapOver(this.#options.desk, this.#options.viewport.state.volume);
  }

  #draw(): void {
    this.#frame = 0;
    const view = this.#map();
    this.#layer.draw(
      view && {
        grid: view.shown.map.grid,
        values: view.shown.values,
        colours: coloursOf(view.colours),
        low: view.low,
        high: view.high,
        opacity: view.opacity,
      },
    );
  }
}
