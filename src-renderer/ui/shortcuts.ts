import { useSyncExternalStore } from "react";

/** Mouse and keys that belong together, for the help sheet. Each of `keys` is one key or gesture as a reader would say it: "Ctrl+Z", "Right drag". */
export interface ShortcutGroup {
  readonly title: string;
  readonly items: ReadonlyArray<{ readonly keys: readonly string[]; readonly does: string }>;
}

const rooms = new Map<string, readonly ShortcutGroup[]>();
const listeners = new Set<() => void>();
let snapshot: ReadonlyArray<{ readonly room: string; readonly groups: readonly ShortcutGroup[] }> = [];

/** Puts a room's list into the help sheet; a later call for the same room replaces it. Call it once, when the room's module loads. */
export function contributeShortcuts(room: string, groups: readonly ShortcutGroup[]): void {
  rooms.set(room, groups);
  snapshot = [...rooms].map(([name, list]) => ({ room: name, groups: list }));
  for (const listener of listeners) listener();
}

/** Every room's list, in the order of their first contribution. */
export function useShortcuts() {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

/** True where a key press belongs to a field the reader is typing in, so that no shortcut may take it. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=range], [type=button])"))
  );
}
