import type { ShortcutGroup } from "../ui/shortcuts.ts";
import { scoringKey } from "./formKeys.ts";

/** The keys of a form, for the help sheet of the room that shows one. */
export const formShortcuts: ShortcutGroup = {
  title: "Scoring",
  items: [
    { keys: [scoringKey.toUpperCase()], does: "Scoring on or off: while it is on, keys fill the form and none reaches the image" },
    { keys: ["Esc"], does: "Scoring off" },
    { keys: ["0 … 9", "A … Z"], does: "The grade or choice that has the key, as the list below the form says; also on the number pad" },
    { keys: ["=", "Pad +"], does: "The answer of the other side" },
    { keys: ["N", "Pad /"], does: "Not assessable; then the number of the reason" },
    { keys: ["Backspace", "Pad −"], does: "Take the answer back; of an empty field, the one before" },
    { keys: ["↑", "↓", "←", "→"], does: "Go to another field" },
    { keys: ["Enter"], does: "Go on to the next field; save what was typed" },
  ],
};
