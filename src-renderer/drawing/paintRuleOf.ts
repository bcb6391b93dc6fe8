import { paintOverAll, type PaintRule } from "#shared/domain/drawing/paintRules.ts";
import type { WindowBook } from "../viewer/windowBook.ts";
import type { DrawingSession } from "./drawingSession.ts";
import type { DrawingSettings } from "./drawingSettings.ts";
import { rangeOf } from "./rangeOf.ts";
import { formatValue } from "../ui/format.ts";

/** The rule of painting that is on for a segmentation: how the reader draws everywhere, and the segments and range chosen for this one. */
export function paintRuleOf(
  { over, isRangeOn }: Pick<DrawingSettings, "over" | "isRangeOn">,
  session: DrawingSession | null,
  windows: WindowBook,
): PaintRule {
  if (!session) return paintOverAll;
  return { over, chosen: session.state.value.chosen, range: isRangeOn && whyNoValues(session) === null ? rangeOf(session, windows) : null };
}

/** Why the voxels of a volume have no values that a range could be about, in words; null where they have. */
export function whyNoValues({ volume }: DrawingSession): string | null {
  return volume.samplesPerPixel === 1 ? null : "This image is in colour: its voxels have no single value.";
}

/** The rule in words, for the reader to see it where it is drawn; null where everything that is not locked is painted over. */
export function paintRuleInWords({ over, chosen, range }: PaintRule, session: DrawingSession): string | null {
  const names = session.state.value.segmentation.segments.filter(({ number }) => chosen.has(number)).map(({ name }) => name);
  const several =
    names.length === 0 ? "segments, of which none is chosen" : names.length > 2 ? `${names.length} segments` : names.join(" and ");
  const words = [
    { all: null, background: "only on background", inside: `only inside ${several}`, outside: `only outside ${several}` }[over],
    range && `only values from ${formatValue(range[0])} to ${formatValue(range[1])}`,
  ].filter((part) => part !== null);
  return words.length === 0 ? null : `Paints ${words.join(", ")}`;
}
