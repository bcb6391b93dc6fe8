import { array, assert, constant, integer, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { lineCount, lineOf, positionOf } from "../../../../src-renderer/rooms/worklist/treeIndex.ts";

/** The table written out line by line: what the functions compute without doing so. */
function writtenOut(topRows: number, opened: ReadonlyMap<number, number>) {
  const lines: Array<{ top: number; child: number }> = [];
  for (let top = 0; top < topRows; top++) {
    lines.push({ top, child: -1 });
    for (let child = 0; child < (opened.get(top) ?? 0); child++) lines.push({ top, child });
  }
  return lines;
}

const tables = integer({ min: 1, max: 40 }).chain((topRows) =>
  tuple(
    constant(topRows),
    array(tuple(integer({ min: 0, max: topRows - 1 }), integer({ min: 0, max: 6 })), { maxLength: 8 }).map((entries) => new Map(entries)),
  ),
);

describe("lines of a table with opened rows", () => {
  test("are those of the table written out", () => {
    assert(
      property(tables, ([topRows, opened]) => {
        const lines = writtenOut(topRows, opened);
        expect(lineCount(topRows, opened)).toBe(lines.length);
        expect(lines.map((_, line) => positionOf(line, opened))).toEqual(lines);
        expect(lines.map((position) => lineOf(position, opened))).toEqual(lines.map((_, line) => line));
      }),
    );
  });

  test("a row opened beyond the end of a shortened list counts nothing", () => {
    expect(lineCount(3, new Map([[7, 4]]))).toBe(3);
  });
});
