import type { ImageViewport } from "./imageViewport.ts";
import type { PointerPosition } from "./viewState.ts";
import { dragWindow, type GreyWindow } from "./window.ts";

/** What the left button does, besides drawing. */
export type ViewTool = "window" | "pan" | "zoom" | "scroll";

/** Takes the left button while a drawing tool is chosen. */
export interface DrawingPointer {
  /** Answers true where the press was taken; the moves and the release then follow. */
  readonly down: (at: PointerPosition, event: PointerEvent) => boolean;
  readonly move: (path: readonly PointerPosition[], event: PointerEvent) => void;
  readonly up: (at: PointerPosition, event: PointerEvent) => void;
  readonly cancel: () => void;
}

export interface PointerToolsOptions {
  readonly viewport: ImageViewport;
  /** The left button's tool at this moment. */
  readonly tool: () => ViewTool | DrawingPointer;
  /** The spread of the voxels, for how fast a drag changes the window. */
  readonly range: () => number;
  readonly onPress: () => void;
  /** The mouse is here, over the picture, with no button down; null when it leaves. */
  readonly onHover: (at: PointerPosition | null) => void;
}

const pixelsPerWheelSlice = 40;

/** Mouse and pen on one viewport: left for the chosen tool, middle pans, right zooms, the wheel scrolls, Ctrl+wheel zooms, Ctrl+left windows. Answers how to stop. */
export function attachPointerTools({ viewport, tool, range, onPress, onHover }: PointerToolsOptions): () => void {
  const { element } = viewport;
  let drawing: DrawingPointer | null = null;
  let dragging: { tool: ViewTool; x: number; y: number; startX: number; startY: number; window: GreyWindow | null; slices: number } | null = null;
  let wheel = 0;

  const toolFor = (event: PointerEvent): ViewTool | DrawingPointer | null => {
    if (event.button === 1) return "pan";
    if (event.button === 2) return "zoom";
    if (event.button !== 0) return null;
    return event.ctrlKey || event.metaKey ? "window" : tool();
  };

  const onDown = (event: PointerEvent) => {
    onPress();
    const at = viewport.pointerPosition(event);
    const chosen = toolFor(event);
    if (!at || !chosen || dragging || drawing) return;
    element.setPointerCapture(event.pointerId);
    if (typeof chosen === "object") {
      if (chosen.down(at, event)) drawing = chosen;
      return;
    }
    dragging = { tool: chosen, x: event.clientX, y: event.clientY, startX: at.canvas[0], startY: at.canvas[1], window: viewport.state.window, slices: 0 };
    element.dataset["drag"] = chosen;
  };

  const drag = (event: PointerEvent) => {
    if (!dragging) return;
    const dx = event.clientX - dragging.x;
    const dy = event.clientY - dragging.y;
    if (dx === 0 && dy === 0) return;
    dragging.x = event.clientX;
    dragging.y = event.clientY;
    switch (dragging.tool) {
      case "window":
        if (dragging.window) {
          dragging.window = dragWindow(dragging.window, dx, dy, range());
          viewport.setWindow(dragging.window);
        }
        break;
      case "pan": viewport.panBy(dx, dy); break;
      case "zoom": viewport.zoomBy(Math.exp(dy / 150), [dragging.startX, dragging.startY]); break;
      case "scroll": {
        dragging.slices += dy / Math.max(3, element.clientHeight / Math.max(viewport.state.sliceCount, 8));
        const whole = Math.trunc(dragging.slices);
        dragging.slices -= whole;
        if (whole !== 0) viewport.scrollBy(whole);
      }
    }
  };

  const onMove = (event: PointerEvent) => {
    if (drawing) {
      const path = (event.getCoalescedEvents?.() ?? []).map((part) => viewport.pointerPosition(part)).filter((at) => at !== null);
      const last = viewport.pointerPosition(event);
      if (path.length === 0 && last) path.push(last);
      drawing.move(path, event);
      if (last) onHover(last);
    } else if (dragging) {
      drag(event);
      onHover(viewport.pointerPosition(event));
    } else {
      onHover(viewport.pointerPosition(event));
    }
  };

  const onUp = (event: PointerEvent) => {
    if (element.hasPointerCapture(event.pointerId)) element.releasePointerCapture(event.pointerId);
    const at = viewport.pointerPosition(event);
    if (drawing && event.button === 0) {
      if (at) drawing.up(at, event);
      else drawing.cancel();
      drawing = null;
    }
    dragging = null;
    delete element.dataset["drag"];
  };

  const onCancel = () => {
    drawing?.cancel();
    drawing = null;
    dragging = null;
    delete element.dataset["drag"];
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

  const onLeave = () => onHover(null);
  const prevent = (event: Event) => event.preventDefault();

  element.addEventListener("pointerdown", onDown);
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", onUp);
  element.addEventListener("pointercancel", onCancel);
  element.addEventListener("pointerleave", onLeave);
  element.addEventListener("wheel", onWheel, { passive: false });
  element.addEventListener("contextmenu", prevent);
  element.addEventListener("auxclick", prevent);
  return () => {
    element.removeEventListener("pointerdown", onDown);
    element.removeEventListener("pointermove", onMove);
    element.removeEventListener("pointerup", onUp);
    element.removeEventListener("pointercancel", onCancel);
    element.removeEventListener("pointerleave", onLeave);
    element.removeEventListener("wheel", onWheel);
    element.removeEventListener("contextmenu", prevent);
    element.removeEventListener("auxclick", prevent);
  };
}
