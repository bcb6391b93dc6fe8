/** A plane of labels as a test sees it: columns, rows, and millimetres between them. */
export interface LabelPlane {
  readonly columns: number;
  readonly rows: number;
  readonly spacingMm: readonly [number, number];
  readonly labels: readonly number[];
}

/** What is asked of every cell: its index, column and row. */
type Asked<Answer> = (at: number, column: number, row: number) => Answer;

function cells<Answer>({ columns, labels }: LabelPlane, answer: Asked<Answer>): Answer[] {
  return labels.map((_, at) => answer(at, at % columns, Math.floor(at / columns)));
}

/** The cells around one whose centres are within a distance, itself too. */
function within({ columns, rows, spacingMm: [dx, dy] }: LabelPlane, column: number, row: number, mm: number): number[] {
  const found: number[] = [];
  const [across, down] = [Math.ceil(mm / dx), Math.ceil(mm / dy)];
  for (let j = Math.max(0, row - down); j <= Math.min(rows - 1, row + down); j++) {
    for (let i = Math.max(0, column - across); i <= Math.min(columns - 1, column + across); i++)
      if (Math.hypot((i - column) * dx, (j - row) * dy) <= mm + 1e-9) found.push(j * columns + i);
  }
  return found;
}

/** True where a label has a cell within a distance. */
export function near(plane: LabelPlane, label: number, mm: number): boolean[] {
  return cells(plane, (_, column, row) => within(plane, column, row, mm).some((at) => plane.labels[at] === label));
}

/** True where more than half of the cells within a distance have a label. */
export function median(plane: LabelPlane, label: number, mm: number): boolean[] {
  return cells(plane, (_, column, row) => {
    const around = within(plane, column, row, mm);
    return around.filter((at) => plane.labels[at] === label).length * 2 > around.length;
  });
}

/** True where a label is after it was grown by a distance and shrunk by it: where no cell within reach lies outside what was grown. */
export function closed(plane: LabelPlane, label: number, mm: number): boolean[] {
  const grown = near(plane, label, mm);
  return cells(plane, (_, column, row) => within(plane, column, row, mm).every((at) => grown[at]));
}

/** True where background cannot be left through cells with a common edge. */
export function enclosed(plane: LabelPlane, label: number): boolean[] {
  const { columns, rows, labels } = plane;
  const isOutside = new Set<number>();
  const reach = cells(plane, (at, column, row) => (column === 0 || row === 0 || column === columns - 1 || row === rows - 1 ? at : -1));
  const open = reach.filter((at) => at >= 0 && labels[at] !== label);
  while (open.length > 0) {
    const at = open.pop()!;
    if (isOutside.has(at) || labels[at] === label) continue;
    isOutside.add(at);
    const [column, row] = [at % columns, Math.floor(at / columns)];
    if (column > 0) open.push(at - 1);
    if (column < columns - 1) open.push(at + 1);
    if (row > 0) open.push(at - columns);
    if (row < rows - 1) open.push(at + columns);
  }
  return cells(plane, (at) => labels[at] === 0 && !isOutside.has(at));
}

/** The share of a label in each cell: a Gaussian cut at three standard deviations along both axes, the edge's cells repeated. */
export function blurred(plane: LabelPlane, label: number, sigmaMm: number): number[] {
  const lengths = [plane.columns, plane.rows] as const;
  const along = (values: readonly number[], axis: 0 | 1) => {
    const reach = Math.floor((3 * sigmaMm) / plane.spacingMm[axis]);
    const steps = Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach);
    const weights = steps.map((step) => Math.exp(-((step * plane.spacingMm[axis]) ** 2) / (2 * sigmaMm ** 2)));
    const sum = weights.reduce((a, b) => a + b);
    return cells(plane, (_, column, row) =>
      steps.reduce((total, step, index) => {
        const place = Math.min(lengths[axis] - 1, Math.max(0, (axis === 0 ? column : row) + step));
        const at = axis === 0 ? row * plane.columns + place : place * plane.columns + column;
        return total + (weights[index]! / sum) * values[at]!;
      }, 0),
    );
  };
  return along(
    along(
      plane.labels.map((each) => Number(each === label)),
      0,
    ),
    1,
  );
}
