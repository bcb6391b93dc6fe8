import type { ShortcutGroup } from "../../ui/shortcuts.ts";

/** Mouse and keys of the worklist, for the help sheet. */
export const worklistShortcuts: readonly ShortcutGroup[] = [
  {
    title: "Find",
    items: [
      { keys: ["/"], does: "Go to the search; it filters as you type" },
      { keys: ["↓"], does: "From the search into the table" },
      { keys: ["Esc"], does: "Clear the search and the filters" },
      { keys: ["Click a header"], does: "Sort by that column; again to turn the order round" },
    ],
  },
  {
    title: "Move and open",
    items: [
      { keys: ["↑", "↓"], does: "The row above, the row below" },
      { keys: ["PageUp", "PageDown"], does: "One page" },
      { keys: ["Home", "End"], does: "The first row, the last row" },
      { keys: ["→", "←"], does: "Show a study's series, hide them" },
      { keys: ["Enter", "Double-click"], does: "Open in the reading room" },
      { keys: ["Space", "Ctrl+click"], does: "Mark a study, or take its mark away; many are added to a project at once" },
      { keys: ["Shift+↑", "Shift+↓", "Shift+click"], does: "Mark all from the one before" },
      { keys: ["Drop on the window"], does: "Import folders, files or a ZIP" },
    ],
  },
];
