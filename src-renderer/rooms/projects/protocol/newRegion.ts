import type { Region } from "#shared/domain/project/region.ts";

/** A series that is shown beside, by any rule. */
export const newRole = (id: string, name: string): Region["roles"][number] => ({
  id,
  name,
  use: "shown beside",
  rule: { descriptionHas: [], descriptionLacks: [], imageTypeHas: [], plane: null },
  window: null,
  extraction: null,
});

/** A region with one series that is drawn on, by any rule; all else is to be said. */
export function newRegion(id: string, name: string): Region {
  return {
    id,
    name,
    roles: [{ ...newRole("drawn", "drawn on"), use: "drawn on" }],
    levels: [],
    levelsChosenBy: "coordinator",
    drawing: { kind: "all muscle", sides: "together" },
    drawingRules: [],
    start: { layout: "1x1", level: null },
  };
}
