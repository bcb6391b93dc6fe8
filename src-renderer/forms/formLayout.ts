import { type Form, isPerMuscle, type Item } from "#shared/domain/project/form.ts";
import type { FormCell } from "#shared/domain/project/formCells.ts";

export type Side = "right" | "left";

/** A muscle's row of a grid. */
export interface GridRow {
  readonly muscle: string;
  readonly name: string;
  readonly cells: Readonly<Partial<Record<Side, FormCell>>>;
}

/** What stands together on the screen: a grid of muscles by sides, or fields below each other. */
export type Section =
  | {
      readonly kind: "grid";
      readonly key: string;
      readonly item: Item;
      /** The level that the grid is of; empty where the item is asked once a muscle and side. */
      readonly level: string;
      readonly sides: readonly Side[];
      readonly rows: readonly GridRow[];
    }
  | { readonly kind: "fields"; readonly key: string; readonly item: Item; readonly cells: readonly FormCell[] };

type Grid = Extract<Section, { kind: "grid" }>;

/** The parts of a form in the order of its cells; of an item per muscle, side and level one grid a level. */
export function formSections(form: Form, cells: readonly FormCell[]): Section[] {
  const groups = new Map<string, FormCell[]>();
  for (const cell of cells) {
    const isInGrid = isPerMuscle(cell.item.scope);
    const key = isInGrid && cell.level !== undefined ? `${cell.item.id}/${cell.region}/${cell.level}` : cell.item.id;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups].map(([key, group]) => {
    const { item } = group[0]!;
    return isPerMuscle(item.scope) ? gridOf(form, key, item, group) : { kind: "fields", key, item, cells: group };
  });
}

function gridOf(form: Form, key: string, item: Item, cells: readonly FormCell[]): Grid {
  const rows = new Map<string, Partial<Record<Side, FormCell>>>();
  for (const cell of cells) rows.set(cell.muscle!, { ...rows.get(cell.muscle!), [cell.side!]: cell });
  const { about, muscle, side, level } = cells[0]!;
  const nameOf = (code: string) => form.muscles.find((each) => each.code === code)?.name ?? code;
  return {
    kind: "grid",
    key,
    item,
    // A cell's words are "rectus femoris right, proximal".
    level: level === undefined ? "" : about.slice(`${nameOf(muscle!)} ${side}, `.length),
    // Right stands on the left, as in the image.
    sides: (["right", "left"] as const).filter((each) => cells.some((cell) => cell.side === each)),
    rows: [...rows].map(([code, bySide]) => ({ muscle: code, name: nameOf(code), cells: bySide })),
  };
}

/** The cells as they lie on the screen, line by line, for moving by arrows. */
export function formLines(sections: readonly Section[]): FormCell[][] {
  return sections.flatMap((section) =>
    section.kind === "fields"
      ? section.cells.map((cell) => [cell])
      : section.rows.map(({ cells }) => section.sides.flatMap((side) => cells[side] ?? [])),
  );
}
