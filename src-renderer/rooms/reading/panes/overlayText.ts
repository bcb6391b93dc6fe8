import type { Study } from "#shared/api/study.ts";
import { sourceOnScreen } from "#shared/domain/volumeSource.ts";
import type { ViewState } from "../../../viewer/viewState.ts";
import type { PlaneInSpace } from "../../../viewer/planes.ts";
import { acquisitionPlaneName } from "../../../viewer/orientation.ts";
import { formatPatientName, formatValue } from "../../../ui/format.ts";
import type { VolumeOnDesk } from "../desk.ts";

const towards = [
  ["R", "L"],
  ["A", "P"],
  ["F", "H"],
] as const;

/** A length with as many figures as a reader can use: "0.94", "6", "18". */
export function millimetres(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** Where a slice lies along the patient's axis nearest to its normal: "H 34.5 mm" for 34.5 mm towards the head from the frame of reference's origin. */
export function positionText({ pointMm, normal }: PlaneInSpace): string {
  const sizes = normal.map(Math.abs);
  const axis = sizes.indexOf(Math.max(...sizes)) as 0 | 1 | 2;
  return `${towards[axis][pointMm[axis] >= 0 ? 1 : 0]} ${Math.abs(pointMm[axis]).toFixed(1)} mm`;
}

/** How far and towards where a slice's plane is from a place: "12.3 mm H" where the place lies 12.3 mm nearer to the head. */
export function offSliceText({ normal }: PlaneInSpace, offMm: number): string {
  const sizes = normal.map(Math.abs);
  const axis = sizes.indexOf(Math.max(...sizes)) as 0 | 1 | 2;
  return `${Math.abs(offMm).toFixed(1)} mm ${towards[axis][normal[axis] * offMm >= 0 ? 1 : 0]}`;
}

function filled(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

/** Patient and study, for the top left corner. */
export function patientLines(study: Study): string[] {
  return filled([
    formatPatientName(study.patientName),
    [study.patientId, study.patientBirthDate ?? "", study.patientSex ?? ""].filter(Boolean).join("  ·  "),
    [study.studyDate ?? "", study.description].filter(Boolean).join("  ·  "),
  ]);
}

/** Series and volume, for the top right corner. */
export function seriesLines({ series, volume }: VolumeOnDesk): string[] {
  return filled([
    [series.seriesNumber === null ? "" : `#${series.seriesNumber}`, series.description || "Series without a description"]
      .filter(Boolean)
      .join("  "),
    volume.label,
    [series.modality, series.manufacturer].filter(Boolean).join("  ·  "),
    volume.source === undefined ? "" : sourceOnScreen(volume.source),
  ]);
}

const planeNames = { axial: "Axial reformat", coronal: "Coronal reformat", sagittal: "Sagittal reformat" } as const;

/** Acquisition and slice, for the bottom left corner. */
export function sliceLines(view: ViewState, { volume, series }: VolumeOnDesk): string[] {
  // Thickness stands with the slice, the manufacturer with the series.
  const acquisition = series.acquisition.filter((words) => !words.startsWith("Thickness") && words !== series.manufacturer);
  const plane = view.plane === "acquisition" ? acquisitionPlaneName(volume) : planeNames[view.plane];
  const lengths =
    view.plane === "acquisition"
      ? [
          volume.sliceThicknessMm === null ? "" : `Thickness ${millimetres(volume.sliceThicknessMm)} mm`,
          volume.hasPatientGeometry && volume.isRegular && volume.slices > 1 ? `Spacing ${millimetres(volume.spacingMm[2])} mm` : "",
        ]
      : [`Spacing ${millimetres(view.sliceSpacingMm)} mm`];
  return filled([
    ...chunks(acquisition, 3).map((part) => part.join("   ")),
    plane && plane[0]!.toUpperCase() + plane.slice(1),
    [`Slice ${view.sliceIndex + 1} / ${view.sliceCount}`, view.planeInSpace ? positionText(view.planeInSpace) : ""]
      .filter(Boolean)
      .join("   "),
    ...lengths,
  ]);
}

/** Window and zoom, for the bottom right corner. */
export function windowLines(view: ViewState): string[] {
  return filled([
    view.window
      ? `W ${formatValue(view.window.width, { figures: 3 })}   C ${formatValue(view.window.center, { figures: 3 })}${view.isInverted ? "   inverted" : ""}`
      : "",
    `Zoom ${view.zoom.toFixed(2)}`,
  ]);
}

function chunks(items: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
