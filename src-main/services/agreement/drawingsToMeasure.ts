import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { LockedDrawing, LockedReading, LockedStudy } from "../projects/index.ts";
import type { ReadingFeatures } from "./readingFeatureTable.ts";

/** A drawing of a locked reading whose features the protocol asks for. */
export interface DrawingToMeasure {
  readonly reading: LockedReading;
  readonly drawing: LockedDrawing;
  readonly settings: ExtractionSettings;
  /** From 0; null for all. */
  readonly slices: readonly number[] | null;
}

/** Every drawing on a series for which the protocol has extraction settings. */
export function drawingsToMeasure({ protocol, readings }: LockedStudy): DrawingToMeasure[] {
  return readings.flatMap((reading) =>
    reading.drawings.flatMap((drawing) => {
      const region = protocol.regions.find(({ id }) => id === drawing.region);
      const settings = region?.roles.find(({ id }) => id === drawing.role)?.extraction;
      if (!region || !settings) return [];
      return [{ reading, drawing, settings, slices: region.levels.length === 0 ? null : drawing.levels.map(({ slice }) => slice) }];
    }),
  );
}

/** What features say they are of. */
type Measured = Pick<ReadingFeatures, "drawingHash" | "settingsHash" | "engineVersion" | "slices">;

/** Whether features are those of a drawing as it is locked now, by the settings of the protocol and this engine. */
export function isUpToDate(
  found: Measured | undefined,
  { drawing, slices }: DrawingToMeasure,
  now: Pick<Measured, "settingsHash" | "engineVersion">,
): boolean {
  return (
    found !== undefined &&
    found.drawingHash === drawing.drawingHash &&
    found.settingsHash === now.settingsHash &&
    found.engineVersion === now.engineVersion &&
    JSON.stringify(found.slices) === JSON.stringify(slices)
  );
}

/** The name of a drawing among those of all readings. */
export function drawingKey({ readingId, region, role }: Pick<ReadingFeatures, "readingId" | "region" | "role">): string {
  return JSON.stringify([readingId, region, role]);
}
