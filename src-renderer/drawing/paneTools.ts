import type { PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { Observable } from "../ui/observable.ts";
import { plainWords } from "../client/plainWords.ts";
import type { ImageViewport } from "../viewer/imageViewport.ts";
import { contacts } from "../viewer/contacts.ts";
import { eraserButton, type PressHandlers } from "../viewer/pointerPress.ts";
import type { PointerPosition } from "../viewer/viewState.ts";
import type { WindowBook } from "../viewer/windowBook.ts";
import type { DrawingSession, PaintOptions } from "./drawingSession.ts";
import type { DrawingSettings } from "./drawingSettings.ts";
import { paintRuleOf } from "./paintRuleOf.ts";
import type { MeasureDesk } from "./measures/measureDesk.ts";
import type { PlacingDesk } from "./placing/placingDesk.ts";
import { isSampling, rangeSampler } from "./rangeSampler.ts";
import { isSameSheet, sheetOf, type Place, type Sheet } from "./sheet.ts";
import { SheetValues } from "./sheetValues.ts";
import type { Tool, ToolHandlers } from "./tool.ts";
import type { DrawTarget, ToolPane } from "./toolPane.ts";
import type { ToolPreview } from "./toolPreview.ts";
import { toolById } from "./tools.ts";

export interface PaneToolsOptions {
  readonly viewport: ImageViewport;
  readonly windows: WindowBook;
  /** The id of the tool that the reader chose. */
  readonly chosen: () => string;
  readonly session: () => DrawingSession | null;
  /** Why there is no session, in words. */
  readonly whyNoSession: () => string;
  /** Why nothing may be drawn at all now, in words; null where it may. */
  readonly whyLocked: () => string | null;
  /** Null where nothing may be measured. */
  readonly measures: MeasureDesk | null;
  readonly placing: PlacingDesk;
  readonly settings: () => DrawingSettings;
  readonly voxels: () => ArrayLike<number> | null;
  /** The voxels of another slice of the volume on show where they are at hand, and how to fetch them. */
  readonly known: (sliceIndex: number) => ArrayLike<number> | null;
  readonly fetch: (sliceIndex: number) => Promise<unknown>;
  readonly onPress: () => void;
  readonly onHover: (at: PointerPosition | null, hasShift: boolean) => void;
  /** The reader asks for the segment at a place. */
  readonly onPick: (at: PointerPosition) => void;
  /** The reader points at a place of the patient. */
  readonly onPoint: (at: PointerPosition) => void;
  readonly say: (sentence: string) => void;
}

/** Said where a reading is on the desk. */
export const noMeasuresInReadings =
  "Measures are no part of a reading: its protocol says what is drawn and scored. Measure on the study itself.";
/** A press that moves by no more pixels is a click. */
const clickPixels = 3;

/**
 * The tools in one viewport: which of them a press goes to, and what it shows meanwhile. A press stays with the tool it began with, whatever is
 * chosen until it ends.
 */
export class PaneTools implements ToolPane, PressHandlers {
  readonly viewport: ImageViewport;
  readonly windows: WindowBook;
  readonly preview = new Observable<ToolPreview | null>(null);
  readonly #options: PaneToolsOptions;
  /** By the tool's id. */
  readonly #used = new Map<string, ToolHandlers>();
  #pressed: { readonly tool: Tool; readonly handlers: ToolHandlers } | null = null;
  /** Where a press with Ctrl began that has not moved yet: it picks a segment. */
  #picked: PointerPosition | null = null;
  /** The tool that showed the preview last. */
  #hovered: string | null = null;
  #at: PointerPosition | null = null;
  readonly #stopSampling: () => void;
  /** Slices that are on their way. */
  readonly #fetching = new Set<string>();
  /** What was on show last, and the values of the voxels of the last cut. */
  #sheet: Sheet | null = null;
  /** Of what the sheet was made. */
  #sheetOf = "";
  #cutValues: SheetValues | null = null;

  constructor(options: PaneToolsOptions) {
    this.#options = options;
    this.viewport = options.viewport;
    this.windows = options.windows;
    this.#stopSampling = isSampling.subscribe(() => this.refresh());
  }

  get settings(): DrawingSettings {
    return this.#options.settings();
  }

  get session(): DrawingSession | null {
    return this.#options.session();
  }

  get sheet(): Sheet | null {
    const { state } = this.viewport;
    const { volume, plane, sliceIndex, planeInSpace } = state;
    if (!volume) return null;
    const of = [volume.id, plane, sliceIndex, planeInSpace?.pointMm, planeInSpace?.normal].join(" ");
    if (of !== this.#sheetOf) this.#sheet = sheetOf(state);
    this.#sheetOf = of;
    return this.#sheet;
  }

  get rule(): PaintRule {
    return paintRuleOf(this.settings, this.session, this.windows);
  }

  get paint(): PaintOptions {
    return { rule: this.rule, values: (place) => this.valuesOf(place) };
  }

  valuesOf(place: Place): ArrayLike<number> | null {
    if (typeof place !== "number")
      return place.cut ? this.#valuesOfCut(place).take((k) => this.valuesOf(k)) : this.valuesOf(place.sliceIndex);
    const { plane, sliceIndex } = this.viewport.state;
    return (plane === "acquisition" && place === sliceIndex ? this.#options.voxels() : null) ?? this.#options.known(place);
  }

  hasValues(places: readonly Place[]): boolean {
    const volumeId = this.viewport.state.volume?.id ?? "";
    const missing = this.#missing(places);
    const keyOf = (sliceIndex: number) => `${volumeId}/${sliceIndex}`;
    const unasked = missing.filter((k) => !this.#fetching.has(keyOf(k)));
    for (const k of unasked) this.#fetching.add(keyOf(k));
    // What cannot be had is not asked for again: nothing is painted by values that are not known.
    if (unasked.length > 0) void this.#awaitValues(unasked, unasked.map(keyOf));
    return missing.length === 0;
  }

  async loadValues(places: readonly Place[]): Promise<boolean> {
    const cuts = places.filter((place) => typeof place !== "number" && place.cut !== null);
    try {
      await Promise.all(
        this.#missing(places).map(async (k) => {
          await this.#options.fetch(k);
          for (const cut of cuts) this.valuesOf(cut);
        }),
      );
      return true;
    } catch (error) {
      this.say(`The image's values could not be had. ${plainWords(error)}`);
      return false;
    }
  }

  /** The percentiles where known, else the window on show. */
  get greyRange(): number {
    const { volume, window } = this.viewport.state;
    const statistics = volume && this.windows.known(volume.id);
    return statistics ? Math.max(statistics.high - statistics.low, 1e-9) : (window?.width ?? 1);
  }

  get whyLocked(): string | null {
    return this.#options.whyLocked();
  }

  get measures(): MeasureDesk | null {
    return this.#options.measures;
  }

  get placing(): PlacingDesk {
    return this.#options.placing;
  }

  get whyNotMeasured(): string {
    return noMeasuresInReadings;
  }

  target(): DrawTarget | null {
    const { session, sheet } = this;
    const reason = this.whyLocked ?? (session ? session.whyNotDrawable() : this.#options.whyNoSession());
    if (reason !== null) this.say(reason);
    return reason === null && session && sheet && this.viewport.state.isRendered ? { session, sheet } : null;
  }

  isOnShow({ session, sheet }: DrawTarget): boolean {
    return this.session === session && isSameSheet(this.sheet, sheet);
  }

  show(preview: ToolPreview | null): void {
    this.preview.set(preview);
  }

  point(at: PointerPosition): void {
    this.#options.onPoint(at);
  }

  say(sentence: string): void {
    this.#options.say(sentence);
  }

  refresh(): void {
    this.hoverAt(this.#at);
  }

  /** The tool of the left button here and now. */
  get tool(): Tool {
    if (isSampling.value) return rangeSampler;
    return toolById(this.#options.chosen());
  }

  /** Of CSS: what a press would do here. */
  get cursor(): string {
    return this.tool.cursor;
  }

  onPress(): void {
    this.#options.onPress();
  }

  down(at: PointerPosition, event: PointerEvent): string | null {
    const tool = this.#toolFor(event);
    if (!tool) return null;
    const handlers = this.#use(tool);
    const isErasing = event.shiftKey || event.button === eraserButton;
    if (!handlers.down(at, { isErasing, hasAlt: event.altKey })) return null;
    this.#pressed = { tool, handlers };
    this.#picked = event.button === 0 && !this.#isForChosen(event) ? at : null;
    return tool.id;
  }

  move(path: readonly PointerPosition[]): void {
    const at = path.at(-1);
    if (this.#picked && at) {
      const [x, y] = this.#picked.canvas;
      if (Math.hypot(at.canvas[0] - x, at.canvas[1] - y) <= clickPixels) return;
      this.#picked = null;
    }
    this.#pressed?.handlers.move(path);
  }

  up(at: PointerPosition | null): void {
    if (this.#picked) this.#options.onPick(this.#picked);
    this.#end(({ up }) => up(at));
  }

  cancel(): void {
    this.#end(({ cancel }) => cancel());
  }

  leave(): void {
    this.#end(({ leave }) => leave());
  }

  hover(at: PointerPosition | null, hasShift = false): void {
    this.#options.onHover(at, hasShift);
  }

  /** The mouse is here, or what it would do here has changed: another tool, slice, option or segmentation. */
  hoverAt(at: PointerPosition | null): void {
    this.#at = at;
    const pressed = this.#pressed?.tool.group === "view" ? null : this.#pressed;
    const tool = pressed?.tool ?? this.tool;
    if (this.#hovered !== tool.id) {
      if (this.#hovered !== null) this.#dispose(this.#hovered, false);
      this.#hovered = tool.id;
      this.show(null);
    }
    this.#use(tool).hover?.(at);
  }

  doubleClick(): void {
    const { tool } = this;
    if (tool.group !== "view") this.#use(tool).doubleClick?.();
  }

  /** Gives up what is being drawn with the button down, or what the tool has begun; returns false where there is nothing. */
  giveUp(): boolean {
    if (this.#pressed && this.#pressed.tool.group !== "view") {
      this.cancel();
      return true;
    }
    return this.#use(this.tool).giveUp?.() ?? false;
  }

  /** Does what a key means to the tool; returns false where it means nothing to it. */
  key(word: string): boolean {
    const act = this.#use(this.tool).keys?.[word];
    act?.();
    return act !== undefined;
  }

  /** Another segmentation is about to be shown here, or none: what was being drawn stays with the one it began in, before it goes. */
  leaveSession(): void {
    this.leave();
    for (const id of this.#used.keys()) this.#dispose(id, true);
    this.#hovered = null;
    this.show(null);
  }

  dispose(): void {
    this.#stopSampling();
    this.leaveSession();
  }

  #valuesOfCut(sheet: Sheet): SheetValues {
    const { columns = 0, rows = 0 } = this.viewport.state.volume ?? {};
    if (!this.#cutValues || !isSameSheet(this.#cutValues.sheet, sheet)) this.#cutValues = new SheetValues(sheet, columns * rows);
    return this.#cutValues;
  }

  /** The slices whose values are still to come for these places. */
  #missing(places: readonly Place[]): number[] {
    const missing = places.flatMap((place) => {
      if (this.valuesOf(place) !== null) return [];
      return typeof place === "number" ? [place] : place.cut ? this.#valuesOfCut(place).missing : [place.sliceIndex];
    });
    return [...new Set(missing)];
  }

  async #awaitValues(sliceIndices: readonly number[], keys: readonly string[]): Promise<void> {
    if (!(await this.loadValues(sliceIndices))) return;
    for (const key of keys) this.#fetching.delete(key);
    this.refresh();
  }

  #toolFor(event: PointerEvent): Tool | null {
    if (event.button === 1) return toolById("pan");
    if (event.button === 2) return toolById("zoom");
    if (event.button !== 0 && event.button !== eraserButton) return null;
    if (!this.#isForChosen(event)) return toolById("window");
    // Where a pen draws, a finger that draws would be the hand that holds it.
    if (event.pointerType === "touch" && contacts.wasPenSeen && this.tool.group === "draw") return toolById("pan");
    return event.altKey && this.tool.usesRange ? rangeSampler : this.tool;
  }

  /** Whether a press means the chosen tool, not one that a button or key stands for. */
  #isForChosen({ button, ctrlKey, metaKey }: PointerEvent): boolean {
    return (button === 0 || button === eraserButton) && !ctrlKey && !metaKey;
  }

  #use(tool: Tool): ToolHandlers {
    const handlers = this.#used.get(tool.id) ?? tool.use(this);
    this.#used.set(tool.id, handlers);
    return handlers;
  }

  #end(how: (handlers: ToolHandlers) => void): void {
    const ended = this.#pressed;
    this.#picked = null;
    // Before the tool acts: what it does may show another slice or segmentation, which must not end the press again.
    this.#pressed = null;
    if (!ended) return;
    how(ended.handlers);
    this.refresh();
  }

  #dispose(id: string, isGone: boolean): void {
    this.#used.get(id)?.dispose?.(isGone);
    this.#used.delete(id);
  }
}
