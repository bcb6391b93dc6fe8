import type { Transform } from "#shared/domain/transform/transform.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { loadSegmentation } from "../client/segmentationDoor.ts";
import { Observable } from "../ui/observable.ts";
import type { DrawingSession } from "./drawingSession.ts";
import { Projection } from "./projection.ts";

/** What was drawn on other volumes and is shown on these: one for each volume. */
export class ProjectionDesk {
  /** By the volume that it is shown on. */
  readonly shown = new Observable<ReadonlyMap<string, Projection>>(new Map());
  /** Counts up whenever one of the pictures changes. */
  readonly changes = new Observable(0);
  readonly #sessions: Observable<ReadonlyMap<string, DrawingSession>>;
  /** The one asked for last, by volume. */
  readonly #asked = new Map<string, object>();

  /** @param sessions what is open to be drawn on, by volume. */
  constructor(sessions: Observable<ReadonlyMap<string, DrawingSession>>) {
    this.#sessions = sessions;
    sessions.subscribe(() => {
      for (const projection of this.shown.value.values()) this.#follow(projection);
    });
  }

  /**
   * Shows on a volume what was drawn on another one of the same space, or through a transform (see Projection), also while it is drawn. Of several that are asked
   * for, the last one stays.
   */
  async show(target: Volume, drawnOn: Volume, segmentationId: string, transform?: Transform): Promise<void> {
    const turn = {};
    this.#asked.set(target.id, turn);
    const read = await loadSegmentation(segmentationId);
    if (this.#asked.get(target.id) !== turn) return;
    const projection = new Projection(drawnOn, target, read, () => this.changes.set(this.changes.value + 1), transform);
    this.#follow(projection);
    this.#replace(target.id, projection);
  }

  hide(targetVolumeId: string): void {
    this.#asked.delete(targetVolumeId);
    this.#replace(targetVolumeId, null);
  }

  /** Hides what was drawn in a segmentation that is gone. */
  hideSegmentation(segmentationId: string): void {
    for (const [volumeId, projection] of this.shown.value) if (projection.segmentationId === segmentationId) this.hide(volumeId);
  }

  /** Hides what was drawn on a study that is gone. */
  hideStudy(studyInstanceUid: string): void {
    for (const [volumeId, projection] of this.shown.value)
      if (projection.drawnOn.studyInstanceUid === studyInstanceUid) this.hide(volumeId);
  }

  hideAll(): void {
    for (const volumeId of [...this.#asked.keys(), ...this.shown.value.keys()]) this.hide(volumeId);
  }

  #follow(projection: Projection): void {
    const session = this.#sessions.value.get(projection.drawnOn.id);
    if (session?.state.value.segmentation.id === projection.segmentationId) projection.follow(session);
  }

  #replace(targetVolumeId: string, projection: Projection | null): void {
    this.shown.value.get(targetVolumeId)?.stop();
    const shown = new Map(this.shown.value);
    if (projection) shown.set(targetVolumeId, projection);
    else shown.delete(targetVolumeId);
    this.shown.set(shown);
  }
}
