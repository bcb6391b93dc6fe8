import type { Segment } from "#shared/domain/segment.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { loadSliceVoxels } from "../../../viewer/sliceVoxels.ts";
import {
  addSegment, createSegmentation, describeSegmentation, importSegmentation, listSegmentations, loadLabels, removeSegment, removeSegmentation, renameSegmentation, sendStroke, updateSegment,
} from "../segmentationDoor.ts";
import { Store } from "../store.ts";
import type { DrawingHand } from "./drawingPointer.ts";
import { firstSettings, type DrawingSettings } from "./drawingSettings.ts";
import { DrawingSession } from "./drawingSession.ts";
import { mergeStroke, type DrawnStroke } from "./mergeStroke.ts";
import { SegmentMeter } from "./segmentMeter.ts";

const hintMs = 4000;

/** So many segmentations stay open, with their steps to undo, when the reader leaves a study. */
const mostKept = 8;

/** All that is drawn in the room: one session for each volume that has a segmentation open, and how the reader draws. */
export class DrawingDesk {
  /** By volume. */
  readonly sessions = new Store<ReadonlyMap<string, DrawingSession>>(new Map());
  readonly settings = new Store<DrawingSettings>(firstSettings);
  /** A sentence for the reader, shown for a few seconds; empty when there is none. */
  readonly hint = new Store("");
  /** By pane. */
  readonly hands = new Map<number, DrawingHand>();
  readonly #meters = new WeakMap<DrawingSession, SegmentMeter>();
  readonly #reloading = new WeakSet<DrawingSession>();
  readonly #opened = new Map<string, Promise<void>>();
  #hintTimer = 0;

