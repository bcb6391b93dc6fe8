import type { WorklistQuery } from "#shared/api/worklist.ts";

/** What the reader asked to see: all of the query but the window of rows. */
export type WorklistFilter = Omit<WorklistQuery, "offset" | "limit">;
export type Level = WorklistQuery["level"];

export const allStudies: WorklistFilter = {
  level: "study", search: "", modality: [], dateFrom: null, dateTo: null, description: "", sort: "studyDate", descending: true,
};

/** True where anything narrows the list, so that an empty one does not mean an empty archive. */
export function isNarrowed(filter: WorklistFilter): boolean {
  return filter.search.trim() !== "" || filter.description.trim() !== "" || filter.modality.length > 0 || filter.dateFrom !== null || filter.dateTo !== null;
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
