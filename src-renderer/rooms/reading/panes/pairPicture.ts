import type { Segment } from "#shared/domain/segment.ts";
import { gridOf } from "#shared/domain/volume.ts";
import type { ImageViewport } from "../../../viewer/imageViewport.ts";
import { LabelLayer } from "../../../viewer/labelLayer.ts";
import { pairLetters, type PairLetter, type ReadingPair } from "../case/readingPair.ts";
import { pairColors } from "../case/pairColors.ts";

interface Options {
  readonly a: HTMLCanvasElement;
  readonly b: HTMLCanvasElement;
  readonly viewport: ImageViewport;
  readonly pair: ReadingPair;
  readonly onFailed: (error: unknown) => void;
}

/** Every label in one colour: what counts is who drew it. */
const segmentsOf = (letter: PairLetter): Segment[] =>
  Array.from({ length: 255 }, (_, at) => ({ number: at + 1, name: letter, color: pairColors[letter], side: "none" }));

/** The outlines of what A and B drew over one image, drawn again once a frame where something changed. B's are broken. */
export class PairPicture {
  readonly #options: Options;
  readonly #layers: Readonly<Record<PairLetter, LabelLayer>>;
  readonly #segments = { A: segmentsOf("A"), B: segmentsOf("B") } as const;
  readonly #stops: ReadonlyArray<() => void>;
  #frame = 0;

  constructor(options: Options) {
    this.#options = options;
    const { a, b, viewport, pair } = options;
    this.#layers = { A: new LabelLayer(a, viewport), B: new LabelLayer(b, viewport) };
    const redraw = () => this.redraw();
    this.#stops = [pair.shown.subscribe(redraw), pair.changes.subscribe(redraw)];
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    cancelAnimationFrame(this.#frame);
  }

  redraw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    const { viewport, pair, onFailed } = this.#options;
    const { volume } = viewport.state;
    for (const letter of pairLetters) {
      const labels = volume && pair.isShown(letter) ? pair.labels(volume.id, letter, onFailed) : null;
      if (!labels || !volume) this.#layers[letter].draw(null);
      else
        this.#layers[letter].draw({
          size: gridOf(volume).size,
          labels,
          segments: this.#segments[letter],
          hidden: new Set(),
          activeSegment: null,
          isOutlined: true,
          isDashed: letter === "B",
          fillOpacity: 0,
        });
    }
  }
}
