import { muscles } from "#shared/domain/muscles.ts";
import type { FormCell } from "#shared/domain/project/formCells.ts";
import type { Form } from "#shared/domain/project/form.ts";
import type { Segment } from "#shared/domain/segment.ts";

/** The number of the segment of the muscle and side that a field asks about; null where none is drawn under its name. */
export function segmentOfCell(cell: FormCell, forms: readonly Form[], segments: readonly Segment[]): number | null {
  const { muscle, side } = cell;
  if (muscle === undefined || side === undefined) return null;
  const names = [
    muscles.find(({ code }) => code === muscle)?.name,
    ...forms.flatMap((form) => form.muscles.filter(({ code }) => code === muscle).map(({ name }) => name)),
  ].flatMap((name) => (name === undefined ? [] : [name.toLowerCase(), `${name.toLowerCase()} ${side}`]));
  return segments.find((segment) => segment.side === side && names.includes(segment.name.toLowerCase()))?.number ?? null;
}
