/** What the screen tells of one contact: an event of a pointer. */
export type ContactEvent = Pick<PointerEvent, "pointerId" | "timeStamp" | "width" | "height" | "clientX" | "clientY" | "isPrimary">;

/** A contact wider or higher than this, pixels of the page, is a palm: a fingertip is about 15 mm, 57 pixels. */
const palmPixels = 70;

/** While a pen is near and so long after, in ms, what touches the screen is the hand that holds it. */
const penRestMs = 800;

/** How two fingers moved since the last time: pixels of the page, and how much farther apart they are. */
export interface TwoFingerMove {
  readonly dx: number;
  readonly dy: number;
  readonly factor: number;
  /** Between them, pixels of the page. */
  readonly middle: readonly [number, number];
}

/** What a finger that came down is taken for: one that works alone, the second of two that zoom and pan, or nothing. */
export type Touch = "first" | "second" | "ignored";

/** Pens and fingers on the viewports: which of the fingers are palms, and what two of them do. */
export class Contacts {
  #lastPen = -Infinity;
  #pen: number | null = null;
  readonly #fingers = new Map<number, readonly [number, number]>();
  /** What the first of the fingers is on. */
  #on: unknown = null;
  /** Two fingers zoom and pan, or did and one of them is still down. */
  #areTwo = false;

  /** A pen was seen since the window opened: one finger then draws no more, because the hand that draws holds the pen. */
  get wasPenSeen(): boolean {
    return this.#lastPen > -Infinity;
  }

  /** A pen hovers or is pressed. Fingers that are down were the hand's before it: they mean nothing more. */
  penSeen({ pointerId, timeStamp }: ContactEvent, isDown: boolean): void {
    this.#lastPen = timeStamp;
    if (!isDown) return;
    this.#pen = pointerId;
    this.#fingers.clear();
    this.#areTwo = false;
  }

  penUp({ timeStamp }: ContactEvent): void {
    this.#lastPen = timeStamp;
    this.#pen = null;
  }

  /** Whether a contact is the hand's, not a finger's that means something. */
  isPalm({ width, height, timeStamp }: ContactEvent): boolean {
    return Math.max(width, height) > palmPixels || this.#pen !== null || timeStamp - this.#lastPen < penRestMs;
  }

  /** @param on the viewport; a finger on another one than the first finger's means nothing */
  fingerDown(event: ContactEvent, on?: unknown): Touch {
    // No other finger is down: one that was known had come up untold.
    if (event.isPrimary) {
      this.#fingers.clear();
      this.#areTwo = false;
    }
    if (this.isPalm(event) || this.#areTwo || (this.#fingers.size > 0 && this.#on !== on)) return "ignored";
    this.#on = on;
    this.#fingers.set(event.pointerId, [event.clientX, event.clientY]);
    this.#areTwo = this.#fingers.size === 2;
    return this.#areTwo ? "second" : "first";
  }

  /** A finger moved: how the two moved with it, null where there are no two, or it is none of them. */
  fingerMove({ pointerId, clientX, clientY }: ContactEvent): TwoFingerMove | null {
    if (!this.#fingers.has(pointerId)) return null;
    const before = [...this.#fingers.values()];
    this.#fingers.set(pointerId, [clientX, clientY]);
    const after = [...this.#fingers.values()];
    if (!this.#areTwo || after.length < 2) return null;
    const [from, to] = [middleOf(before), middleOf(after)];
    return {
      dx: to[0] - from[0],
      dy: to[1] - from[1],
      factor: Math.max(apart(after), 1) / Math.max(apart(before), 1),
      middle: to,
    };
  }

  /** A finger is up, or is taken for a palm. The one that remains of two means nothing until it is up too. */
  fingerUp(pointerId: number): void {
    this.#fingers.delete(pointerId);
    if (this.#fingers.size === 0) this.#areTwo = false;
  }
}

type Places = ReadonlyArray<readonly [number, number]>;

function middleOf(places: Places): readonly [number, number] {
  const [a, b = a] = places;
  return [(a![0] + b![0]) / 2, (a![1] + b![1]) / 2];
}

function apart(places: Places): number {
  const [a, b = a] = places;
  return Math.hypot(a![0] - b![0], a![1] - b![1]);
}

/** Of all viewports: one pair of hands works on them. */
export const contacts = new Contacts();
