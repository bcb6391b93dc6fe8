import { whyNotAcrossSlices } from "#shared/domain/drawing/neighbourSlices.ts";
import { maskOf } from "#shared/domain/drawing/mask.ts";
import { loadSegmentation } from "../client/segmentationDoor.ts";
import { plainWords } from "../client/plainWords.ts";
import { Observable } from "../ui/observable.ts";
import { addSegments } from "./changeSegments.ts";
import type { DrawingSession } from "./drawingSession.ts";
import { firstValues, newSegmentsOf, type EffectValues, type Extent, type OtherSegment } from "./effect.ts";
import { inputOf, outcomeInWords, outcomeOf, placesOf, type EffectOutcome, type EffectTask } from "./effectOutcome.ts";
import { effectById, effects } from "./effects.ts";
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

/** The effect that the reader has chosen, what it would do now, and its doing. */
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
  /** Label maps of other segmentations, by their ids, while an effect is chosen. */
  readonly #others = new Map<string, Promise<Uint8Array>>();
  /** What the preview is of; it is not made again of the same. */
  #key = "";
  /** What was applied last: it is not shown again at once, as if it had not been. */
  #done = "";
  #turn = 0;

  /** Shows an effect's options; null puts them away. */
  choose(chosen: string | null): void {
    this.#others.clear();
    this.#forget();
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

  /** Makes the preview anew, where something that it depends on has changed. */
  async update(pane: ToolPane | null, hasFixedSegments: boolean): Promise<void> {
    const { chosen, isPreviewed } = this.state.value;
    if (chosen === null || !pane || !isPreviewed) {
      this.#forget();
      return;
    }
    const { session, viewport, rule } = pane;
    const { isRendered } = viewport.state;
    const { edits, activeSegment, locked, hidden } = session?.state.value ?? { locked: [], hidden: [] };
    const id = session?.state.value.segmentation.id;
    const settings = [id, activeSegment, chosen, JSON.stringify(this.state.value.values[chosen]), this.state.value.extent, placeKey(pane)];
    const key = [...settings, edits, ...locked, "h", ...hidden, rule.over, ...rule.chosen, rule.range, isRendered].join("/");
    if (key === this.#key) return;
    this.#key = key;
    if (settings.join("/") === this.#done) {
      this.preview.set(noPreview);
      return;
    }
    this.#done = "";
    const turn = ++this.#turn;
    const task = await this.#task(pane, hasFixedSegments);
    if (turn !== this.#turn) return;
    if (typeof task === "string") {
      this.preview.set({ outcome: null, words: task });
      return;
    }
    const outcome = outcomeOf(task, this.#freeNumbers(task));
    this.preview.set({ outcome, words: outcome ? outcomeInWords(outcome) : "" });
  }

  /** Does the chosen effect, as one step; says what changed, or why nothing did. */
  async apply(pane: ToolPane | null, hasFixedSegments: boolean): Promise<void> {
    const target = pane?.target();
    const { chosen } = this.state.value;
    if (!pane || !target || chosen === null) return;
    const { session } = target;
    const task = await this.#task(pane, hasFixedSegments);
    if (typeof task === "string") {
      pane.say(task);
      return;
    }
    const wanted = newSegmentsOf(task.effect, inputOf(task)!);
    const added = wanted > 0 ? await this.#add(session, wanted) : [];
    // On the labels as they are now: the preview may be older.
    const outcome = outcomeOf(task, added);
    if (!outcome || pane.session !== session) return;
    session.replaceSlices(chosen, new Map([...outcome.slices].map(([k, { labels }]) => [k, labels])));
    const { values, extent } = this.state.value;
    const { segmentation, activeSegment } = session.state.value;
    this.#done = [segmentation.id, activeSegment, chosen, JSON.stringify(values[chosen]), extent, placeKey(pane)].join("/");
    this.#forget();
    pane.say(`${task.effect.name}: ${outcomeInWords(outcome)}`);
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
    let other: OtherSegment | null = null;
    if (option) {
      const found = await this.#other(session, String(values[option.id] ?? ""));
      if (typeof found === "string") return found;
      other = found;
    }
    const extent = this.extentOf(session);
    if (rule.range && !(await pane.loadValues(placesOf({ session, extent, sheet })))) return "The image's values could not be had.";
    return { session, effect, values, extent, sheet, rule, voxels: (place) => pane.valuesOf(place), other };
  }

  /** The segment that an option names: its number, or that of another segmentation after its id and a slash. */
  async #other(session: DrawingSession, value: string): Promise<OtherSegment | string> {
    const { segmentation, activeSegment } = session.state.value;
    const [number, segmentationId] = value.split("/").toReversed();
    const label = Number(number);
    if (segmentationId === undefined) {
      if (!segmentation.segments.some((segment) => segment.number === label)) return "Choose the other segment.";
      return label === activeSegment
        ? "Choose another segment than the active one."
        : { mask: maskOf(session.labels, label), number: label };
    }
    const loading = this.#others.get(segmentationId) ?? loadSegmentation(segmentationId).then(({ labels }) => labels);
    this.#others.set(segmentationId, loading);
    try {
      const labels = await loading;
      return labels.length === session.labels.length
        ? { mask: maskOf(labels, label), number: null }
        : "That segmentation is of another volume.";
    } catch (error) {
      this.#others.delete(segmentationId);
      return `The other segmentation could not be read. ${plainWords(error)}`;
    }
  }

  /** Adds segments after the active one's name; the active one stays active. Returns their numbers. */
  async #add(session: DrawingSession, count: number): Promise<readonly number[]> {
    const active = session.activeSegment!;
    const before = new Set(session.state.value.segmentation.segments.map(({ number }) => number));
    await addSegments(
      session,
      Array.from({ length: count }, (_, at) => ({ name: `${active.name.slice(0, 110)} ${at + 2}`, side: active.side })),
    );
    session.activate(active.number);
    return session.state.value.segmentation.segments.map(({ number }) => number).filter((number) => !before.has(number));
  }

  /** Labels that no segment has, for the preview of segments that are not added yet. */
  #freeNumbers(task: EffectTask): readonly number[] {
    const count = newSegmentsOf(task.effect, inputOf(task)!);
    const used = new Set(task.session.state.value.segmentation.segments.map(({ number }) => number));
    return Array.from({ length: 255 }, (_, at) => at + 1)
      .filter((number) => !used.has(number))
      .slice(0, Math.max(0, count));
  }

  #forget(): void {
    this.#key = "";
    this.#turn++;
    this.preview.set(noPreview);
  }
}

/** What a pane shows, for what is made of it to be known again. */
function placeKey({ viewport: { state } }: ToolPane): string {
  return `${state.plane} ${state.sliceIndex}`;
}
