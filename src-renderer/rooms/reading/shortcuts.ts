import { tools } from "../../drawing/tools.ts";
import { shortcutGroups } from "../../ui/command.ts";
import { contributeShortcuts } from "../../ui/shortcuts.ts";
import { readingCommands } from "./readingCommands.ts";

const groups = ["Slices", "Image", "Screen", "Drawing"];

const entries = [
  ...tools.flatMap(({ group, key, help, keys = [] }) => {
    const heading = group === "draw" ? "Drawing" : "Image";
    return [
      { group: heading, keys: [key], help: group === "view" ? `Tool: ${help}` : help },
      ...keys.map((own) => ({ group: heading, keys: [own.key], help: own.help })),
    ];
  }),
  // A key that a tool has as its own stands with the tool.
  ...readingCommands.filter(
    ({ group, help }) => groups.includes(group) && !tools.some(({ keys = [] }) => keys.some((own) => own.help === help)),
  ),
].toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));

contributeShortcuts("Reading", [
  {
    title: "Mouse",
    items: [
      { keys: ["Left drag"], does: "The chosen tool; at first the grey window: sideways width, up and down brightness" },
      { keys: ["Shift+Left drag"], does: "Erase with the tool that draws" },
      { keys: ["Middle drag"], does: "Pan" },
      { keys: ["Right drag"], does: "Zoom" },
      { keys: ["Wheel"], does: "Scroll through the slices" },
      { keys: ["Ctrl+Wheel"], does: "Zoom where the mouse is" },
      { keys: ["Ctrl+Click"], does: "The segment under the mouse becomes the active one, whatever the tool" },
      { keys: ["Ctrl+Left drag"], does: "Grey window, whatever the tool" },
      {
        keys: ["Mouse at rest"],
        does: "Value, voxel (column, row and slice, counted from 1) and place in the patient, below on the right",
      },
      { keys: ["Shift+Mouse"], does: "The point under the mouse in all viewports of the same space" },
      { keys: ["Drag a series", "Double-click"], does: "Show it in a viewport; in the active one" },
    ],
  },
  ...shortcutGroups(entries),
]);
