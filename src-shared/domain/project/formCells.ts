import { type Form, type FormRegion, type Item, isPerMuscle } from "./form.ts";

/** One field of a filled form. */
export interface FormCell {
  /** Names the field within a reading, of ids separated by "/": "mercuri-modified/grade/RFEM/right". */
  readonly key: string;
  readonly item: Item;
  /** What is asked about, in words: "rectus femoris right, proximal". Empty for an item of the case. */
  readonly about: string;
  readonly muscle?: string;
  readonly side?: "right" | "left";
  readonly region?: string;
  readonly level?: string;
  readonly role?: string;
}

/**
 * The fields of a form in the order of filling: items as they are listed; of an item per muscle each muscle's row, right before left where the form
 * lists them so; of an item per level region by region, level by level, and within a level as above. A region whose muscles or levels are not asked for adds
 * nothing.
 */
export function formCells(form: Form, regions: readonly FormRegion[]): FormCell[] {
  return form.items.flatMap((item) => itemCells(form, item, regions));
}

function itemCells(form: Form, item: Item, regions: readonly FormRegion[]): FormCell[] {
  const start = `${form.id}/${item.id}`;
  const perLevel = <Cell>(cells: (region: FormRegion, level: { id: string; name: string }) => Cell[]): Cell[] =>
    regions.flatMap((region) => region.levels.flatMap((level) => cells(region, level)));
  switch (item.scope.of) {
    case "case":
      return [{ key: start, item, about: "" }];
    case "muscle and side":
      return muscleCells(form, item);
    case "muscle, side and level":
      return perLevel((region, level) =>
        muscleCells(form, item, region.id).map((cell) => ({
          ...cell,
          key: `${cell.key}/${level.id}`,
          about: `${cell.about}, ${level.name}`,
          level: level.id,
        })),
      );
    case "level":
      return perLevel((region, level) => [
        { key: `${start}/${region.id}/${level.id}`, item, about: `${region.name}, ${level.name}`, region: region.id, level: level.id },
      ]);
    case "level and role":
      return perLevel((region, level) =>
        region.roles.map((role) => ({
          key: `${start}/${region.id}/${level.id}/${role.id}`,
          item,
          about: `${region.name}, ${level.name}, ${role.name}`,
          region: region.id,
          level: level.id,
          role: role.id,
        })),
      );
  }
}

function muscleCells(form: Form, item: Item, ofRegion?: string): FormCell[] {
  return form.muscles
    .filter(({ region }) => ofRegion === undefined || region === ofRegion)
    .flatMap(({ code, name, region }) =>
      form.sides.map((side) => ({
        key: `${form.id}/${item.id}/${code}/${side}`,
        item,
        about: `${name} ${side}`,
        muscle: code,
        side,
        region,
      })),
    );
}

/** The field of the same muscle, level and item on the other side; undefined where there is none. */
export function otherSide(cells: readonly FormCell[], cell: FormCell): FormCell | undefined {
  if (!isPerMuscle(cell.item.scope)) return undefined;
  return cells.find(
    (other) => other.item.id === cell.item.id && other.muscle === cell.muscle && other.level === cell.level && other.side !== cell.side,
  );
}

/** A field in words for lists and errors: "Fatty infiltration, rectus femoris right". */
export function cellInWords({ item, about }: FormCell): string {
  return about === "" ? item.label : `${item.label}, ${about}`;
}
