import type { SegmentLook } from "#shared/api/segmentation.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { beforeReaderChange } from "../client/reader.ts";
import { onStudyRemoved } from "../client/removedStudies.ts";
import { plainWords } from "../client/plainWords.ts";
import { loadSliceVoxels } from "../viewer/sliceVoxels.ts";
import {
  copySegmentation,
  createSegmentation,
  importSegmentation,
  latestSegmentation,
  listSegmentations,
  loadView,
  removeSegmentation,
  renameSegmentation,
  type NewSegment,
} from "../client/segmentationDoor.ts";
import { Observable } from "../ui/observable.ts";
import { addSegments } from "./changeSegments.ts";
import { firstSettings, type DrawingSettings } from "./drawingSettings.ts";
import { DifferenceDesk } from "./differenceDesk.ts";
import type { DrawingSession } from "./drawingSession.ts";
import { EffectDesk } from "./effectDesk.ts";
import { MeasureDesk } from "./measures/measureDesk.ts";
import { freeName } from "#shared/domain/freeName.ts";
import { openSession } from "./openSession.ts";
import { ProjectionDesk } from "./projectionDesk.ts";
import { SegmentMeter } from "./segmentMeter.ts";
import { NothingToDrawOn } from "./strokeQueue.ts";
import { keepViewOf } from "./viewKeeper.ts";

const hintMs = 4000;

/** So many segmentations stay open, with their steps to undo, when the reader leaves a study. */
const mostKept = 8;

/** Whether a volume's segmentation is at hand; a volume that was not asked for yet is not listed. */
export type Opening = { readonly kind: "opening" } | { readonly kind: "open" } | { readonly kind: "failed"; readonly reason: string };

/** All that is drawn in the room: one session for each volume that has a segmentation open, and how the reader draws. */
export class DrawingDesk {
  /** By volume. */
  readonly sessions = new Observable<ReadonlyMap<string, DrawingSession>>(new Map());
  /** By volume. */
  readonly opening = new Observable<ReadonlyMap<string, Opening>>(new Map());
  /** What was drawn on other volumes and is shown on these. */
  readonly projections = new ProjectionDesk(this.sessions);
  /** Two segmentations beside each other. */
  readonly difference = new DifferenceDesk(this.sessions);
  readonly settings = new Observable<DrawingSettings>(firstSettings);
  /** What is done to whole segments. */
  readonly effects = new EffectDesk();
  /** What is measured on the study on the desk. */
  readonly measures = new MeasureDesk((sentence) => this.say(sentence));
  /** A sentence for the reader, shown for a few seconds; empty when there is none. */
  readonly hint = new Observable("");
  /** The segment whose name is being changed in the list, by its number; null for none. */
  readonly renaming = new Observable<number | null>(null);
  /** Said where a volume has no segmentation and none can be made; null where one can. */
  whyNone: string | null = null;
  readonly #meters = new WeakMap<DrawingSession, SegmentMeter>();
  readonly #adding = new Map<string, Promise<void>>();
  readonly #opened = new Map<string, Promise<void>>();
  /** The segmentation asked for last, by volume. */
  readonly #asked = new Map<string, { readonly turn: number; readonly opening: Promise<DrawingSession> }>();
  /** Out of the reader's hands, but not all on disk. */
  readonly #closing = new Set<DrawingSession>();
  #hintTimer = 0;