  say(sentence: string): void {
    this.hint.set(sentence);
    window.clearTimeout(this.#hintTimer);
    this.#hintTimer = window.setTimeout(() => this.hint.set(""), hintMs);
  }

  /** Opens the segmentation of a volume that was changed last, once; a volume without one has no session. */
  open(volume: Volume): Promise<void> {
    const opening = this.#opened.get(volume.id) ?? this.#openLatest(volume);
    this.#opened.set(volume.id, opening);
    opening.catch(() => this.#opened.delete(volume.id));
    return opening;
  }

  /** Opens a certain segmentation of a volume in place of the one open before, which is first brought to the disk. */
  async openSegmentation(volume: Volume, segmentationId: string): Promise<DrawingSession> {
    const before = this.sessions.value.get(volume.id);
    before?.end();
    await before?.settled();
    const [segmentation, { labels, revision }] = [await describeSegmentation(segmentationId), await loadLabels(segmentationId)];
    const session: DrawingSession = new DrawingSession(volume, { ...segmentation, revision }, labels, (base, drawn) => this.#send(session, base, drawn));
    const meter = new SegmentMeter(volume, (k) => session.slice(k), (k) => loadSliceVoxels(volume.id, k));
    this.#meters.set(session, meter);
    session.onLabels((sliceIndex) => meter.forget(sliceIndex));
    this.sessions.set(new Map(this.sessions.value).set(volume.id, session));
    return session;
  }

  /** The meter of a session. */
  meter(session: DrawingSession): SegmentMeter {
    return this.#meters.get(session)!;
  }

  /** Creates a segmentation for a volume, with one segment where none are asked for, and opens it. */
  async create(volume: Volume, name: string, segments: ReadonlyArray<Pick<Segment, "name" | "side">> = [{ name: "Segment 1", side: "none" }]): Promise<DrawingSession> {
    const { id } = await createSegmentation(volume.id, name);
    const session = await this.openSegmentation(volume, id);
    await this.addSegments(session, segments);
    return session;
  }

  /** Adds segments; the first of them becomes active. */
  async addSegments(session: DrawingSession, wanted: ReadonlyArray<Pick<Segment, "name" | "side"> & { color?: string }>): Promise<void> {
    const { id, segments } = session.state.value.segmentation;
    const before = new Set(segments.map(({ number }) => number));
    for (const { name, side, color } of wanted) session.adopt(await addSegment(id, { name, side, color }));
    const first = session.state.value.segmentation.segments.find(({ number }) => !before.has(number));
    if (first) session.activate(first.number);
  }

  /** Changes a segment's name, colour or side. */
  async change(session: DrawingSession, number: number, part: Partial<Pick<Segment, "name" | "color" | "side">>): Promise<void> {
    session.adopt(await updateSegment(session.state.value.segmentation.id, number, part));
  }

  /** Deletes a segment and its voxels. */
  async remove(session: DrawingSession, number: number): Promise<void> {
    session.end();
    await session.settled();
    session.removed(number, await removeSegment(session.state.value.segmentation.id, number));
  }

  /** Takes a label map from a file and opens it as a new segmentation. */
  async importFile(volume: Volume, file: File): Promise<void> {
    const { id } = await importSegmentation(volume.id, file);
    await this.openSegmentation(volume, id);
  }

  async rename(session: DrawingSession, name: string): Promise<void> {
    session.adopt(await renameSegmentation(session.state.value.segmentation.id, name));
  }

  /** Deletes a segmentation; the volume's next one, if any, is opened in its place. */
  async removeSegmentation(session: DrawingSession): Promise<void> {
    await session.settled();
    await removeSegmentation(session.state.value.segmentation.id);
    const sessions = new Map(this.sessions.value);
    sessions.delete(session.volume.id);
    this.sessions.set(sessions);
    this.#opened.delete(session.volume.id);
    await this.open(session.volume);
  }

  /** The reader leaves the study: of what is saved, only the segmentations opened last stay open. What is not saved stays, and goes on being sent. */
  release(): void {
    const sessions = new Map(this.sessions.value);
    for (const [volumeId, session] of this.sessions.value) {
      session.end();
      if (sessions.size <= mostKept) break;
      if (session.state.value.save.kind !== "saved") continue;
      sessions.delete(volumeId);
      this.#opened.delete(volumeId);
    }
    this.sessions.set(sessions);
  }

  /** Waits for something the reader asked for, and says why where it failed. */
  async attempt(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.say(plainWords(error));
    }
  }

  /** True while something drawn is not on disk. */
  get hasUnsaved(): boolean {
    return [...this.sessions.value.values()].some((session) => session.state.value.save.kind !== "saved");
  }

  /** Answers when all that was drawn is on disk. */
  async settled(): Promise<void> {
    await Promise.all([...this.sessions.value.values()].map((session) => session.settled()));
  }

  async #openLatest(volume: Volume): Promise<void> {
    const [latest] = await listSegmentations(volume.id);
    if (latest) await this.openSegmentation(volume, latest.id);
  }

  /**
   * Sends a stroke. Where the door holds another revision than expected, because an answer was lost on its way or another window draws here too, the voxels it
   * changed go on top of the newest label map, so that nothing drawn here or there is lost; so do those after it, until all is on disk and loaded again.
   */
  async #send(session: DrawingSession, base: number, drawn: DrawnStroke): Promise<number> {
    const { id } = session.state.value.segmentation;
    if (this.#reloading.has(session)) return this.#sendOnNewest(id, drawn);
    try {
      return await sendStroke(id, base, drawn.stroke);
    } catch (error) {
      const { revision } = await describeSegmentation(id).catch(() => { throw new Error(plainWords(error), { cause: error }); });
      if (revision === base) throw new Error(plainWords(error), { cause: error });
      void this.#reload(session);
      return this.#sendOnNewest(id, drawn);
    }
  }

  async #sendOnNewest(segmentationId: string, drawn: DrawnStroke): Promise<number> {
    const { labels, revision } = await loadLabels(segmentationId);
    return sendStroke(segmentationId, revision, mergeStroke(drawn, labels));
  }

  async #reload(session: DrawingSession): Promise<void> {
    if (this.#reloading.has(session)) return;
    this.#reloading.add(session);
    await session.settled();
    if (this.sessions.value.get(session.volume.id) !== session) return;
    this.say("This segmentation was changed in another window too; it has been loaded again.");
    await this.attempt(this.openSegmentation(session.volume, session.state.value.segmentation.id));
  }
}

/** The drawing of this window. It outlives the room, so that nothing drawn is lost on the way to the worklist and back. */
export const drawingDesk = new DrawingDesk();

window.addEventListener("beforeunload", (event) => {
  if (drawingDesk.hasUnsaved) event.preventDefault();
});
