import { CompareLayer, valueOver } from "../../../viewer/compareLayer.ts";
import type { ImageViewport } from "../../../viewer/imageViewport.ts";
import type { PointerPosition } from "../../../viewer/viewState.ts";
import { formatValue } from "../../../ui/format.ts";
import { Observable } from "../../../ui/observable.ts";
import type { Desk } from "../desk.ts";

/** The comparison in one pane: the upper image over the one on show, and its value under the mouse. */
export class PaneComparison {
  /** What the upper image is called here and its value under the mouse; empty where it has none. */
  readonly probe = new Observable("");
  readonly #desk: Desk;
  readonly #viewport: ImageViewport;
  readonly #layer: CompareLayer;
  readonly #stops: ReadonlyArray<() => void>;
  #frame = 0;
  #at: PointerPosition | null = null;

  constructor(desk: Desk, viewport: ImageViewport, canvas: HTMLCanvasElement) {
    this.#desk = desk;
    this.#viewport = viewport;
    this.#layer = new CompareLayer(canvas, viewport);
    const onChange = () => {
      this.redraw();
      this.hover(this.#at);
    };
    const { comparison, placing, views } = desk;
    // The upper image's window may be that of another viewport.
    this.#stops = [comparison.state, comparison.changes, placing.state, views].map((each: Observable<unknown>) => each.subscribe(onChange));
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    for (const stop of this.#stops) stop();
  }

  redraw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  hover(at: PointerPosition | null): void {
    this.#at = at;
    const shown = this.#shown;
    const value = at && shown ? valueOver(shown, at.voxel) : null;
    const name = this.#desk.comparison.state.value.shown?.words.upper ?? "";
    this.probe.set(value === null ? "" : `${name} ${formatValue(value)}`);
  }

  get #shown() {
    return this.#desk.comparison.over(this.#viewport.state.volume?.id ?? null);
  }

  #draw(): void {
    this.#frame = 0;
    this.#layer.draw(this.#viewport.state.isRendered ? this.#shown : null);
  }
}
