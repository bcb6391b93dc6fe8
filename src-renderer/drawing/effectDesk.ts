import { whyNotAcrossSlices } from "#shared/domain/drawing/neighbourSlices.ts";
import type { Segment } from "#shared/domain/segment.ts";
import { loadSegmentation } from "../client/segmentationDoor.ts";
import { plainWords } from "../client/plainWords.ts";
import { Observable } from "../ui/observable.ts";
import { addSegments } from "./changeSegments.ts";
import type { DrawingSession } from "./drawingSession.ts";
import { firstValues, type EffectValues, type Extent } from "./effect.ts";
import type { EffectAnswer, EffectJob } from "./effectJob.ts";
import { jobOf, outcomeInWords, outcomeNow, outcomeOf, placesOf, type EffectOutcome, type EffectTask } from "./effectOutcome.ts";
import { effectById, effects } from "./effects.ts";
import { WorkThread, type Computing } from "./workThread.ts";
import type { ToolPane } from "./toolPane.ts";

interface EffectState {
  /** The panel of effects is open. */
  readonly isOpen: boolean;
  /** The effect whose options are shown, by its id; null for none. */
  readonly chosen: string | null;
  /** By the effect's id. */
  readonly values: Readonly<Record<string, EffectValues>>;
  readonly extent: Extent;
  readonly isPreviewed: boolean;
}

const noPreview = { outcome: null, words: "" };

/** What came of a task: nothing where it was given up, or a sentence that says why it cannot be done. */
type Made = EffectOutcome | string | null;

/**
 * The effect that the reader has chosen, what it would do now, and its doing. It is computed beside the window: whatever is drawn meanwhile stays, as if it
 * had been drawn afterwards.
 */
export class EffectDesk {
  readonly state = new Observable<EffectState>({
    isOpen: false,
    chosen: null,
    values: Object.fromEntries(effects.map((effect) => [effect.id, firstValues(effect)])),
    extent: "slice",
    isPreviewed: true,
  });
  /** What the chosen effect would do, or why nothing, in words. */
  readonly preview = new Observable<{ readonly outcome: EffectOutcome | null; readonly words: string }>(noPreview);
  /** What is being computed. */
  readonly work = new Observable<"none" | "preview" | "apply">("none");
  /** Label maps of other segmentations, by their ids, while an effect is chosen. */
  readonly #others = new Map<string, Promise<Uint8Array>>();
  /** What the preview is of; it is not made again of the same. */
  #key = "";
  /** What was applied last: it is not shown again at once, as if it had not been. */
  #done = "";
  #turn = 0;
  /** What was asked for last, and what comes of it. */
  #asked: { readonly key: string; readonly made: Promise<Made> } | null = null;
  readonly #computing: Computing<EffectJob, EffectAnswer>;

  constructor(computing: Computing<EffectJob, EffectAnswer> = effectThread()) {
    this.#computing = computing;
  }

  /** Shows an effect's options; null puts them away. */
  choose(chosen: string | null): void {
    this.#others.clear();
    this.#giveUp();
    this.#done = "";
    this.state.patch({ chosen, ...(chosen !== null && { isOpen: true }) });
  }

  /** Opens the panel, or closes it with what is chosen in it. */
  toggle(): void {
    if (this.state.value.isOpen) this.choose(null);
    this.state.patch({ isOpen: !this.state.value.isOpen });
  }

  set(values: EffectValues): void {
    const { chosen } = this.state.value;
    if (chosen === null) return;
    this.state.patch({ values: { ...this.state.value.values, [chosen]: { ...this.state.value.values[chosen], ...values } } });
  }

  /** Puts the chosen effect away, Esc; returns false where none is. */
  giveUp(): boolean {
    const isChosen = this.state.value.chosen !== null;
    if (isChosen) this.choose(null);
    return isChosen;
  }

  /** The extent, on slices that are no neighbours never 3D; and no more than the effect knows of. */
  extentOf(session: DrawingSession): Extent {
    const { extent, chosen } = this.state.value;
    if (extent !== "volume") return extent;
    const has3D = chosen !== null && effectById(chosen).has3D;
    return has3D && whyNotAcrossSlices(session.volume) === null ? "volume" : "slices";
  }

