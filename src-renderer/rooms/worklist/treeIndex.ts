/**
 * A table whose top rows are known only by their number, some of them opened to show rows below. Children are counted by the
 * top row's index. All functions work on the opened rows alone, so a table of 100,000 rows costs what its few opened rows cost.
 */
export type OpenedRows = ReadonlyMap<number, number>;

/** Where a line of the table stands: its top row, and which of that row's children it is; -1 for the top row itself. */
export interface TreePosition {
  readonly top: number;
  readonly child: number;
}

/** Lines in all: top rows and the children of opened ones. */
export function lineCount(topRows: number, opened: OpenedRows): number {
  let lines = topRows;
  for (const [top, children] of opened) if (top < topRows) lines += children;
  return lines;
}

/** What stands on a line, counted from 0. */
export function positionOf(line: number, opened: OpenedRows): TreePosition {
  let shift = 0;
  for (const [top, children] of [...opened].sort(([a], [b]) => a - b)) {
    const parentLine = top + shift;
    if (line <= parentLine) break;
    if (line <= parentLine + children) return { top, child: line - parentLine - 1 };
    shift += children;
  }
  return { top: line - shift, child: -1 };
}

/** The line on which something stands: the inverse of positionOf. */
export function lineOf({ top, child }: TreePosition, opened: OpenedRows): number {
  let line = top + child + 1;
  for (const [other, children] of opened) if (other < top) line += children;
  return line;
}
