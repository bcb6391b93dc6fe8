import { contributeShortcuts } from "../../ui/shortcuts.ts";

contributeShortcuts("Projects", [
  {
    title: "Look at a series",
    items: [
      { keys: ["Wheel", "↑", "↓"], does: "Slice by slice" },
      { keys: ["PageUp", "PageDown"], does: "Five slices" },
      { keys: ["Home", "End"], does: "The first slice, the last slice" },
      { keys: ["Right drag"], does: "Window: right is wider, down is darker" },
      { keys: ["1 … 9"], does: "This slice is that level of the protocol" },
      { keys: ["M"], does: "Draw the rectangle that hides burned-in text; again to leave it" },
      { keys: ["L"], does: "Looked at: keep it, and go to the next series" },
      { keys: ["N", "P"], does: "The next series, the one before" },
    ],
  },
]);
