import type { WindowBook } from "../viewer/windowBook.ts";
import type { DrawingSession } from "./drawingSession.ts";

/** The values that the threshold brush takes: what the reader chose; before that, the volume's 1st to 99th percentile; everything while those are unknown. */
export function rangeOf(session: DrawingSession, windows: WindowBook): readonly [number, number] {
  const statistics = windows.known(session.volume.id);
  return session.state.value.range ?? (statistics ? [statistics.low, statistics.high] : [-Infinity, Infinity]);
}
