import type { OverlapInShort } from "#shared/api/agreement.ts";
import type { DataColumn } from "../../../ui/table/DataTable.tsx";
import type { SortValue } from "../../../ui/table/sortRows.ts";
import { fixed } from "../numbers.ts";

/** One slice of two drawings, or all their slices together. */
export interface DrawingRow {
  readonly key: string;
  readonly caseCode: string;
  readonly region: string;
  readonly role: string;
  readonly segment: string;
  /** From 0; null for all slices together. */
  readonly slice: number | null;
  readonly level: string;
  readonly dice: number | null;
  readonly hd95: number | null;
  readonly assd: number | null;
  readonly surfaceDice: number | null;
  readonly areaA: number;
  readonly areaB: number;
  /** Slices that one alone drew. */
  readonly alone: number;
  readonly reason: string | null;
}

function common({ caseCode, region, role, segment }: OverlapInShort) {
  return { caseCode, region, role, segment: segment ?? "all segments" };
}

/** A row a slice. */
export function sliceRows(overlaps: readonly OverlapInShort[]): DrawingRow[] {
  return overlaps.flatMap((overlap) =>
    overlap.slices.map(({ level, ...slice }) => ({
      ...common(overlap),
      ...slice,
      key: JSON.stringify([overlap.caseCode, overlap.region, overlap.role, overlap.segment, slice.slice]),
      level: level ?? "",
      alone: slice.areaA === 0 || slice.areaB === 0 ? 1 : 0,
    })),
  );
}

/** A row a case, region, role and segment: its slices pooled. */
export function overlapRows(overlaps: readonly OverlapInShort[]): DrawingRow[] {
  return overlaps.map((overlap) => ({
    ...common(overlap),
    key: JSON.stringify([overlap.caseCode, overlap.region, overlap.role, overlap.segment]),
    slice: null,
    level: "",
    dice: overlap.dice,
    hd95: overlap.hd95,
    assd: overlap.assd,
    surfaceDice: null,
    areaA: overlap.areaA,
    areaB: overlap.areaB,
    alone: overlap.slicesOnlyA + overlap.slicesOnlyB,
    reason: overlap.reason,
  }));
}

/** B's area less A's, by their mean, in percent. */
function areaDifference({ areaA, areaB }: DrawingRow): number | null {
  return areaA + areaB === 0 ? null : (200 * (areaB - areaA)) / (areaA + areaB);
}

const readers = {
  caseCode: ({ caseCode }: DrawingRow) => caseCode,
  image: ({ region, role }: DrawingRow) => `${region}, ${role}`,
  segment: ({ segment }: DrawingRow) => segment,
  slice: ({ slice }: DrawingRow) => slice,
  level: ({ level }: DrawingRow) => level,
  dice: ({ dice }: DrawingRow) => dice,
  hd95: ({ hd95 }: DrawingRow) => hd95,
  assd: ({ assd }: DrawingRow) => assd,
  surfaceDice: ({ surfaceDice }: DrawingRow) => surfaceDice,
  area: areaDifference,
  alone: ({ alone }: DrawingRow) => alone,
} as const satisfies Record<string, (row: DrawingRow) => SortValue>;

/** What a row is sorted by. */
export function drawingSortValue(column: string): (row: DrawingRow) => SortValue {
  return readers[column as keyof typeof readers];
}

const number = (key: keyof typeof readers, header: string, width: string, places: number, about?: string): DataColumn<DrawingRow> => ({
  key,
  header,
  ...(about === undefined ? {} : { about }),
  width,
  isNumber: true,
  cell: (row) => fixed(readers[key](row) as number | null, places),
  title: ({ reason }) => reason ?? undefined,
});

const text = (key: keyof typeof readers, header: string, width: string): DataColumn<DrawingRow> => ({
  key,
  header,
  width,
  cell: (row) => readers[key](row),
  title: (row) => String(readers[key](row) ?? ""),
});

const head = [text("caseCode", "Case", "76px"), text("image", "Region, role", "96px"), text("segment", "Segment", "minmax(96px, 1fr)")];
const distances = [number("dice", "Dice", "56px", 3), number("hd95", "HD95, mm", "72px", 2), number("assd", "ASSD, mm", "72px", 2)];
const area = number("area", "Area, B − A %", "92px", 1, "By the mean of both areas.");

/** The columns of slices, or of cases. */
export function drawingColumns(by: "slices" | "cases"): readonly DataColumn<DrawingRow>[] {
  return by === "slices" ? bySlices : byCases;
}

const bySlices: readonly DataColumn<DrawingRow>[] = [
  ...head,
  { key: "slice", header: "Slice", width: "44px", isNumber: true, cell: ({ slice }) => (slice === null ? "" : slice + 1) },
  text("level", "Level", "80px"),
  ...distances,
  number("surfaceDice", "Surface Dice", "88px", 3, "Share of both contours within the shorter edge of a pixel."),
  area,
];
const byCases: readonly DataColumn<DrawingRow>[] = [...head, ...distances, area, number("alone", "Slices of one alone", "120px", 0)];
