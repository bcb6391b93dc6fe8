import type { Consensus } from "#shared/api/adjudication.ts";
import { agreedAnswers } from "#shared/domain/project/consensus.ts";
import type { Answers } from "#shared/domain/project/answer.ts";
import { loadLabels } from "../../../client/segmentationDoor.ts";
import { Observable } from "../../../ui/observable.ts";

export const pairLetters = ["A", "B"] as const;
export type PairLetter = (typeof pairLetters)[number];

/** In which order a key goes through them. */
export const shownOfPair = ["A and B", "A", "B", "neither"] as const;
export type ShownOfPair = (typeof shownOfPair)[number];

/** The two readings of which a consensus is made, as the desk shows them: what each drew, and what each answered. */
export class ReadingPair {
  readonly consensus: Consensus;
  readonly answers: { readonly a: Answers; readonly b: Answers; readonly agreed: Answers };
  /** Whose outlines lie over the images. */
  readonly shown = new Observable<ShownOfPair>("A and B");
  /** What was drawn, by the outline's name; one that is not there yet is being asked for. */
  readonly #labels = new Map<string, Uint8Array>();
  readonly #asked = new Set<string>();
  /** Counts up whenever an outline has come. */
  readonly changes = new Observable(0);

  constructor(consensus: Consensus) {
    this.consensus = consensus;
    const [a, b] = [new Map(consensus.a), new Map(consensus.b)];
    this.answers = { a, b, agreed: agreedAnswers(a, b) };
  }

  /** Shows the next of `shownOfPair`. */
  showNext(): void {
    const at = shownOfPair.indexOf(this.shown.value);
    this.shown.set(shownOfPair[(at + 1) % shownOfPair.length]!);
  }

  isShown(letter: PairLetter): boolean {
    return this.shown.value === letter || this.shown.value === "A and B";
  }

  /** Whether a consensus drawing is asked for on an image, and why, in words. */
  reasons(imageId: string): readonly string[] | null {
    return this.consensus.drawings.find((each) => each.imageId === imageId)?.reasons ?? null;
  }

  /** What A or B drew on an image, one label a voxel; null where nothing was drawn, or it has not come yet. What has not been asked for is. */
  labels(imageId: string, letter: PairLetter, onFailed: (error: unknown) => void): Uint8Array | null {
    const name = this.#nameOf(imageId, letter);
    if (name === null) return null;
    const known = this.#labels.get(name);
    if (!known && !this.#asked.has(name)) {
      this.#asked.add(name);
      void this.#load(name).catch((error: unknown) => {
        // The next look at the image asks again.
        this.#asked.delete(name);
        onFailed(error);
      });
    }
    return known ?? null;
  }

  async #load(name: string): Promise<void> {
    const { labels } = await loadLabels(name);
    this.#labels.set(name, labels);
    this.changes.set(this.changes.value + 1);
  }

  /** Whether A or B drew on an image. */
  hasDrawn(imageId: string, letter: PairLetter): boolean {
    return this.#nameOf(imageId, letter) !== null;
  }

  #nameOf(imageId: string, letter: PairLetter): string | null {
    const outline = this.consensus.outlines.find((each) => each.imageId === imageId);
    return (letter === "A" ? outline?.a : outline?.b) ?? null;
  }
}
