import type { MeasureRecord, MeasureTable } from "#shared/api/measure.ts";
import type { MeasureValues } from "#shared/domain/measure/measureValues.ts";
import { safeCell, writeCsv, type MeasuredOn } from "../exports/index.ts";

type Cell = string | number | null | undefined;

/**
 * Measures as a table, a row each; numbers in full, empty where there is none. It names no patient: codes, series numbers and descriptions only.
 * @param measuredOn codes of the study; undefined where none can be made
 */
export function measureTable(records: readonly MeasureRecord[], measuredOn: MeasuredOn | undefined): MeasureTable {
  const rows = records.map((record) => ({
    "Patient code": measuredOn?.patientCode,
    "Study code": measuredOn?.studyCode,
    Name: record.name,
    Kind: record.kind,
    Series: record.series,
    Where: record.where,
    ...numbersOf(record.values),
    "Points (LPS, mm)": record.points.map((point) => point.map((value) => Number(value.toFixed(4))).join(" ")).join("; "),
    Reader: record.reader,
    Revision: record.revision,
    "Created (UTC)": record.createdAt,
    Note: record.problem,
  }));
  const columns = Object.keys(rows[0]!);
  const cells = rows.map((row) => columns.map((column) => String((row as Readonly<Record<string, Cell>>)[column] ?? "")));
  const codes = [measuredOn?.patientCode, measuredOn?.studyCode].filter((code) => code !== undefined);
  return {
    fileName: `${["measures", ...codes].join("_")}.csv`,
    rows: [columns, ...cells],
    csv: writeCsv([columns, ...cells.map((row) => row.map(safeCell))]),
  };
}

function numbersOf(values: MeasureValues): Readonly<Record<string, Cell>> {
  const { kind } = values;
  const statistics = kind === "ellipse" ? values.statistics : null;
  return {
    Length: kind === "distance" ? values.length : null,
    "Angle (degrees)": kind === "angle" ? values.degrees : null,
    Area: kind === "ellipse" ? values.area : null,
    "Unit of length or area": kind === "distance" ? values.unit : kind === "ellipse" ? `${values.unit}2` : null,
    Mean: statistics?.mean,
    SD: statistics?.deviation,
    Minimum: statistics?.minimum,
    Maximum: statistics?.maximum,
    Voxels: statistics?.n,
    "Voxels left out (padding)": statistics?.padded,
    Value: kind === "point" ? values.values?.join(" ") : null,
    "Unit of values": kind === "ellipse" || kind === "point" ? values.greyUnit : null,
  };
}
