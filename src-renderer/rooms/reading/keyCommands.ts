import { whyNoReformat, type Plane } from "../../viewer/planes.ts";
import type { Desk } from "./desk.ts";
import type { DrawingTool } from "./deskState.ts";
import type { DrawingDesk } from "./drawing/drawingDesk.ts";
import { nextRadius } from "./drawing/drawingSettings.ts";
import type { DrawingSession } from "./drawing/drawingSession.ts";

export interface KeyTargets {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  /** Adds a segment, or creates a segmentation where there is none. */
  readonly addSegment: () => void;
}

/** A key press as one word: "Ctrl+Shift+Z", "ArrowUp", "[". Letters are upper case. */
export function keyWord(event: Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">): string {
  // On many keyboards the brackets need AltGr, which browsers report as Ctrl and Alt.
  if (event.key === "[" || event.key === "]") return event.key;
  const isCommand = event.ctrlKey || event.metaKey;
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const key = event.key === " " ? "Space" : event.shiftKey && digit ? digit : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const hasShift = event.shiftKey && (key.length > 1 || /[A-Z0-9]/.test(key));
  return `${isCommand ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${hasShift ? "Shift+" : ""}${key}`;
}

/** Does what a key means; answers false where it means nothing here. The list for the help sheet is in shortcuts.ts. */
export function runKey(word: string, { desk, drawing, addSegment }: KeyTargets): boolean {
  const viewport = desk.activeViewport;
  const active = desk.activeVolume;
  const session = active ? (drawing.sessions.value.get(active.volume.id) ?? null) : null;
  const state = desk.state.value;
  const hand = drawing.hands.get(state.activePane);
  const settings = drawing.settings.value;

  const commands: Readonly<Record<string, () => void>> = {
    ArrowUp: () => desk.scroll(-1),
    ArrowDown: () => desk.scroll(1),
    PageUp: () => desk.scroll(-10),
    PageDown: () => desk.scroll(10),
    Home: () => desk.goTo(0),
    End: () => desk.goTo(Number.MAX_SAFE_INTEGER),
    ArrowLeft: () => desk.activateNext(-1),
    ArrowRight: () => desk.activateNext(1),
    C: () => desk.play(!state.isPlaying),
    K: () => desk.state.patch({ isLinked: !state.isLinked }),
    J: () => desk.state.patch({ hasReferenceLines: !state.hasReferenceLines }),
    M: () => { if (!desk.maps.toggle()) drawing.say("No feature map is shown. Compute one under Maps."); },
    O: () => desk.state.patch({ hasOverlay: !state.hasOverlay }),
    W: () => desk.setTool("window"),
    Z: () => desk.setTool("zoom"),
    P: () => desk.setTool("pan"),
    S: () => desk.setTool("scroll"),
    B: () => takeDrawingTool(desk, drawing, "brush"),
    E: () => takeDrawingTool(desk, drawing, "eraser"),
    T: () => takeDrawingTool(desk, drawing, "threshold brush"),
    F: () => takeDrawingTool(desk, drawing, "freehand"),
    G: () => takeDrawingTool(desk, drawing, "polygon"),
    I: () => viewport?.setInverted(!viewport.state.isInverted),
    H: () => viewport?.flipHorizontally(),
    V: () => viewport?.flipVertically(),
    R: () => viewport?.rotate(90),
    L: () => viewport?.rotate(-90),
    "+": () => viewport?.zoomBy(1.2),
    "-": () => viewport?.zoomBy(1 / 1.2),
    "=": () => viewport?.resetCamera(),
    Space: () => desk.resetView(),
    "Shift+1": () => desk.setLayout("1x1"),
    "Shift+2": () => desk.setLayout("1x2"),
    "Shift+4": () => desk.setLayout("2x2"),
    "Shift+Q": () => desk.setPlane("acquisition"),
    "Shift+A": () => cutAlong(desk, drawing, "axial"),
    "Shift+C": () => cutAlong(desk, drawing, "coronal"),
    "Shift+S": () => cutAlong(desk, drawing, "sagittal"),
    "[": () => drawing.settings.patch({ brushRadiusMm: nextRadius(settings.brushRadiusMm, -1) }),
    "]": () => drawing.settings.patch({ brushRadiusMm: nextRadius(settings.brushRadiusMm, 1) }),
    "Shift+F": () => fillHolesOnSlice(desk, drawing, session),
    Delete: () => { if (viewport?.state.plane === "acquisition") session?.deleteOnSlice(viewport.state.sliceIndex); },
    "Ctrl+Z": () => stepHistory(desk, session, "undo"),
    "Ctrl+Shift+Z": () => stepHistory(desk, session, "redo"),
    "Ctrl+Y": () => stepHistory(desk, session, "redo"),
    N: addSegment,
    "Shift+ArrowUp": () => activateSegment(session, -1),
    "Shift+ArrowDown": () => activateSegment(session, 1),
    X: () => session?.setAllHidden(session.state.value.hidden.size === 0),
    Enter: () => hand?.closePolygon(),
    Backspace: () => hand?.removeCorner(),
    Escape: () => {
      if (hand?.isDrawing) hand.cancel();
      else desk.setTool("window");
    },
  };
  const command = commands[word];
  if (command) {
    command();
    return true;
  }
  const preset = /^[1-9]$/.test(word) && active ? desk.windows.presets(active.volume, active.series)[Number(word) - 1] : undefined;
  if (preset) viewport?.setWindow(preset.window);
  return preset !== undefined;
}

/** Chooses a drawing tool; says at once where it cannot draw in the active viewport, and why. */
export function takeDrawingTool(desk: Desk, drawing: DrawingDesk, tool: DrawingTool): void {
  desk.setTool(tool);
  const view = desk.activeViewport?.state;
  if (view && view.plane !== "acquisition") drawing.say("Draw in the acquisition plane (Shift+Q); reformats show the result.");
  else if (view?.volume && !drawing.sessions.value.has(view.volume.id)) drawing.say("Create a segmentation first (N).");
}

function cutAlong(desk: Desk, drawing: DrawingDesk, plane: Plane): void {
  const reason = desk.activeVolume && whyNoReformat(desk.activeVolume.volume);
  if (reason) drawing.say(reason);
  else desk.setPlane(plane);
}

/** Fills the holes of the active segment on the slice on show, and says how many voxels that were. */
export function fillHolesOnSlice(desk: Desk, drawing: DrawingDesk, session: DrawingSession | null): void {
  const view = desk.activeViewport?.state;
  if (!session || view?.plane !== "acquisition") return;
  const filled = session.fillHoles(view.sliceIndex);
  drawing.say(filled === 0 ? "There are no holes on this slice." : `Filled ${filled} voxels.`);
}

/** One step back or forth; goes to the slice where it happens, so that the reader sees it. */
export function stepHistory(desk: Desk, session: DrawingSession | null, direction: "undo" | "redo"): void {
  const sliceIndex = session?.[direction]() ?? null;
  const view = desk.activeViewport?.state;
  if (sliceIndex !== null && view?.plane === "acquisition" && view.sliceIndex !== sliceIndex) desk.goTo(sliceIndex);
}

function activateSegment(session: DrawingSession | null, step: 1 | -1): void {
  if (!session) return;
  const { segmentation, activeSegment } = session.state.value;
  const at = segmentation.segments.findIndex(({ number }) => number === activeSegment);
  const next = segmentation.segments[Math.min(segmentation.segments.length - 1, Math.max(0, at + step))];
  if (next) session.activate(next.number);
}
