import type { FeatureMap } from "#shared/domain/featureMap.ts";
import { voxelsFromBytes } from "#shared/domain/volume.ts";
import { addresses } from "../../../client/addresses.ts";
import { fetchBytes } from "../../../client/fetchBytes.ts";
import type { ColourTable } from "../../../viewer/colourTables.ts";
import { Observable } from "../../../ui/observable.ts";
import { spreadOf, type ValueSpread } from "./valueSpread.ts";

/** A map with its voxels. */
export interface LoadedMap {
  readonly map: FeatureMap;
  /** float64, i fastest, on the map's grid; NaN where there is no value. */
  readonly values: Float64Array;
  /** Null where no voxel has a value. */
  readonly spread: ValueSpread | null;
}

/** Which map is shown, and how. */
export interface MapView {
  readonly shown: LoadedMap | null;
  /** Put away for a moment; the choice stays. */
  readonly isHidden: boolean;
  readonly opacity: number;
  readonly colours: ColourTable;
  /** The values of the first and the last colour. */
  readonly low: number;
  readonly high: number;
}

/** How the reader looks at maps goes with them from study to study. */
let rememberedLook: Pick<MapView, "opacity" | "colours"> = { opacity: 0.8, colours: "viridis" };

/** The feature map over the images of a study: at most one. */
export class MapDesk {
  readonly state = new Observable<MapView>({ shown: null, isHidden: false, low: 0, high: 1, ...rememberedLook });
  #asked = 0;

  /**
   * Shows a map, from its 2nd to its 98th percentile. Of several calls the last one counts. Rejects with the door's own words where its
   * voxels cannot be had.
   */
  async show(map: FeatureMap): Promise<void> {
    const asked = ++this.#asked;
    const { bytes } = await fetchBytes(addresses.mapVoxels(map.id));
    if (asked !== this.#asked) return;
    const values = voxelsFromBytes("float64", new Uint8Array(bytes)) as Float64Array;
    const spread = spreadOf(values);
    this.state.patch({ shown: { map, values, spread }, isHidden: false, low: spread?.percentile2 ?? 0, high: spread?.percentile98 ?? 1 });
  }

  /** Shows none; with an id, only where that one is shown. */
  close(mapId?: string): void {
    if (mapId !== undefined && this.state.value.shown?.map.id !== mapId) return;
    this.#asked++;
    this.state.patch({ shown: null });
  }

  /** Puts the map away or takes it out again; answers false where there is none. */
  toggle(): boolean {
    const { shown, isHidden } = this.state.value;
    if (shown) this.state.patch({ isHidden: !isHidden });
    return shown !== null;
  }

  look(part: Partial<Pick<MapView, "opacity" | "colours">>): void {
    this.state.patch(part);
    const { opacity, colours } = this.state.value;
    rememberedLook = { opacity, colours };
  }
}
