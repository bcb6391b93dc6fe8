import type { PaintRule } from "#shared/domain/drawing/paintRules.ts";
import { Observable } from "../ui/observable.ts";
import { plainWords } from "../client/plainWords.ts";
import type { ImageViewport } from "../viewer/imageViewport.ts";
import { eraserButton, type PressHandlers } from "../viewer/pointerPress.ts";
import type { PointerPosition } from "../viewer/viewState.ts";
import type { WindowBook } from "../viewer/windowBook.ts";
import type { DrawingSession, PaintOptions } from "./drawingSession.ts";
import type { DrawingSettings } from "./drawingSettings.ts";
import { paintRuleOf } from "./paintRuleOf.ts";
import { isSampling, rangeSampler } from "./rangeSampler.ts";
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

/** A press that moves by no more pixels is a click. */
const clickPixels = 3;

export const acquisitionOnly = "Draw in the acquisition plane (Shift+Q); reformats show the result.";

/**
 * The tools in one viewport: which of them a press goes to, and what it shows meanwhile. A press stays with the tool it began with, whatever is
 * chosen until it ends.
 */
export class PaneTools implements ToolPane, PressHandlers {
  readonly viewport: ImageViewport;
  readonly windows: WindowBook;
  readonly preview = new Observable<ToolPreview | null>(null);
  /** Where the mouse is, pixels from the viewport's top left, while the chosen tool cannot draw in the plane on show; else null. */
  readonly outOfPlane = new Observable<readonly [number, number] | null>(null);
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

  get voxels(): ArrayLike<number> | null {
    return this.#options.voxels();
  }

  get rule(): PaintRule {
    return paintRuleOf(this.settings, this.session, this.windows);
  }

  get paint(): PaintOptions {
    return { rule: this.rule, values: (sliceIndex) => this.valuesOf(sliceIndex) };
  }

  valuesOf(sliceIndex: number): ArrayLike<number> | null {
    return (sliceIndex === this.viewport.state.sliceIndex ? this.voxels : null) ?? this.#options.known(sliceIndex);
  }

  hasValues(sliceIndices: readonly number[]): boolean {
    const volumeId = this.viewport.state.volume?.id ?? "";
    const missing = sliceIndices.filter((k) => this.valuesOf(k) === null);
    const keyOf = (sliceIndex: number) => `${volumeId}/${sliceIndex}`;
    const unasked = missing.filter((k) => !this.#fetching.has(keyOf(k)));
    for (const k of unasked) this.#fetching.add(keyOf(k));
    // What cannot be had is not asked for again: nothing is painted by values that are not known.
    if (unasked.length > 0) void this.#awaitValues(unasked, unasked.map(keyOf));
    return missing.length === 0;
  }

  async loadValues(sliceIndices: readonly number[]): Promise<boolean> {
    try {
      await Promise.all(sliceIndices.filter((k) => this.valuesOf(k) === null).map((k) => this.#options.fetch(k)));
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

  target(): DrawTarget | null {
    const { plane, isRendered, sliceIndex } = this.viewport.state;
    const { session } = this;
    const reason =
      this.whyLocked ?? (plane !== "acquisition" ? acquisitionOnly : session ? session.whyNotDrawable() : this.#options.whyNoSession());
    if (reason !== null) this.say(reason);
    return reason === null && session && isRendered ? { session, sliceIndex } : null;
  }

  isOnShow({ session, sliceIndex }: DrawTarget): boolean {
    const { state } = this.viewport;
    return this.session === session && state.plane === "acquisition" && state.sliceIndex === sliceIndex;
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

  /** The tool of the left button here and now: in a plane where the chosen one does not work, the grey window. */
  get tool(): Tool {
    if (isSampling.value && this.viewport.state.plane === "acquisition") return rangeSampler;
    return this.isOutOfPlane ? toolById("window") : toolById(this.#options.chosen());
  }

  /** True where the chosen tool does not work in the plane on show. */
  get isOutOfPlane(): boolean {
    return toolById(this.#options.chosen()).planes === "acquisition" && this.viewport.state.plane !== "acquisition";
  }

  /** Of CSS: what a press would do here. */
  get cursor(): string {
    return this.isOutOfPlane ? "not-allowed" : this.tool.cursor;
  }

  onPress(): void {
    this.#options.onPress();
  }

  down(at: PointerPosition, event: PointerEvent): string | null {
    const tool = this.#toolFor(event);
    if (!tool) return null;
    if (this.#isForChosen(event) && this.isOutOfPlane) this.say(acquisitionOnly);
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
    this.outOfPlane.set(at && !this.#pressed && this.isOutOfPlane ? at.canvas : null);
    const pressed = this.#pressed?.tool.group === "draw" ? this.#pressed : null;
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
    if (tool.group === "draw") this.#use(tool).doubleClick?.();
  }

  /** Gives up what is being drawn with the button down, or what the tool has begun; returns false where there is nothing. */
  giveUp(): boolean {
    if (this.#pressed?.tool.group === "draw") {
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
