import type { Study } from "#shared/api/study.ts";
import { freeMeasureName, type Measure, type MeasurePlace } from "#shared/domain/measure/measure.ts";
import type { MeasureValues } from "#shared/domain/measure/measureValues.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { client } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import { Observable } from "../../ui/observable.ts";
import { MeasureMeter } from "./measureMeter.ts";

/** What the door does with measures. */
export type MeasureDoor = Pick<typeof client.measure, "list" | "add" | "change" | "remove" | "restore">;

/** A measure that is being made (without an id) or moved; its maker is the pane that shows it come about. */
export interface MeasureDraft {
  readonly id: string | null;
  readonly place: MeasurePlace;
  readonly maker: object;
}

export interface MeasureState {
  /** The oldest first. */
  readonly measures: readonly Measure[];
  /** The id of the one that Delete removes. */
  readonly selected: string | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

type Part = Partial<Pick<Measure, "points" | "name">>;

/** What was done, to be undone and done again. */
type Step =
  | { readonly kind: "add" | "remove"; readonly id: string }
  | { readonly kind: "change"; readonly id: string; readonly before: Part; readonly after: Part };

/** The oldest first; what the door has not answered for yet is the newest. */
function byAge(a: Measure, b: Measure): number {
  if ((a.revision === 0) !== (b.revision === 0)) return a.revision === 0 ? 1 : -1;
  return a.createdAt < b.createdAt ? -1 : Number(a.createdAt > b.createdAt);
}

const nothing: MeasureState = { measures: [], selected: null, canUndo: false, canRedo: false };

/**
 * The measures of the study on the desk. What is done is shown at once and sent to the door one after another; what the door refuses is taken back, and said. A
 * measure and each change of it is a step to undo, in this window.
 */
export class MeasureDesk {
  readonly state = new Observable<MeasureState>(nothing);
  readonly draft = new Observable<MeasureDraft | null>(null);
  /** The measure under the mouse. */
  readonly hovered = new Observable<string | null>(null);
  readonly meter = new MeasureMeter();
  readonly #say: (sentence: string) => void;
  readonly #door: MeasureDoor;
  readonly #volumes = new Map<string, { readonly volume: Volume; readonly modality: string }>();
  /** What the door said last, also of measures that are not shown any more. */
  readonly #revisions = new Map<string, number>();
  #studyInstanceUid: string | null = null;
  #done: Step[] = [];
  #undone: Step[] = [];
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(say: (sentence: string) => void, door: MeasureDoor = client.measure) {
    this.#say = say;
    this.#door = door;
  }

  /** Shows the measures of a study, as they are at the door. Steps of the same study stay. */
  async open({ studyInstanceUid, series }: Pick<Study, "studyInstanceUid" | "series">): Promise<void> {
    this.#volumes.clear();
    for (const { volumes, modality } of series) for (const volume of volumes) this.#volumes.set(volume.id, { volume, modality });
    if (this.#studyInstanceUid !== studyInstanceUid) this.#empty();
    this.#studyInstanceUid = studyInstanceUid;
    await this.#last;
    await this.#reload();
  }

  /** A study was removed: nothing of it is shown any more. */
  forget(studyInstanceUid: string): void {
    if (this.#studyInstanceUid !== studyInstanceUid) return;
    this.#studyInstanceUid = null;
    this.#empty();
  }

  volume(volumeId: string): Volume | null {
    return this.#volumes.get(volumeId)?.volume ?? null;
  }

  /** What a measure says; null where its volume is not on the desk. */
  valuesOf(place: MeasurePlace): MeasureValues | null {
    const found = this.#volumes.get(place.volumeId);
    return found ? this.meter.valuesOf(found.volume, found.modality, place) : null;
  }

  find(id: string | null): Measure | null {
    return this.state.value.measures.find((measure) => measure.id === id) ?? null;
  }

  select(id: string | null): void {
    this.state.patch({ selected: id });
  }

  add(place: MeasurePlace): void {
    const id = crypto.randomUUID();
    const name = freeMeasureName(place.kind, this.state.value.measures);
    const made: Measure = { ...place, id, name, reader: "", isOwn: true, revision: 0, createdAt: "" };
    this.#put(made);
    this.select(id);
    this.#did({ kind: "add", id });
    this.#send(async () => this.#settle(await this.#door.add.mutate({ ...place, id, name })));
  }

  /** Does nothing where the measure is not there, or another reader's. */
  change(id: string, after: Part): void {
    const measure = this.find(id);
    if (!measure?.isOwn) return;
    const before: Part = { ...(after.points && { points: measure.points }), ...(after.name !== undefined && { name: measure.name }) };
    this.#did({ kind: "change", id, before, after });
    this.#change(id, after);
  }

  /** Says so where the measure is another reader's. */
  remove(id: string): void {
    const measure = this.find(id);
    if (!measure) return;
    if (!measure.isOwn) {
      this.#say(`“${measure.name}” is a measure of ${measure.reader}: only its reader removes it.`);
      return;
    }
    this.#did({ kind: "remove", id });
    this.#remove(id);
    this.#say(`“${measure.name}” is removed; Ctrl+Z, or Undo in the list, brings it back.`);
  }

  undo(): void {
    const step = this.#done.pop();
    if (!step) return;
    this.#undone.push(step);
    if (step.kind === "change") this.#change(step.id, step.before);
    else if (step.kind === "add") this.#remove(step.id);
    else this.#restore(step.id);
    this.#tellSteps();
  }

  redo(): void {
    const step = this.#undone.pop();
    if (!step) return;
    this.#done.push(step);
    if (step.kind === "change") this.#change(step.id, step.after);
    else if (step.kind === "add") this.#restore(step.id);
    else this.#remove(step.id);
    this.#tellSteps();
  }

  /** True while something measured is not on disk. */
  get hasUnsaved(): boolean {
    return this.#waiting > 0;
  }

  /** Answers when all that was measured is on disk, or was refused. */
  settled(): Promise<void> {
    return this.#last;
  }

  #change(id: string, part: Part): void {
    const measure = this.find(id);
    if (measure) this.#put({ ...measure, ...part });
    this.#send(async () => this.#settle(await this.#door.change.mutate({ id, revision: this.#revisionOf(id), change: part })));
  }

  #remove(id: string): void {
    this.#drop(id);
    this.#send(() => this.#door.remove.mutate({ id, revision: this.#revisionOf(id) }));
  }

