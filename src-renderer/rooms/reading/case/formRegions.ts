import type { OpenReading } from "#shared/api/reading.ts";
import type { FormRegion } from "#shared/domain/project/form.ts";

/** The regions of a reading as forms ask for them. */
export function regionsOf({ regions }: Pick<OpenReading, "regions">): FormRegion[] {
  return regions.map(({ id, name, levels, images }) => ({
    id,
    name,
    levels: levels.flatMap((each) => (each.level === null ? [] : [{ id: each.level, name: each.name }])),
    roles: images.map((image) => ({ id: image.role, name: image.name })),
  }));
}
