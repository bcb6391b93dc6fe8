import { noMeasuresInReadings } from "../../drawing/paneTools.ts";
import type { Tool } from "../../drawing/tool.ts";
import { tools } from "../../drawing/tools.ts";
import type { Reading, ReadingCommand } from "./readingCommand.ts";
import { readingCommands, runCommand } from "./readingCommands.ts";

const toolByKey: ReadonlyMap<string, Tool> = new Map(tools.map((tool) => [tool.key, tool]));
const commandByKey: ReadonlyMap<string, ReadingCommand> = new Map(
  readingCommands.flatMap((command) => command.keys.map((key) => [key, command] as const)),
);

/** Does what a key means: first to the chosen tool, then as the key of a tool or a command. Returns false where it means nothing here. */
export function runKey(word: string, reading: Reading): boolean {
  if (reading.desk.activeTools?.key(word)) return true;
  const tool = toolByKey.get(word);
  const command = commandByKey.get(word);
  if (tool) takeTool(tool, reading);
  else if (command) runCommand(command, reading);
  return tool !== undefined || command !== undefined;
}

/** Chooses a tool; says at once where one that draws cannot draw in the active viewport, and why. */
export function takeTool(tool: Tool, { desk, drawing }: Reading): void {
  if (tool.group === "measure" && desk.openCase) {
    drawing.say(noMeasuresInReadings);
    return;
  }
  if (tool.group === "place" && !desk.placing.state.value) {
    drawing.say("No image is placed by hand now. Begin under Prepare, with a recipe that aligns images.");
    return;
  }
  desk.setTool(tool.id);
  const view = desk.activeViewport?.state;
  if (tool.group !== "draw" || !view) return;
  if (view.volume && !drawing.sessions.value.has(view.volume.id)) drawing.say(drawing.whyNoSession(view.volume.id));
}
