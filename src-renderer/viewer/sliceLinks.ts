import type { ImageViewport } from "./imageViewport.ts";
import { canLead } from "./viewLinks.ts";

/** No viewport leads the others. */
const nobody = -1;

/** Viewports that scroll together: the one that the reader scrolls leads, those of its space and plane follow by their place in the patient. */
export class SliceLinks {
  readonly #viewports: ReadonlyMap<number, ImageViewport>;
  readonly #isLinked: () => boolean;
  #driver = 0;
  /** What the driving pane showed when the others last followed it. */
  #driven = "";

  /** @param viewports by pane. */
  constructor(viewports: ReadonlyMap<number, ImageViewport>, isLinked: () => boolean) {
    this.#viewports = viewports;
    this.#isLinked = isLinked;
  }

  /** The reader scrolls this pane. */
  drive(pane: number): void {
    if (this.#driver === pane) return;
    this.#driver = pane;
    const view = this.#viewports.get(pane)?.state;
    this.#driven = view ? `${view.volume?.id}/${view.plane}/${view.sliceIndex}` : "";
  }

  /** Each viewport goes its own way, until the reader scrolls one. */
  release(): void {
    this.#driver = nobody;
  }

  /** A viewport has changed: where it leads and was scrolled, the others follow. */
  onView(pane: number, viewport: ImageViewport): void {
    const { volume, plane, sliceIndex, isRendered, planeInSpace } = viewport.state;
    if (pane !== this.#driver || !isRendered) return;
    const stack = `${volume?.id}/${plane}/`;
    const now = `${stack}${sliceIndex}`;
    if (now === this.#driven) return;
    // What has just come into the pane has not been scrolled yet.
    const isScrolled = this.#driven.startsWith(stack);
    this.#driven = now;
    if (!isScrolled || !this.#isLinked() || !planeInSpace) return;
    for (const other of this.#viewports.values())
      if (other !== viewport && canLead(viewport.state, other.state)) other.showPosition(planeInSpace.pointMm);
  }
}
