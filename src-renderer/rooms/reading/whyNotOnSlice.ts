import { activeSession, type Reading } from "./readingCommand.ts";

/**
 * Why nothing can be done to the active segment on the slice on show, as acquired or of a reformat, in words; null where it can. Nothing is changed out of
 * sight.
 */
export function whyNotOnSlice(reading: Reading): string | null {
  const { desk, drawing } = reading;
  if (desk.openCase && desk.openCase.whyNotDrawn !== null) return desk.openCase.whyNotDrawn;
  const view = desk.activeViewport?.state;
  if (!view?.volume || !desk.activeTools?.sheet) return "Nothing is shown in this viewport.";
  const session = activeSession(reading);
  return session ? session.whyNotDrawable() : drawing.whyNoSession(view.volume.id);
}