  #restore(id: string): void {
    this.#send(async () => {
      const restored = await this.#door.restore.mutate({ id });
      this.#put(restored);
      this.#settle(restored);
      this.select(id);
    });
  }

  #revisionOf(id: string): number {
    return this.#revisions.get(id) ?? 1;
  }

  /** The door's answer: what was done here since stays, and is on its way. */
  #settle(answer: Measure): void {
    this.#revisions.set(answer.id, answer.revision);
    const now = this.find(answer.id);
    if (!now) return;
    this.#put(this.#waiting > 1 ? { ...answer, points: now.points, name: now.name } : answer);
  }

  #put(measure: Measure): void {
    const { measures } = this.state.value;
    const isKnown = measures.some(({ id }) => id === measure.id);
    const all = isKnown ? measures.map((each) => (each.id === measure.id ? measure : each)) : [...measures, measure];
    this.state.patch({ measures: all.toSorted(byAge) });
  }

  #drop(id: string): void {
    const { measures, selected } = this.state.value;
    this.state.patch({ measures: measures.filter((each) => each.id !== id), selected: selected === id ? null : selected });
  }

  #did(step: Step): void {
    this.#done.push(step);
    this.#undone = [];
    this.#tellSteps();
  }

  #tellSteps(): void {
    this.state.patch({ canUndo: this.#done.length > 0, canRedo: this.#undone.length > 0 });
  }

  #empty(): void {
    this.#done = [];
    this.#undone = [];
    this.draft.set(null);
    this.hovered.set(null);
    this.state.set(nothing);
  }

  #send(work: () => Promise<void>): void {
    this.#waiting++;
    const study = this.#studyInstanceUid;
    this.#last = this.#last
      .then(work)
      .catch(async (error: unknown) => {
        this.#say(`The measure was not kept. ${plainWords(error)}`);
        // What the reader sees is what is on disk; steps that may not fit any more are forgotten.
        this.#done = [];
        this.#undone = [];
        this.#tellSteps();
        if (study !== null && study === this.#studyInstanceUid) await this.#reload().catch(() => undefined);
      })
      .finally(() => {
        this.#waiting--;
      });
  }

  async #reload(): Promise<void> {
    const studyInstanceUid = this.#studyInstanceUid;
    if (studyInstanceUid === null) return;
    const measures = await this.#door.list.query({ studyInstanceUid });
    if (studyInstanceUid !== this.#studyInstanceUid) return;
    for (const { id, revision } of measures) this.#revisions.set(id, revision);
    const { selected } = this.state.value;
    this.state.patch({ measures, selected: measures.some(({ id }) => id === selected) ? selected : null });
  }
}
