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
  /** "thigh, T1-weighted". */
  readonly words: string;
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
  /** Where each reader chose the levels: how far apart, in mm, the slices lie that both took for each. Null where the coordinator chose, and of one slice. */
  readonly levelsApart: ReadonlyArray<{ readonly level: string; readonly distanceMm: number | null }> | null;
  /** Slices that one alone drew. */
  readonly alone: number;
  readonly reason: string | null;
}

function common({ caseCode, region, role, words, segment }: OverlapInShort) {
  return { caseCode, region, role, words, segment: segment ?? "all segments" };
}

/** A row a slice. */
export function sliceRows(overlaps: readonly OverlapInShort[]): DrawingRow[] {
  return overlaps.flatMap((overlap) =>
    overlap.slices.map(({ level, ...slice }) => ({
      ...common(overlap),
      ...slice,
      key: JSON.stringify([overlap.caseCode, overlap.region, overlap.role, overlap.segment, slice.slice]),
      level: level ?? "",
      levelsApart: null,
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
    levelsApart: overlap.chosen,
    alone: overlap.slicesOnlyA + overlap.slicesOnlyB,
    reason: overlap.reason,
  }));
}

/** B's area less A's, by their mean, in percent. */
function areaDifference({ areaA, areaB }: DrawingRow): number | null {
  return areaA + areaB === 0 ? null : (200 * (areaB - areaA)) / (areaA + areaB);
}

/** The level that lies farthest apart, in mm; null where none has two places. */
function farthestApart({ levelsApart }: DrawingRow): number | null {
  const distances = (levelsApart ?? []).flatMap(({ distanceMm }) => distanceMm ?? []);
  return distances.length === 0 ? null : Math.max(...distances);
}

/** "proximal 0.0, middle 6.0". */
function apartInWords({ levelsApart }: DrawingRow): string {
  return (levelsApart ?? []).map(({ level, distanceMm }) => `${level} ${fixed(distanceMm, 1)}`).join(", ");
}

const readers = {
  caseCode: ({ caseCode }: DrawingRow) => caseCode,
  image: ({ words }: DrawingRow) => words,
  segment: ({ segment }: DrawingRow) => segment,
  slice: ({ slice }: DrawingRow) => slice,
  level: ({ level }: DrawingRow) => (level === "" ? null : level),
  dice: ({ dice }: DrawingRow) => dice,
  hd95: ({ hd95 }: DrawingRow) => hd95,
  assd: ({ assd }: DrawingRow) => assd,
  surfaceDice: ({ surfaceDice }: DrawingRow) => surfaceDice,
  area: areaDifference,
  alone: ({ alone }: DrawingRow) => alone,
  apart: farthestApart,
} as const satisfies Record<string, (row: DrawingRow) => SortValue>;

/** What a row is sorted by. */
export function drawingSortValue(column: string): (row: DrawingRow) => SortValue {
  return readers[column as keyof typeof readers];
}

interface Place {
  readonly width: string;
  readonly leaveOut?: number;
  readonly about?: string;
}

const number = (key: keyof typeof readers, header: string, places: number, place: Place): DataColumn<DrawingRow> => ({
  key,
  header,
  ...place,
  isNumber: true,
  cell: (row) => fixed(readers[key](row) as number | null, places),
  title: ({ reason }) => reason ?? undefined,
});

const text = (key: keyof typeof readers, header: string, place: Place): DataColumn<DrawingRow> => ({
  key,
  header,
  ...place,
  cell: (row) => readers[key](row),
  title: (row) => String(readers[key](row) ?? ""),
});

const head = [
  text("caseCode", "Case", { width: "minmax(60px, 90px)" }),
  text("image", "Region, role", { width: "minmax(120px, 240px)" }),
  text("segment", "Segment", { width: "minmax(90px, 240px)" }),
];
const distances = [
  number("dice", "Dice", 3, { width: "46px" }),
  number("hd95", "HD95, mm", 2, { width: "48px" }),
  number("assd", "ASSD, mm", 2, { width: "48px" }),
];
const area = number("area", "Area, B − A %", 1, { width: "58px", about: "By the mean of both areas." });

/** The columns of slices, or of cases; of these with the distances of levels where readers chose them. */
export function drawingColumns(by: "slices" | "cases", choosesLevels: boolean): readonly DataColumn<DrawingRow>[] {
  if (by === "slices") return bySlices;
  return choosesLevels ? [...byCases, apart] : byCases;
}

const apart: DataColumn<DrawingRow> = {
  key: "apart",
  header: "Levels apart, mm",
  about: "Between the centres of the slices that both readers took for each level. Sorted by the farthest.",
  width: "minmax(84px, 200px)",
  cell: apartInWords,
  title: apartInWords,
};

const bySlices: readonly DataColumn<DrawingRow>[] = [
  ...head,
  { key: "slice", header: "Slice", width: "40px", leaveOut: 2, isNumber: true, cell: ({ slice }) => (slice === null ? "" : slice + 1) },
  text("level", "Level", { width: "minmax(68px, 140px)", leaveOut: 3 }),
  ...distances,
  number("surfaceDice", "Surface Dice", 3, {
    width: "56px",
    leaveOut: 1,
    about: "Share of both contours within the shorter edge of a pixel.",
  }),
  area,
];
const byCases: readonly DataColumn<DrawingRow>[] = [
  ...head,
  ...distances,
  area,
  number("alone", "Slices of one alone", 0, { width: "76px" }),
];
