import { contacts } from "./contacts.ts";
import type { ImageViewport } from "./imageViewport.ts";
import type { PointerPosition } from "./viewState.ts";

/** What follows the mouse, the pen and a finger on one viewport. */
export interface PressHandlers {
  /** A button goes down here, whatever comes of it. */
  readonly onPress: () => void;
  /** Returns a name for what follows the press, or null where nothing does; moves and one end follow where something does. */
  readonly down: (at: PointerPosition, event: PointerEvent) => string | null;
  readonly move: (path: readonly PointerPosition[]) => void;
  /** The press ends here; null where it is not known where, so that it ends where it was last. */
  readonly up: (at: PointerPosition | null) => void;
  /** The contact was none (a palm, a gesture of the system). */
  readonly cancel: () => void;
  /** The viewport goes away with the button down. */
  readonly leave: () => void;
  /** The mouse is here, over the picture, with or without Shift held; null when it leaves. */
  readonly hover: (at: PointerPosition | null, hasShift: boolean) => void;
}

const pixelsPerWheelSlice = 40;

/** The button of a pen's other end (Pointer Events 3, 4.1.2). */
export const eraserButton = 5;

/** The bit of `buttons` for each `button` (Pointer Events 3, 4.1.2). */
const buttonBits = [1, 4, 2, 8, 16, 32] as const;

/** A button held down on a viewport. */
interface Press {
  readonly element: HTMLElement;
  readonly pointerId: number;
  readonly bit: number;
  readonly isFinger: boolean;
  /** Takes it back. */
  readonly cancel: () => void;
}

/** The one press that the viewports follow. Other contacts and buttons, on whichever viewport, mean nothing until it ends. */
let held: Press | null = null;

/**
 * Mouse, pen and fingers on one viewport: a press goes to its handlers, the wheel scrolls, Ctrl+wheel and two fingers zoom. A press is followed from its
 * button's going down to its coming up, by its own pointer only; a pen or a second finger that comes down takes back what one finger began. Returns how to
 * stop.
 */
export function attachPointerPress(viewport: ImageViewport, handlers: PressHandlers): () => void {
  const { element } = viewport;
  let wheel = 0;

  const isHeld = (event: PointerEvent) => held !== null && held.element === element && held.pointerId === event.pointerId;

  /** The press is over: at a place, where it was last (null), as if it had not been ("cancelled"), or out of sight ("left"). */
  const release = (at: PointerPosition | null | "cancelled" | "left") => {
    const pointerId = held?.pointerId;
    held = null;
    delete element.dataset["drag"];
    if (pointerId !== undefined && element.hasPointerCapture(pointerId)) element.releasePointerCapture(pointerId);
    if (at === "cancelled") handlers.cancel();
    else if (at === "left") handlers.leave();
    else handlers.up(at);
  };

  /** True for a finger that works as the mouse does; one of two, or a palm, does not. */
  const isFirstFinger = (event: PointerEvent) => {
    const touch = contacts.fingerDown(event, element);
    if (touch === "second" && held?.isFinger) held.cancel();
    return touch === "first";
  };

  const onDown = (event: PointerEvent) => {
    // A pointer that comes down again had come up untold.
    if (isHeld(event)) release(null);
    if (event.pointerType === "pen") {
      contacts.penSeen(event, true);
      if (held?.isFinger) held.cancel();
    }
    if (event.pointerType === "touch" && !isFirstFinger(event)) return;
    if (held) return;
    handlers.onPress();
    const at = viewport.pointerPosition(event);
    const name = at && handlers.down(at, event);
    if (name === null) return;
    element.dataset["drag"] = name;
    held = {
      element,
      pointerId: event.pointerId,
      bit: buttonBits[event.button]!,
      isFinger: event.pointerType === "touch",
      cancel: () => release("cancelled"),
    };
    element.setPointerCapture(event.pointerId);
  };

  /** Follows a finger; true where it does nothing else: one of two, a palm, or one that came down elsewhere. */
  const isGesture = (event: PointerEvent) => {
    const moved = contacts.fingerMove(event);
    if (moved) {
      const { x, y } = element.getBoundingClientRect();
      viewport.panBy(moved.dx, moved.dy);
      viewport.zoomBy(moved.factor, [moved.middle[0] - x, moved.middle[1] - y]);
    }
    if (isHeld(event) && contacts.isPalm(event)) {
      contacts.fingerUp(event.pointerId);
      release("cancelled");
    }
    return !isHeld(event);
  };

  const onMove = (event: PointerEvent) => {
    if (event.pointerType === "pen") contacts.penSeen(event, false);
    if (event.pointerType === "touch" && isGesture(event)) return;
    if (held && !isHeld(event)) return;
    const at = viewport.pointerPosition(event);
    if (held && (event.buttons & held.bit) === 0) {
      // With another button still down, a release arrives as a move that names the button. A move that names none comes after a release that was not told.
      release(event.button === -1 ? null : at);
    } else if (held) {
      const path = (event.getCoalescedEvents?.() ?? []).map((part) => viewport.pointerPosition(part)).filter((place) => place !== null);
      if (path.length === 0 && at) path.push(at);
      handlers.move(path);
      if (!at) return;
    }
    handlers.hover(at, event.shiftKey);
  };

  const tellUp = (event: PointerEvent) => {
    if (event.pointerType === "touch") contacts.fingerUp(event.pointerId);
    if (event.pointerType === "pen") contacts.penUp(event);
  };

  const onUp = (event: PointerEvent) => {
    tellUp(event);
    if (isHeld(event)) release(viewport.pointerPosition(event));
  };

  const onCancel = (event: PointerEvent) => {
    tellUp(event);
    if (isHeld(event)) release("cancelled");
  };

  const onLost = (event: PointerEvent) => {
    if (isHeld(event)) release(null);
  };

  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      const at = viewport.pointerPosition(event);
      if (at) viewport.zoomBy(Math.exp(-event.deltaY / 400), at.canvas);
      return;
    }
    // A notch of a wheel is one slice; a trackpad's small steps add up to one.
    const delta = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * pixelsPerWheelSlice;
    if (Math.abs(delta) >= pixelsPerWheelSlice) {
      wheel = 0;
      viewport.scrollBy(Math.sign(delta));
    } else {
      wheel += delta;
      const whole = Math.trunc(wheel / pixelsPerWheelSlice);
      wheel -= whole * pixelsPerWheelSlice;
      if (whole !== 0) viewport.scrollBy(whole);
    }
  };

  const onLeave = (event: PointerEvent) => {
    if (event.pointerType === "touch" && contacts.isPalm(event)) return;
    if (!held || isHeld(event)) handlers.hover(null, false);
  };
  const prevent = (event: Event) => event.preventDefault();

  element.addEventListener("pointerdown", onDown);
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", onUp);
  element.addEventListener("pointercancel", onCancel);
  element.addEventListener("lostpointercapture", onLost);
  element.addEventListener("pointerleave", onLeave);
  element.addEventListener("wheel", onWheel, { passive: false });
  element.addEventListener("contextmenu", prevent);
  element.addEventListener("auxclick", prevent);
  return () => {
    if (held?.element === element) release("left");
    element.removeEventListener("pointerdown", onDown);
    element.removeEventListener("pointermove", onMove);
    element.removeEventListener("pointerup", onUp);
    element.removeEventListener("pointercancel", onCancel);
    element.removeEventListener("lostpointercapture", onLost);
    element.removeEventListener("pointerleave", onLeave);
    element.removeEventListener("wheel", onWheel);
    element.removeEventListener("contextmenu", prevent);
    element.removeEventListener("auxclick", prevent);
  };
}
