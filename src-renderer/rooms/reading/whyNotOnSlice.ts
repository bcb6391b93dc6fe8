import { acquisitionOnly } from "../../drawing/paneTools.ts";
import { activeSession, type Reading } from "./readingCommand.ts";

/**
 * Why nothing can be done to the active segment on the slice on show, in words; null where it can. Nothing is changed out of sight: the slice is on show, as
 * acquired.
 */
export function whyNotOnSlice(reading: Reading): string | null {
  const { desk, drawing } = reading;
  if (desk.openCase && desk.openCase.whyNotDrawn !== null) return desk.openCase.whyNotDrawn;
  const view = desk.activeViewport?.state;
  if (!view?.volume) return "Nothing is shown in this viewport.";
  if (view.plane !== "acquisition") return acquisitionOnly;
  const session = activeSession(reading);
  return session ? session.whyNotDrawable() : drawing.whyNoSession(view.volume.id);
}