  say(sentence: string): void {
    this.hint.set(sentence);
    window.clearTimeout(this.#hintTimer);
    this.#hintTimer = window.setTimeout(() => this.hint.set(""), hintMs);
  }

  /** Opens the segmentation of a volume that was changed last, once; a volume without one has no session. */
  open(volume: Volume): Promise<void> {
    return this.#opened.get(volume.id) ?? this.#opening(volume, this.#openLatest(volume));
  }

  /** Opens the segmentations of volumes that are not on the screen where a polygon waits in them, so that the reader is told of it. */
  async openWaiting(volumes: readonly Volume[]): Promise<void> {
    for (const volume of volumes) {
      if (this.#opened.has(volume.id)) continue;
      const latest = await latestSegmentation(volume.id);
      const view = latest === null ? null : await loadView(latest);
      if (view?.polygon) await this.open(volume);
    }
  }

  /** Why a volume without a session cannot be drawn on, in words. */
  whyNoSession(volumeId: string): string {
    const state = this.opening.value.get(volumeId);
    if (state?.kind === "failed") return `The segmentation could not be opened. ${state.reason}`;
    return state?.kind === "open"
      ? (this.whyNone ?? "Create a segmentation first (N), or copy one that was drawn on another series.")
      : "The segmentation is still being opened.";
  }

  /**
   * Opens a certain segmentation of a volume in place of the one open before, which is first brought to the disk. Of several that are asked for, the
   * last one asked comes on the screen, however long each takes; the sessions of the others are returned, but not shown.
   */
  openSegmentation(volume: Volume, segmentationId: string): Promise<DrawingSession> {
    const turn = (this.#asked.get(volume.id)?.turn ?? 0) + 1;
    const opening = this.#openInTurn(volume, segmentationId, turn);
    this.#asked.set(volume.id, { turn, opening });
    return opening;
  }

  async #openInTurn(volume: Volume, segmentationId: string, turn: number): Promise<DrawingSession> {
    const previous = this.sessions.value.get(volume.id);
    previous?.end();
    await previous?.settled();
    const { session, view } = await openSession(volume, segmentationId, {
      look: this.settings.value.look,
      say: (sentence) => this.say(sentence),
      giveUp: (gone) => this.#giveUp(gone),
    });
    if (this.#asked.get(volume.id)?.turn !== turn) return session;
    // The one on the screen now: another may have come since this was asked for.
    const before = this.sessions.value.get(volume.id);
    if (before?.state.value.polygon) this.say(`The open polygon is kept with “${before.state.value.segmentation.name}”.`);
    else if (view && view.activeSegment !== null && session.activeSegment === null)
      this.say("The segment that was active has been deleted since. Choose the segment to draw in.");
    keepViewOf(session);
    const meter = new SegmentMeter(
      volume,
      (k) => session.slice(k),
      (k) => loadSliceVoxels(volume.id, k),
    );
    this.#meters.set(session, meter);
    session.onLabels((sliceIndex) => meter.forget(sliceIndex));
    // What was drawn while this one was loaded is kept where it was drawn.
    if (before) this.#close(before);
    this.sessions.set(new Map(this.sessions.value).set(volume.id, session));
    return session;
  }

  /** The meter of a session. */
  meter(session: DrawingSession): SegmentMeter {
    return this.#meters.get(session)!;
  }

  /** Creates a segmentation for a volume, with one segment where none are asked for, and opens it. Named by its number where no name is asked for. */
  async create(volume: Volume, name: string | null = null, segments: readonly NewSegment[] = [{}]): Promise<DrawingSession> {
    const { id } = await createSegmentation(
      volume.id,
      freeName(
        name,
        (await listSegmentations(volume.id)).map((each) => each.name),
      ),
    );
    const session = await this.openSegmentation(volume, id);
    await addSegments(session, segments);
    return session;
  }

  /**
   * Adds a segment to the segmentation of a volume as soon as that is open; makes a segmentation only where there is none. One after
   * another, however fast they are asked for.
   */
  newSegment(volume: Volume): Promise<void> {
    const add = async () => {
      if (this.opening.value.get(volume.id)?.kind !== "open")
        this.say("The segmentation is still being opened; the segment is added to it as soon as it is there.");
      await this.open(volume);
      // Another window may have made one since.
      if (!this.sessions.value.has(volume.id)) await this.#openLatest(volume);
      const session = this.sessions.value.get(volume.id);
      if (session) await addSegments(session, [{}]);
      else await this.create(volume);
    };
    const adding = (this.#adding.get(volume.id) ?? Promise.resolve()).then(add, add);
    this.#adding.set(volume.id, adding);
    return adding;
  }

  /** Takes a label map from a file and opens it as a new segmentation; answers what to be careful of, in sentences. */
  async importFile(volume: Volume, file: File): Promise<readonly string[]> {
    const { id, notes } = await importSegmentation(volume.id, file);
    await this.openSegmentation(volume, id);
    return notes;
  }

  /** Copies what was drawn on another volume and opens the copy; answers what to be careful of, in sentences. */
  async copy(volume: Volume, { id: sourceId, volumeId: drawnOnId }: Pick<Segmentation, "id" | "volumeId">): Promise<readonly string[]> {
    this.sessions.value.get(drawnOnId)?.end();
    // Also what was drawn while another segmentation came on the screen.
    await Promise.all(this.#all.filter(({ state }) => state.value.segmentation.id === sourceId).map((session) => session.settled()));
    const { id, notes } = await copySegmentation(sourceId, volume.id);
    await this.openSegmentation(volume, id);
    return notes;
  }

  /** Gives a segment a look of its own; null: all of the segmentation, and of those that are opened for the first time from now on. */
  setLook(session: DrawingSession, look: SegmentLook, segment: number | null): void {
    if (segment === null) {
      this.settings.patch({ look });
      session.state.patch({ look });
    } else {
      session.state.patch({ looks: new Map(session.state.value.looks).set(segment, look) });
    }
  }

  /** All segments look alike again. */
  clearLooks(session: DrawingSession): void {
    session.state.patch({ looks: new Map() });
  }

  async rename(session: DrawingSession, name: string): Promise<void> {
    session.adopt(await renameSegmentation(session.state.value.segmentation.id, name));
  }

  /** Deletes a segmentation; the volume's next one, if any, is opened in its place. */
  async removeSegmentation(session: DrawingSession): Promise<void> {
    this.projections.hideSegmentation(session.state.value.segmentation.id);
    this.#close(session);
    this.#drop(session);
    let refusal: unknown = null;
    const removal = async () => {
      await session.settled();
      await removeSegmentation(session.state.value.segmentation.id).catch((error: unknown) => {
        refusal = error;
      });
      await this.#openLatest(session.volume);
    };
    await this.#opening(session.volume, removal());
    if (refusal !== null) throw refusal;
  }

  /**
   * The reader leaves the study: of what is saved and closed, only the segmentations opened last stay open. What is not saved stays, and
   * goes on being sent.
   */
  release(): void {
    // What is shown of other volumes is asked for again: it may be drawn on in another window meanwhile.
    this.projections.hideAll();
    this.difference.hide();
    const sessions = new Map(this.sessions.value);
    for (const [volumeId, session] of this.sessions.value) {
      session.end();
      if (sessions.size <= mostKept) break;
      if (session.state.value.save.kind !== "saved" || session.state.value.polygon) continue;
      sessions.delete(volumeId);
      this.#opened.delete(volumeId);
    }
    this.sessions.set(sessions);
  }

  /**
   * A study was removed, or a reading is over: nothing that was drawn on it is open any more.
   * @param volumeIds its volumes, where also those without a segmentation are to be asked about anew
   */
  forget(studyInstanceUid: string, volumeIds: readonly string[] = []): void {
    this.projections.hideStudy(studyInstanceUid);
    this.measures.forget(studyInstanceUid);
    const gone = [...this.sessions.value.values()]
      .filter(({ volume }) => volume.studyInstanceUid === studyInstanceUid)
      .map(({ volume }) => volume.id);
    const forgotten = new Set([...gone, ...volumeIds]);
    for (const volumeId of forgotten) {
      this.#opened.delete(volumeId);
      this.#adding.delete(volumeId);
      // What is still being loaded does not come on the screen any more.
      this.#asked.delete(volumeId);
    }
    this.opening.set(new Map([...this.opening.value].filter(([volumeId]) => !forgotten.has(volumeId))));
    this.sessions.set(new Map([...this.sessions.value].filter(([volumeId]) => !gone.includes(volumeId))));
  }

  /** Waits for something the reader asked for, and says why where it failed. */
  async attempt(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.say(plainWords(error));
    }
  }

  /** True while something drawn or measured is not on disk. */
  get hasUnsaved(): boolean {
    return this.measures.hasUnsaved || this.#all.some((session) => session.state.value.save.kind !== "saved");
  }

  /** Answers when all that was drawn and measured is on disk. */
  async settled(): Promise<void> {
    await Promise.all([this.measures.settled(), ...this.#all.map((session) => session.settled())]);
  }

  get #all(): readonly DrawingSession[] {
    return [...new Set([...this.sessions.value.values(), ...this.#closing])];
  }

  #opening(volume: Volume, opening: Promise<void>): Promise<void> {
    const tell = (state: Opening) => this.opening.set(new Map(this.opening.value).set(volume.id, state));
    tell({ kind: "opening" });
    this.#opened.set(volume.id, opening);
    opening.then(
      () => tell({ kind: "open" }),
      (error: unknown) => {
        this.#opened.delete(volume.id);
        tell({ kind: "failed", reason: plainWords(error) });
      },
    );
    return opening;
  }

  /** Takes a session out of the reader's hands; it goes on being saved, and is waited for. */
  #close(session: DrawingSession): void {
    session.end();
    this.#closing.add(session);
    void session.settled().then(() => this.#closing.delete(session));
  }

  /** A volume has no session any more, if this is its session. */
  #drop(session: DrawingSession): void {
    const { id } = session.volume;
    if (this.sessions.value.get(id) !== session) return;
    this.#opened.delete(id);
    const sessions = new Map(this.sessions.value);
    sessions.delete(id);
    this.sessions.set(sessions);
  }

  /** A session's segmentation is gone with its study: what waits can be kept nowhere. */
  #giveUp(session: DrawingSession): never {
    this.projections.hideSegmentation(session.state.value.segmentation.id);
    // Removed in this window, where the reader was asked.
    if (this.sessions.value.get(session.volume.id) === session) {
      this.say(
        `“${session.state.value.segmentation.name}” was deleted with its study in another window. What was drawn here since is gone with it.`,
      );
      this.#drop(session);
    }
    throw new NothingToDrawOn("The segmentation was deleted with its study.");
  }

  async #openLatest(volume: Volume): Promise<void> {
    const asked = this.#asked.get(volume.id);
    const latest = await latestSegmentation(volume.id);
    // Where the reader has chosen one meanwhile, that one stays.
    if (latest !== null && this.#asked.get(volume.id) === asked) await this.openSegmentation(volume, latest);
    const newest = this.#asked.get(volume.id);
    if (newest !== asked) await newest?.opening;
  }
}

/** The drawing of this window. It outlives the room, so that nothing drawn is lost on the way to the worklist and back. */
export const drawingDesk = new DrawingDesk();

beforeReaderChange(async () => {
  // What one reader saw is not shown to the next.
  drawingDesk.projections.hideAll();
  drawingDesk.difference.hide();
  for (const session of drawingDesk.sessions.value.values()) session.end();
  await drawingDesk.settled();
});
onStudyRemoved((studyInstanceUid) => drawingDesk.forget(studyInstanceUid));

window.addEventListener("beforeunload", (event) => {
  if (drawingDesk.hasUnsaved) event.preventDefault();
});