  /** Makes the preview anew, where something that it depends on has changed. Not while an effect is being applied. */
  async update(pane: ToolPane | null, hasFixedSegments: boolean): Promise<void> {
    if (this.work.value === "apply") return;
    const { chosen, isPreviewed } = this.state.value;
    if (chosen === null || !pane || !isPreviewed) {
      this.#giveUp();
      return;
    }
    const key = this.#keyOf(pane);
    if (key === this.#key) return;
    this.#key = key;
    if (this.#settingsOf(pane) === this.#done) {
      this.preview.set(noPreview);
      return;
    }
    this.#done = "";
    const turn = ++this.#turn;
    this.work.set("preview");
    const made = await this.#made(pane, hasFixedSegments, key);
    if (turn !== this.#turn) return;
    this.work.set("none");
    this.preview.set(
      typeof made === "string" ? { outcome: null, words: made } : { outcome: made, words: made ? outcomeInWords(made) : "" },
    );
  }

  /**
   * Does the chosen effect, as one step; says what changed, or why nothing did. A stroke that is being drawn ends first. Given up meanwhile, or with another
   * segmentation on show, it is not done.
   */
  async apply(pane: ToolPane | null, hasFixedSegments: boolean): Promise<void> {
    const target = pane?.target();
    const { chosen } = this.state.value;
    if (!pane || !target || chosen === null || this.work.value === "apply") return;
    const { session } = target;
    const active = session.activeSegment!;
    const settings = this.#settingsOf(pane);
    const turn = ++this.#turn;
    this.work.set("apply");
    try {
      const made = await this.#made(pane, hasFixedSegments, this.#keyOf(pane));
      await session.strokeEnded();
      if (turn !== this.#turn || made === null) return;
      if (typeof made === "string") {
        pane.say(made);
        return;
      }
      const added = made.added.length > 0 ? await this.#add(session, active, made.added.length) : [];
      await session.strokeEnded();
      if (pane.session !== session || pane.whyLocked !== null) {
        pane.say(pane.whyLocked ?? `${effectById(chosen).name} was not done: another segmentation came on the screen.`);
        return;
      }
      const outcome = outcomeNow(made, added);
      session.replaceSlices(chosen, new Map([...outcome.slices].map(([place, { labels }]) => [place, labels])), active.number);
      pane.say(`${effectById(chosen).name}: ${outcomeInWords(outcome)}`);
      if (turn === this.#turn) {
        this.#giveUp();
        this.#done = settings;
      }
    } finally {
      if (turn === this.#turn) this.work.set("none");
    }
  }

  /** What an effect is asked for with, apart from what is drawn. */
  #settingsOf(pane: ToolPane): string {
    const { chosen, values, extent } = this.state.value;
    const { segmentation, activeSegment } = pane.session?.state.value ?? {};
    return [segmentation?.id, activeSegment, chosen, JSON.stringify(values[chosen!]), extent, placeKey(pane)].join("/");
  }

  /** All that an outcome depends on. */
  #keyOf(pane: ToolPane): string {
    const { session, viewport, rule } = pane;
    const { edits, locked, hidden } = session?.state.value ?? { locked: [], hidden: [] };
    const rules = [rule.over, ...rule.chosen, rule.range, viewport.state.isRendered];
    return [this.#settingsOf(pane), edits, ...locked, "h", ...hidden, ...rules].join("/");
  }

  /** What the chosen effect makes of the segmentation as it is now; computed once for a key. */
  #made(pane: ToolPane, hasFixedSegments: boolean, key: string): Promise<Made> {
    if (this.#asked?.key !== key) this.#asked = { key, made: this.#make(pane, hasFixedSegments, key) };
    return this.#asked.made;
  }

  async #make(pane: ToolPane, hasFixedSegments: boolean, key: string): Promise<Made> {
    this.#computing.stop();
    const task = await this.#task(pane, hasFixedSegments);
    const isAsked = () => this.#asked?.key === key;
    if (!isAsked()) return null;
    if (typeof task === "string") {
      // What was missing may be there the next time.
      this.#asked = null;
      return task;
    }
    const places = placesOf(task);
    const job = jobOf(task, places, freeNumbers(task.session));
    try {
      const answer = job && (await this.#computing.run(job));
      return answer && outcomeOf(task.session, places, answer);
    } catch (error) {
      if (isAsked()) this.#asked = null;
      return `${task.effect.name} could not be computed. ${plainWords(error)}`;
    }
  }

  /** All that the chosen effect needs; a sentence where it cannot be done. */
  async #task(pane: ToolPane, hasFixedSegments: boolean): Promise<EffectTask | string> {
    const { session, sheet, rule } = pane;
    const { chosen } = this.state.value;
    if (chosen === null || !session || !sheet) return "";
    const effect = effectById(chosen);
    const values = this.state.value.values[chosen]!;
    const whyNot = session.whyNotDrawable() ?? effect.whyNot?.({ rule, values, hasFixedSegments }) ?? null;
    if (whyNot !== null) return whyNot;
    const option = effect.options.find((each) => each.kind === "segment" && (each.isShown?.(values) ?? true));
    let other: EffectJob["other"] = null;
    if (option) {
      const found = await this.#other(session, String(values[option.id] ?? ""));
      if (typeof found === "string") return found;
      other = found;
    }
    const extent = this.extentOf(session);
    if (rule.range && !(await pane.loadValues(placesOf({ session, effect, values, extent, sheet }))))
      return "The image's values could not be had.";
    return { session, effect, values, extent, sheet, rule, voxels: (place) => pane.valuesOf(place), other };
  }

  /** The segment that an option names: its number, or that of another segmentation after its id and a slash. */
  async #other(session: DrawingSession, value: string): Promise<NonNullable<EffectJob["other"]> | string> {
    const { segmentation, activeSegment } = session.state.value;
    const [number, segmentationId] = value.split("/").toReversed();
    const label = Number(number);
    if (segmentationId === undefined) {
      if (!segmentation.segments.some((segment) => segment.number === label)) return "Choose the other segment.";
      return label === activeSegment ? "Choose another segment than the active one." : { label, labels: null };
    }
    const loading = this.#others.get(segmentationId) ?? loadSegmentation(segmentationId).then(({ labels }) => labels);
    this.#others.set(segmentationId, loading);
    try {
      const labels = await loading;
      return labels.length === session.labels.length ? { label, labels } : "That segmentation is of another volume.";
    } catch (error) {
      this.#others.delete(segmentationId);
      return `The other segmentation could not be read. ${plainWords(error)}`;
    }
  }

  /** Adds segments after another one's name, which is the active one then. Returns their numbers. */
  async #add(session: DrawingSession, active: Segment, count: number): Promise<readonly number[]> {
    const before = new Set(session.state.value.segmentation.segments.map(({ number }) => number));
    await addSegments(
      session,
      Array.from({ length: count }, (_, at) => ({ name: `${active.name.slice(0, 110)} ${at + 2}`, side: active.side })),
    );
    session.activate(active.number);
    return session.state.value.segmentation.segments.map(({ number }) => number).filter((number) => !before.has(number));
  }

  /** Nothing is shown, and what is being computed is given up. */
  #giveUp(): void {
    this.#computing.stop();
    this.#forget();
    this.work.set("none");
  }

  #forget(): void {
    this.#key = "";
    this.#asked = null;
    this.#turn++;
    this.preview.set(noPreview);
  }
}

function effectThread(): Computing<EffectJob, EffectAnswer> {
  return new WorkThread(
    () => new Worker(new URL("./effectWorker.ts", import.meta.url), { type: "module" }),
    ({ labels }) => [labels.buffer],
  );
}

/** Labels that no segment has, for segments that are not added yet. */
function freeNumbers(session: DrawingSession): readonly number[] {
  const used = new Set(session.state.value.segmentation.segments.map(({ number }) => number));
  return Array.from({ length: 255 }, (_, at) => at + 1).filter((number) => !used.has(number));
}

/** What a pane shows, for what is made of it to be known again. */
function placeKey({ viewport: { state } }: ToolPane): string {
  return `${state.plane} ${state.sliceIndex}`;
}
