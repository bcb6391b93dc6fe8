import { isSameSpace } from "#shared/domain/sameSpace.ts";
import type { ImageViewport } from "./imageViewport.ts";
import { areNearlyParallel } from "./planes.ts";
import type { ViewState } from "./viewState.ts";

/** What viewports have in common besides the slice. */
export interface Links {
  /** The grey window: of no others, of those that show a series like this one, of all. */
  readonly window: "none" | "like" | "all";
  /** Millimetres a pixel; in the same space and nearly the same plane. */
  readonly zoom: boolean;
  /** The place in the middle; in the same space and nearly the same plane. */
  readonly pan: boolean;
}

export const noLinks: Links = { window: "none", zoom: false, pan: false };

interface Options {
  /** By pane. */
  readonly viewports: ReadonlyMap<number, ImageViewport>;
  readonly activePane: () => number;
  readonly links: () => Links;
  /** Whether two volumes are of one kind, so that they are read in one window. */
  readonly isLike: (volumeId: string, other: string) => boolean;
}

/** What a viewport shows, as far as it is linked. */
const seenIn = ({ state, centreMm }: ImageViewport) =>
  JSON.stringify([stackOf(state), state.window, state.mmPerPixel?.toFixed(5), centreMm?.map((part) => part.toFixed(3))]);

const stackOf = ({ volume, plane }: ViewState) => `${volume?.id}/${plane}`;

/** True where a viewport can be brought to the place that another shows: both know their positions, in the same space, in nearly the same plane. */
export function canLead(source: ViewState, target: ViewState): boolean {
  return (
    source.volume !== null &&
    target.volume !== null &&
    source.planeInSpace !== null &&
    target.planeInSpace !== null &&
    isSameSpace(source.volume, target.volume) &&
    areNearlyParallel(source.planeInSpace.normal, target.planeInSpace.normal)
  );
}

/** Window, zoom and pan that viewports share: what the reader changes in the active one, the others follow; what comes into a viewport follows the others. */
export class ViewLinks {
  readonly #options: Options;
  /** What each viewport shows, once it does. */
  readonly #stacks = new Map<number, string>();
  #seen = "";
  #isFollowing = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** A viewport has changed. */
  onView(pane: number, viewport: ImageViewport): void {
    const { viewports, activePane } = this.#options;
    if (this.#isFollowing || !viewport.state.isRendered) return;
    const stack = stackOf(viewport.state);
    const isNew = this.#stacks.get(pane) !== stack;
    this.#stacks.set(pane, stack);
    const active = viewports.get(activePane());
    if (isNew) {
      // The active one last: where they differ, it counts.
      const others = [...[...viewports.values()].toReversed(), active].filter((other) => other !== undefined && other !== viewport);
      for (const source of others) this.#follow(source!, viewport);
    } else if (pane === activePane() && seenIn(viewport) !== this.#seen) {
      this.follow();
    }
    if (pane === activePane()) this.#seen = seenIn(viewport);
  }

  /** A viewport is gone: what comes into its place is new. */
  forget(pane: number): void {
    this.#stacks.delete(pane);
  }

  /** Brings all viewports into line with the active one. */
  follow(): void {
    const { viewports, activePane } = this.#options;
    const active = viewports.get(activePane());
    if (!active) return;
    for (const viewport of viewports.values()) if (viewport !== active) this.#follow(active, viewport);
    this.#seen = seenIn(active);
  }

  #follow(source: ImageViewport, target: ImageViewport): void {
    const { window, zoom, pan } = this.#options.links();
    const [from, to] = [source.state, target.state];
    if (!from.volume || !to.volume) return;
    this.#isFollowing = true;
    if (from.window && to.window && (window === "all" || (window === "like" && this.#options.isLike(from.volume.id, to.volume.id)))) {
      if (from.window.center !== to.window.center || from.window.width !== to.window.width) target.setWindow(from.window);
    }
    if (canLead(from, to)) {
      if (zoom && from.mmPerPixel && to.mmPerPixel && Math.abs(to.mmPerPixel / from.mmPerPixel - 1) > 1e-4)
        target.zoomBy(to.mmPerPixel / from.mmPerPixel);
      if (pan && source.centreMm) target.centreOn(source.centreMm);
    }
    this.#isFollowing = false;
  }
}
