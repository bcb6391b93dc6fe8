import type { Tool } from "../../../drawing/tool.ts";
import { tools } from "../../../drawing/tools.ts";
import { useObservable } from "../../../ui/observable.ts";
import { takeTool } from "../keyTable.ts";
import type { Reading } from "../readingCommand.ts";
import { ToolButton } from "./ToolButton.tsx";

/** The tools of a group, to choose one. One that draws or measures, pressed again, is put away for the grey window. */
export function ToolChoice({ group, reading }: { group: Tool["group"]; reading: Reading }) {
  const { tool: chosen } = useObservable(reading.desk.state);
  return tools
    .filter((tool) => tool.group === group)
    .map((tool) => (
      <ToolButton
        key={tool.id}
        name={tool.name}
        shortcut={tool.key}
        {...(tool.help !== tool.name && { help: tool.help })}
        isPressed={chosen === tool.id}
        onPress={() => {
          if (group !== "view" && chosen === tool.id) reading.desk.setTool("window");
          else takeTool(tool, reading);
        }}
      >
        <tool.icon size={18} stroke={1.6} />
      </ToolButton>
    ));
}
