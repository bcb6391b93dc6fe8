import { Observable } from "../../../ui/observable.ts";
import { whyNotOver, type ShownComparison } from "../../../viewer/compareLayer.ts";
import type { CompareWay } from "../../../viewer/comparePaint.ts";
import { whyNoReformat } from "../../../viewer/planes.ts";
import { VolumeSlices } from "../../../viewer/volumeSlices.ts";
import type { GreyWindow } from "../../../viewer/window.ts";
import { placementMap } from "../../../drawing/placing/placingDesk.ts";
import type { Desk, VolumeOnDesk } from "../desk.ts";

/** Two images of the study over each other. */
export interface ComparedImages {
  readonly lower: VolumeSlices;
  readonly upper: VolumeSlices;
  /** What each is called here: "before", "after". */
  readonly words: { readonly lower: string; readonly upper: string };
}

/** What is compared, and how it is looked at. */
export interface ComparisonView {
  readonly shown: ComparedImages | null;
  /** The upper image is put away for a moment. */
  readonly isHidden: boolean;
  readonly way: CompareWay;
  /** The slider's place, 0 (left) to 1. */
  readonly share: number;
  readonly opacity: number;
  /** The side of a square of the checkerboard, pixels of the page. */
  readonly squareSide: number;
  /** The upper image is seen in the window of the lower one: values of one kind must look alike. */
  readonly hasOneWindow: boolean;
  /** The upper image's own grey window; null while it is found. */
  readonly window: GreyWindow | null;
}

/** How the reader compares goes with them from study to study. */
let rememberedLook: Pick<ComparisonView, "way" | "opacity" | "squareSide"> = { way: "slider", opacity: 0.5, squareSide: 48 };

/** The comparison over the images of a study: at most one, in every viewport that shows the lower image. */
export class ComparisonDesk {
  readonly state = new Observable<ComparisonView>({
    shown: null,
    isHidden: false,
    share: 0.5,
    hasOneWindow: false,
    window: null,
    ...rememberedLook,
  });
  /** Counts up when a slice has come. */
  readonly changes = new Observable(0);
  /** Why a slice could not be had. */
  readonly failed = new Observable<unknown>(null);
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Lays one image over another and brings the lower one into view; answers why that cannot be done, in words, or null. */
  show(lower: VolumeOnDesk, upper: VolumeOnDesk, words: ComparedImages["words"], hasOneWindow = false): string | null {
    const reason = whyNotOver(lower.volume, upper.volume);
    if (reason !== null) return reason;
    const onChange = () => this.changes.set(this.changes.value + 1);
    const slices = ({ volume }: VolumeOnDesk) => new VolumeSlices(volume, onChange, (error) => this.failed.set(error));
    this.state.patch({ shown: { lower: slices(lower), upper: slices(upper), words }, isHidden: false, hasOneWindow, window: null });
    void this.#findWindow(upper);
    this.#bringIntoView(lower.volume.id);
    return null;
  }

  close(): void {
    this.state.patch({ shown: null, window: null });
  }

  /** Puts the upper image away or takes it out again; answers false where nothing is compared. */
  toggle(): boolean {
    const { shown, isHidden } = this.state.value;
    if (shown) this.state.patch({ isHidden: !isHidden });
    return shown !== null;
  }

  look(part: Partial<Pick<ComparisonView, "way" | "opacity" | "squareSide">>): void {
    this.state.patch({ ...part, isHidden: false });
    const { way, opacity, squareSide } = this.state.value;
    rememberedLook = { way, opacity, squareSide };
  }

  /** Moves the slider, or changes how much is seen of the upper image in a blend, by a part of the whole. */
  shift(by: number): void {
    const { way, share, opacity } = this.state.value;
    const moved = (value: number) => Math.min(1, Math.max(0, value + by));
    if (way === "blend") this.look({ opacity: moved(opacity) });
    else this.state.patch({ share: moved(share) });
  }

  /** Both images side by side, scrolled, zoomed and panned together. */
  sideBySide(): void {
    const { shown } = this.state.value;
    if (!shown) return;
    const desk = this.#desk;
    const { id } = shown.upper.volume;
    desk.setLayout("1x2");
    desk.show(0, shown.lower.volume.id);
    desk.show(1, id);
    desk.state.patch({ isLinked: true });
    desk.link({ zoom: true, pan: true });
    desk.activate(0);
  }

  /** What lies over a volume in a viewport; null where nothing does. */
  over(volumeId: string | null): ShownComparison | null {
    const { shown, isHidden, hasOneWindow, window: own, ...look } = this.state.value;
    if (!shown || isHidden || shown.lower.volume.id !== volumeId) return null;
    const window = hasOneWindow ? null : (this.#windowElsewhere(shown.upper.volume.id) ?? own);
    if (!window && !hasOneWindow) return null;
    const placing = this.#desk.placing.state.value;
    const isPlaced = placing?.fixed.id === volumeId && placing.moving.id === shown.upper.volume.id;
    return { ...shown, ...look, window, placement: isPlaced ? placementMap(placing) : null };
  }

  /** The study has other volumes: what is not there any more is compared no more. */
  adopt(): void {
    const { shown } = this.state.value;
    if (shown && [shown.lower, shown.upper].some(({ volume }) => this.#desk.volume(volume.id) === null)) this.close();
  }

  /** The upper image is seen as in the viewport that shows it by itself. */
  #windowElsewhere(volumeId: string): GreyWindow | null {
    for (const index of [0, 1, 2, 3]) {
      const view = this.#desk.viewport(index)?.state;
      if (view?.volume?.id === volumeId && view.window) return view.window;
    }
    return null;
  }

  async #findWindow({ volume, series }: VolumeOnDesk): Promise<void> {
    const window = await this.#desk.windows.initial(volume, series);
    if (this.state.value.shown?.upper.volume.id === volume.id && this.state.value.window === null) this.state.patch({ window });
  }

  #bringIntoView(volumeId: string): void {
    const { panes, activePane } = this.#desk.state.value;
    const now = panes[activePane];
    const found = this.#desk.volume(volumeId);
    if (!found || now?.volumeId === volumeId) return;
    this.#desk.show(activePane, volumeId, whyNoReformat(found.volume) === null ? now?.plane : "acquisition");
  }
}
