import type { SegmentationProvenance } from "#shared/api/firstDrawing.ts";
import type { FatMeasure, FatResult, FatSegment } from "#shared/api/fat.ts";
import { fatRoleNames } from "#shared/domain/fat/fatRoles.ts";
import { safeCell, writeCsv, type MeasuredOn } from "../exports/index.ts";

/** How the methods are called in tables. */
const methodNames: Readonly<Record<FatResult["method"]["kind"], string>> = {
  "fat and water": "signal fat fraction, fat / (fat + water)",
  phases: "signal fat fraction, (IP - OP) / (2 IP), valid to 0.5",
  threshold: "T1 two classes, Otsu within the segment: share of bright voxels",
  mixture: "T1 two classes, two-component Gaussian mixture within the segment: share of bright voxels",
  area: "area only",
};

/**
 * What was measured as CSV: a row for each segment on each slice it is drawn on, then one for all of them (Slice "all"), each with where it came from.
 * Fractions are from 0 to 1; what is not known is empty. It names no patient: codes, series numbers and descriptions only. What was changed since the first
 * drawing and whether it was checked is of the whole segment, on each of its rows.
 * @param drawing where the segmentation comes from, at the revision that was measured
 */
export function fatCsv(result: FatResult, drawing: SegmentationProvenance, imageOf: (volumeId: string) => MeasuredOn | undefined): string {
  const drawnOn = imageOf(result.volumeId);
  const seriesWords = (volumeId: string) => {
    const image = imageOf(volumeId);
    return image
      ? [image.seriesNumber, image.seriesDescription, image.volumeLabel].filter((part) => part !== null && part !== "").join(" ")
      : volumeId;
  };
  const provenance = {
    "Patient code": drawnOn?.patientCode,
    "Study code": drawnOn?.studyCode,
    "Drawn on": seriesWords(result.volumeId),
    Segmentation: result.segmentationName,
    Revision: result.revision,
    Method: methodNames[result.method.kind],
    Series: result.series
      .map(
        ({ role, volumeId, isSampled, rescale }) =>
          `${fatRoleNames[role]}: ${seriesWords(volumeId)} (${rescale}${isSampled ? ", sampled" : ""})`,
      )
      .join("; "),
    "Noise limit": result.noise.limit,
    "Noise limit from": result.noise.from,
    "Engine version": result.engineVersion,
    Notes: result.notes.join(" "),
  };
  const rows = result.segments.flatMap((segment) => [
    ...segment.levels.map((level) => ({
      ...head(segment, level.sliceIndex + 1, level.areaMm2, level),
      ...classesOf(segment),
      ...drawingOf(segment, drawing),
      ...provenance,
    })),
    { ...head(segment, "all", null, segment.total), ...classesOf(segment), ...drawingOf(segment, drawing), ...provenance },
  ]);
  const columns = Object.keys(rows[0] ?? provenance);
  const cells = rows.map((row) =>
    columns.map((column) => safeCell(String((row as Readonly<Record<string, string | number | null | undefined>>)[column] ?? ""))),
  );
  return writeCsv([columns, ...cells]);
}

function head(segment: FatSegment, slice: number | "all", areaMm2: number | null, measure: FatMeasure) {
  const isAll = slice === "all";
  return {
    Segment: segment.name,
    Side: segment.side,
    Label: segment.number,
    Slice: slice,
    "Area (mm2)": areaMm2,
    "Area (cm2)": areaMm2 === null ? null : areaMm2 / 100,
    "Volume (ml)": isAll ? segment.volumeMl : null,
    "Why no volume": isAll ? segment.whyNoVolume : null,
    "Fat fraction": measure.fraction,
    "Median fat fraction": measure.median,
    "SD of fat fraction": measure.deviation,
    "Bright voxels": measure.fatVoxels,
    "Voxels drawn": measure.voxels,
    "Voxels measured": measure.measured,
    "Voxels under noise limit": measure.underNoise,
    "Voxels outside the series": measure.outside,
    "Fractions below 0 or above 1": measure.beyond,
  };
}

function classesOf({ classes, notes }: FatSegment) {
  return {
    Threshold: classes?.threshold,
    "Mean of dark class": classes?.darkMean,
    "Mean of bright class": classes?.brightMean,
    "SD of dark class": classes?.darkDeviation,
    "SD of bright class": classes?.brightDeviation,
    Separability: classes?.separability,
    "Notes on the segment": notes.join(" "),
  };
}

/** Of a segment: what was changed since the first drawing, and whether somebody has checked it as it is. Empty where there is no first drawing. */
function drawingOf({ number }: FatSegment, { firstDrawing, segments }: SegmentationProvenance) {
  const { change = null, check = null } = segments.find((segment) => segment.number === number) ?? {};
  return {
    "First drawing": firstDrawing?.source,
    "Voxels added since first drawing": firstDrawing && change?.added,
    "Voxels erased since first drawing": firstDrawing && change?.erased,
    "Dice with first drawing": firstDrawing && change?.dice,
    Checked: check === null ? "no" : check.isChanged ? "changed since" : "yes",
  };
}
