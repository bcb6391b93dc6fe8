/** What is known of a column's place. */
interface Placed {
  /** A track of a CSS grid whose first number is its least width: "90px", "minmax(220px, 400px)". */
  readonly width: string;
  /** Left out where there is no room: those with the largest number first. Never, where there is none. */
  readonly leaveOut?: number;
}

/** Between two columns, and at both ends of a row: see DataTable.module.css. */
const [gapPx, paddingPx] = [10, 20];

/** The columns for which a table has the room, in their order; all while the width (pixels) is not known yet. Columns of one `leaveOut` go together. */
export function fittingColumns<Column extends Placed>(columns: readonly Column[], widthPx: number): readonly Column[] {
  const needed = (shown: readonly Column[]) =>
    shown.reduce((sum, { width }) => sum + Number(/[\d.]+/.exec(width)?.[0] ?? 0) + gapPx, paddingPx - gapPx);
  const last = Math.max(0, ...columns.map(({ leaveOut = 0 }) => leaveOut));
  if (widthPx === 0 || last === 0 || needed(columns) <= widthPx) return columns;
  return fittingColumns(
    columns.filter(({ leaveOut }) => leaveOut !== last),
    widthPx,
  );
}
