import type { Transform } from "#shared/domain/transform/transform.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { loadSegmentation } from "../client/segmentationDoor.ts";
import { Observable } from "../ui/observable.ts";
import { Difference } from "./difference.ts";
import type { DrawingSession } from "./drawingSession.ts";
import { Projection } from "./projection.ts";

/** The comparison of two segmentations that is on show, if one is. */
export class DifferenceDesk {
  readonly shown = new Observable<Difference | null>(null);
  /** The reader is choosing what to compare with. */
  readonly isChoosing = new Observable(false);
  /** Counts up whenever its picture or its counts change. */
  readonly changes = new Observable(0);
  readonly #sessions: Observable<ReadonlyMap<string, DrawingSession>>;
  /** Of several that are asked for, the last one is shown. */
  #turn = 0;

  /** @param sessions what is open to be drawn on, by volume. */
  constructor(sessions: Observable<ReadonlyMap<string, DrawingSession>>) {
    this.#sessions = sessions;
    sessions.subscribe(() => {
      const { value } = this.shown;
      if (value && sessions.value.get(value.a.volume.id) !== value.a) this.hide();
      else this.#follow();
    });
  }

  /** Compares the segmentation that is open on a volume with another one, drawn on this volume on one of its space, or through a transform (see Projection). Rejects where that cannot be read. */
  async show(a: DrawingSession, drawnOn: Volume, segmentationId: string, transform?: Transform): Promise<void> {
    const turn = ++this.#turn;
    const read = await loadSegmentation(segmentationId);
    if (turn !== this.#turn || this.#sessions.value.get(a.volume.id) !== a) return;
    this.shown.value?.stop();
    this.shown.set(
      new Difference(
        a,
        (onChange) => new Projection(drawnOn, a.volume, read, onChange, transform),
        () => this.changes.set(this.changes.value + 1),
      ),
    );
    this.#follow();
  }

  hide(): void {
    this.#turn++;
    this.isChoosing.set(false);
    this.shown.value?.stop();
    this.shown.set(null);
  }

  /** Where B is open to be drawn on, it is compared as it is drawn. */
  #follow(): void {
    const b = this.shown.value?.b;
    const session = b && this.#sessions.value.get(b.drawnOn.id);
    if (session?.state.value.segmentation.id === b?.segmentationId && session) b?.follow(session);
  }
}
