import type { ImageViewport } from "../viewer/imageViewport.ts";
import { voxelAt, type Sheet } from "./sheet.ts";

export type Arrow = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

const towards: Readonly<Record<Arrow, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The step of one column or one row that goes where an arrow points on the screen, however the image is flipped or turned. */
export function screenStep(viewport: ImageViewport, sheet: Sheet, arrow: Arrow): readonly [columns: number, rows: number] {
  const origin = viewport.voxelToCanvas(voxelAt(sheet, [0, 0]));
  const steps = [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const;
  const [x, y] = towards[arrow];
  const lengths = steps.map(([columns, rows]) => {
    const place = viewport.voxelToCanvas(voxelAt(sheet, [columns, rows]));
    if (!origin || !place) return 0;
    const [dx, dy] = [place[0] - origin[0], place[1] - origin[1]];
    return (dx * x + dy * y) / Math.max(Math.hypot(dx, dy), 1e-9);
  });
  return steps[lengths.indexOf(Math.max(...lengths))]!;
}
