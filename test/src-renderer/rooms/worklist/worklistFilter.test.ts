import { describe, expect, it, test } from "vitest";
import { worklistQuerySchema } from "#shared/api/worklist.ts";
import { allStudies, dateOf, isNarrowed, sortedBy, widened } from "../../../../src-renderer/rooms/worklist/worklistFilter.ts";

describe("the worklist's filter", () => {
  test("starts as the door's own defaults, at the level of studies", () => {
    const { offset, limit, ...defaults } = worklistQuerySchema.parse({ level: "study" });
    expect(allStudies).toEqual(defaults);
    expect([offset, limit]).toEqual([0, 200]);
  });

  test("is narrowed by each criterion alone, but not by blanks", () => {
    for (const change of [
      { search: "a" },
      { description: "t1" },
      { modality: ["MR"] },
      { dateFrom: "2020-01-01" },
      { dateTo: "2020-01-01" },
    ]) {
      expect(isNarrowed({ ...allStudies, ...change })).toBe(true);
    }
    expect(isNarrowed({ ...allStudies, search: "  ", description: " " })).toBe(false);
  });

  test("widened keeps level and order", () => {
    const filter = { ...allStudies, level: "series", search: "x", modality: ["CT"], sort: "patientName", descending: false } as const;
    const wide = widened({ ...filter, modality: [...filter.modality] });
    expect(isNarrowed(wide)).toBe(false);
    expect([wide.level, wide.sort, wide.descending]).toEqual(["series", "patientName", false]);
  });

  test("a header sorts names from A and counts from the largest; again, it turns the order round", () => {
    expect(sortedBy(allStudies, "patientName")).toMatchObject({ sort: "patientName", descending: false });
    expect(sortedBy(allStudies, "instances")).toMatchObject({ sort: "instances", descending: true });
    expect(sortedBy(allStudies, "studyDate")).toMatchObject({ sort: "studyDate", descending: false });
  });
});

describe("a typed date", () => {
  it.each([
    ["2026-11-30", "2026-11-30", "2026-11-30"],
    ["2026-11", "2026-11-01", "2026-11-30"],
    ["2024-02", "2024-02-01", "2024-02-29"],
    ["2023-02", "2023-02-01", "2023-02-28"],
    ["2026", "2026-01-01", "2026-12-31"],
    [" 20261130 ", "2026-11-30", "2026-11-30"],
    ["2026-12", "2026-12-01", "2026-12-31"],
    ["2026-13", null, null],
    ["2026-02-30", null, null],
    ["30.11.2026", null, null],
    ["11/30/2026", null, null],
    ["2026-1", null, null],
    ["", null, null],
    ["0026", null, null],
  ])("%j is from %s to %s", (text, first, last) => {
    expect([dateOf(text, "first"), dateOf(text, "last")]).toEqual([first, last]);
  });
});
