import type { Tool } from "./tool.ts";

const isTool = (value: unknown): value is Tool => typeof value === "object" && value !== null && "use" in value;

const files = import.meta.glob<Readonly<Record<string, unknown>>>("./tools/*.{ts,tsx}", { eager: true });

/** The tools of one file of tools/, by its path. */
export const toolsByFile: ReadonlyMap<string, readonly Tool[]> = new Map(
  Object.entries(files).map(([path, exported]) => [path, Object.values(exported).filter(isTool)]),
);

const groups: ReadonlyArray<Tool["group"]> = ["view", "measure", "draw", "place"];

/**
 * Every tool there is: those that look at images, those that measure, then those that draw, each group in its order. Toolbar, help sheet and
 * keys are made of it.
 */
export const tools: readonly Tool[] = [...toolsByFile.values()]
  .flat()
  .toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || a.order - b.order);

const byId = new Map(tools.map((tool) => [tool.id, tool]));

/** Throws a RangeError where there is no such tool. */
export function toolById(id: string): Tool {
  const tool = byId.get(id);
  if (!tool) throw new RangeError(`There is no tool “${id}”.`);
  return tool;
}

/** What a tool does: looks, measures, draws or places. */
export function groupOfTool(id: string): Tool["group"] | undefined {
  return byId.get(id)?.group;
}
