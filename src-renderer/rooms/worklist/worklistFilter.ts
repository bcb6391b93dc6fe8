import type { WorklistQuery } from "#shared/api/worklist.ts";

/** What the reader asked to see: all of the query but the window of rows. */
export type WorklistFilter = Omit<WorklistQuery, "offset" | "limit">;
export type Level = WorklistQuery["level"];

export const allStudies: WorklistFilter = {
  level: "study",
  search: "",
  modality: [],
  dateFrom: null,
  dateTo: null,
  description: "",
  sort: "studyDate",
  descending: true,
};

/**
 * A date as a reader types it, by ISO 8601: a year, a month or a day ("2026", "2026-11", "2026-11-30", "20261130"). Answers its first or
 * last day as YYYY-MM-DD;
 * null where it is no date.
 */
export function dateOf(text: string, end: "first" | "last"): string | null {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text.trim()) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim());
  if (!found) return null;
  const [year, month, day] = [
    Number(found[1]),
    found[2] === undefined ? null : Number(found[2]),
    found[3] === undefined ? null : Number(found[3]),
  ];
  // Day 0 of the next month is the last of this one.
  const date =
    end === "first"
      ? new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1))
      : day === null
        ? new Date(Date.UTC(year, month ?? 12, 0))
        : new Date(Date.UTC(year, month! - 1, day));
  const isReal = year >= 1000 && (month === null || date.getUTCMonth() + 1 === month) && (day === null || date.getUTCDate() === day);
  return isReal ? date.toISOString().slice(0, 10) : null;
}

/** True where anything narrows the list, so that an empty one does not mean an empty archive. */
export function isNarrowed(filter: WorklistFilter): boolean {
  return (
    filter.search.trim() !== "" ||
    filter.description.trim() !== "" ||
    filter.modality.length > 0 ||
    filter.dateFrom !== null ||
    filter.dateTo !== null
  );
}

/** The same order and level with nothing narrowed. */
export function widened(filter: WorklistFilter): WorklistFilter {
  return { ...allStudies, level: filter.level, sort: filter.sort, descending: filter.descending };
}

/** A click on a column's header: sorts by it, first in its natural direction (dates and counts from the newest and largest), then the other way round. */
export function sortedBy(filter: WorklistFilter, sort: WorklistFilter["sort"]): WorklistFilter {
  if (filter.sort === sort) return { ...filter, descending: !filter.descending };
  return { ...filter, sort, descending: sort === "studyDate" || sort === "importedAt" || sort === "instances" };
}
