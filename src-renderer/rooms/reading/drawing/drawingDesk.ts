import { colorForSegment } from "#shared/domain/segmentPalette.ts";
import type { Segment } from "#shared/domain/segment.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { loadSliceVoxels } from "../../../viewer/sliceVoxels.ts";
import { createSegmentation, importSegmentation, listSegmentations, loadLabels, removeSegmentation, renameSegmentation, sendStroke, setSegments } from "../segmentationDoor.ts";
import { Store } from "../store.ts";
import type { DrawingHand } from "./drawingPointer.ts";
import { firstSettings, type DrawingSettings } from "./drawingSettings.ts";
import { DrawingSession } from "./drawingSession.ts";
import { SegmentMeter } from "./segmentMeter.ts";

const hintMs = 4000;

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
    const labels = await loadLabels(segmentationId);
    const segmentation = (await listSegmentations(volume.id)).find(({ id }) => id === segmentationId);
    if (!segmentation) throw new Error("The segmentation is no longer there.");
    const session = new DrawingSession(volume, segmentation, labels, (base, stroke) => sendStroke(segmentationId, base, stroke));
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

  /** Creates a segmentation for a volume, with a first segment, and opens it. */
  async create(volume: Volume, name: string): Promise<DrawingSession> {
    const created = await createSegmentation(volume.id, name);
    const session = await this.openSegmentation(volume, created.id);
    if (created.segments.length === 0) await this.addSegments(session, [{ name: "Segment 1", side: "none" }]);
    return session;
  }

  /** Adds segments with the next free numbers and colours; the first of them becomes active. */
  async addSegments(session: DrawingSession, wanted: ReadonlyArray<Pick<Segment, "name" | "side"> & { color?: string }>): Promise<void> {
    const { segments } = session.state.value.segmentation;
    const taken = new Set(segments.map(({ number }) => number));
    const free = Array.from({ length: 255 }, (_, at) => at + 1).filter((number) => !taken.has(number));
    const added = wanted.slice(0, free.length).map(({ name, side, color }, at) => ({ number: free[at]!, name, side, color: color ?? colorForSegment(free[at]!) }));
    if (added.length === 0) return;
    await this.#set(session, [...segments, ...added]);
    session.activate(added[0]!.number);
  }

  /** Changes a segment's name, colour or side. */
  async change(session: DrawingSession, number: number, part: Partial<Pick<Segment, "name" | "color" | "side">>): Promise<void> {
    await this.#set(session, session.state.value.segmentation.segments.map((segment) => (segment.number === number ? { ...segment, ...part } : segment)));
  }

  /** Deletes a segment and its voxels. */
  async remove(session: DrawingSession, number: number): Promise<void> {
    session.clearSegment(number);
    await session.settled();
    await this.#set(session, session.state.value.segmentation.segments.filter((segment) => segment.number !== number));
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

  /** Waits for something the reader asked for, and says why where it failed. */
  async attempt(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
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

  async #set(session: DrawingSession, segments: readonly Segment[]): Promise<void> {
    session.adopt(await setSegments(session.state.value.segmentation.id, segments));
  }
}
