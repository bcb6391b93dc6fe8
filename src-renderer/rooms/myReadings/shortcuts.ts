import { contributeShortcuts } from "../../ui/shortcuts.ts";

contributeShortcuts("My readings", [
  { title: "Cases", items: [{ keys: ["Enter"], does: "Open the next case, or go on with the one that is open" }] },
]);
