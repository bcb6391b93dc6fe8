import { describe, expect, test } from "vitest";
import { addDuration, isOpen, opensAt, parseDuration } from "#shared/domain/project/duration.ts";
import { behindLogMs, wallJumpMs } from "#shared/domain/project/clock.ts";

describe("a washout", () => {
  // Worked out by python-dateutil 2.9: relativedelta(years, months), then timedelta(weeks, days, hours).
  test.each([
    ["2025-12-31T09:30:15.250Z", "P2M", "2026-02-28T09:30:15.250Z"],
    ["2023-12-31T23:59:59.999Z", "P2M", "2024-02-29T23:59:59.999Z"],
    ["2024-02-29T00:00:00.000Z", "P1Y", "2025-02-28T00:00:00.000Z"],
    ["2024-02-29T12:00:00.000Z", "P4Y", "2028-02-29T12:00:00.000Z"],
    ["2026-01-31T06:00:00.000Z", "P1M", "2026-02-28T06:00:00.000Z"],
    ["2026-03-31T06:00:00.000Z", "P1M15D", "2026-05-15T06:00:00.000Z"],
    ["2026-10-25T00:30:00.000Z", "P1D", "2026-10-26T00:30:00.000Z"],
    ["2026-11-30T17:56:51.123Z", "P8W", "2027-01-25T17:56:51.123Z"],
    ["2026-11-30T17:56:51.000Z", "PT36H", "2026-12-02T05:56:51.000Z"],
    ["1999-12-31T23:00:00.000Z", "P1Y2M3DT4H", "2001-03-04T03:00:00.000Z"],
    ["2099-12-31T00:00:00.000Z", "P2M", "2100-02-28T00:00:00.000Z"],
    ["2026-08-31T00:00:00.000Z", "P18M", "2028-02-29T00:00:00.000Z"],
    ["2026-12-31T01:00:00.000Z", "P14D", "2027-01-14T01:00:00.000Z"],
  ])("%s + %s = %s", (from, washout, until) => {
    expect(opensAt(from, washout)).toBe(until);
  });

  test("opens at its very end and not a millisecond before", () => {
    const submitted = "2025-12-31T09:30:15.250Z";
    expect(isOpen("2026-02-28T09:30:15.249Z", submitted, "P2M")).toBe(false);
    expect(isOpen("2026-02-28T09:30:15.250Z", submitted, "P2M")).toBe(true);
  });

  test("of months keeps the day where the month has it, and is the month's last otherwise, for every day of four years", () => {
    for (let day = Date.UTC(2023, 0, 1); day < Date.UTC(2027, 0, 1); day += 86_400_000) {
      const from = new Date(day + 12_345_678);
      for (const months of [1, 2, 11, 13]) {
        const until = new Date(opensAt(from.toISOString(), `P${months}M`));
        expect((until.getUTCFullYear() - from.getUTCFullYear()) * 12 + until.getUTCMonth() - from.getUTCMonth()).toBe(months);
        const isLast = new Date(until.getTime() + 86_400_000).getUTCDate() === 1;
        expect(until.getUTCDate() === from.getUTCDate() || (isLast && until.getUTCDate() < from.getUTCDate())).toBe(true);
        expect(until.getTime() % 86_400_000).toBe(from.getTime() % 86_400_000);
      }
    }
  });

  test.each([
    ["", "is empty"],
    ["  ", "is empty"],
    ["-P2M", "is negative"],
    ["P-2M", "is negative"],
    ["P\u22122M", "is negative"],
    ["P", "is no duration"],
    ["PT", "is no duration"],
    ["P1DT", "is no duration"],
    ["2M", "is no duration"],
    ["P2", "is no duration"],
    ["p2m", "is no duration"],
    ["P2M1W", "is no duration"],
    ["P1W2D", "is no duration"],
    ["P2D1M", "is no duration"],
    ["P1H", "is no duration"],
    ["PT30M", "is no duration"],
    ["P0.5Y", "is no duration"],
    ["P2M ", "is no duration"],
    ["P2M\n", "is no duration"],
    ["two months", "is no duration"],
    ["P0D", "has no length"],
    ["P0Y0MT0H", "has no length"],
  ])("is not %j", (text, words) => {
    expect(() => parseDuration(text)).toThrow(`The washout`);
    expect(() => parseDuration(text)).toThrow(words);
  });

  test("counts from a time in UTC only", () => {
    const day = parseDuration("P1D");
    for (const time of ["2026-11-30", "2026-11-30T17:56:51", "2026-11-30T17:56:51+01:00", "2026-13-30T17:56:51Z", "", "now"])
      expect(() => addDuration(time, day)).toThrow("no time in UTC");
  });
});

describe("the clock", () => {
  test("is behind the log where the last entry is later than now", () => {
    const last = "2026-11-30T18:00:00.000Z";
    expect(behindLogMs("2026-11-30T17:59:59.000Z", last)).toBe(1000);
    expect(behindLogMs(last, last)).toBe(0);
    expect(behindLogMs("2027-11-30T18:00:00.000Z", last)).toBe(0);
    expect(behindLogMs(last, null)).toBe(0);
  });

  test("jumped by what it moved beside the clock that nobody sets", () => {
    const before = { wall: "2026-11-30T18:00:00.000Z", monotonicMs: 5000 };
    const at = (wall: string, monotonicMs: number) => wallJumpMs(before, { wall, monotonicMs }, 2000);
    expect(at("2026-11-30T18:01:00.000Z", 65_000)).toBe(0);
    expect(at("2026-11-30T18:01:02.000Z", 65_000)).toBe(0);
    expect(at("2026-11-30T18:01:02.001Z", 65_000)).toBe(2001);
    expect(at("2026-11-30T17:01:00.000Z", 65_000)).toBe(-3_600_000);
    expect(at("2027-01-31T18:01:00.000Z", 65_000)).toBe(62 * 86_400_000);
  });
});
