import type { DrawingDesk } from "../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../drawing/drawingSession.ts";
import type { Command } from "../../ui/command.ts";
import type { Desk } from "./desk.ts";

/** What a command of the reading room works on. */
export interface Reading {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
}

export type ReadingCommand = Command<Reading>;

/** The segmentation open on the active volume; null where there is none. */
export function activeSession({ desk, drawing }: Reading): DrawingSession | null {
  const active = desk.activeVolume;
  return active ? (drawing.sessions.value.get(active.volume.id) ?? null) : null;
}
