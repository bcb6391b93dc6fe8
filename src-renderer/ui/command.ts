import type { Icon } from "@tabler/icons-react";
import type { ShortcutGroup } from "./shortcuts.ts";

/** Something that the reader can have done by a key, a button, or both. */
export interface Command<Context> {
  readonly id: string;
  /** What its button is called; `nameWhenOn` while it is on. */
  readonly name: string;
  readonly nameWhenOn?: string;
  readonly icon: Icon;
  readonly iconWhenOn?: Icon;
  /** As `keyWord` writes them. */
  readonly keys: readonly string[];
  /** What it does, for the help sheet; commands of one group with the same words stand on one line. */
  readonly help: string;
  /** Its heading in the help sheet. */
  readonly group: string;
  /** The part of a toolbar that has its button; without one, it has only keys. */
  readonly place?: string;
  /** True while it is on, for a switch or a choice. */
  readonly isOn?: (context: Context) => boolean;
  /** Why it does not apply now, in words; null where it does. */
  readonly whyNot?: (context: Context) => string | null;
  readonly run: (context: Context) => void;
}

const signs: Readonly<Record<string, string>> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc" };

/** A key as a reader would say it: "Shift+↑". */
export function keyInWords(key: string): string {
  return key.replace(/Arrow\w+$|Escape$/, (name) => signs[name] ?? name);
}

/** What has keys, for the help sheet: each group in the order in which it first occurs, each text once with all its keys. */
export function shortcutGroups(
  entries: ReadonlyArray<{ readonly group: string; readonly keys: readonly string[]; readonly help: string }>,
): ShortcutGroup[] {
  const groups = new Map<string, Map<string, string[]>>();
  for (const { group, keys, help } of entries) {
    if (keys.length === 0) continue;
    const lines = groups.get(group) ?? new Map<string, string[]>();
    lines.set(help, [...new Set([...(lines.get(help) ?? []), ...keys.map(keyInWords)])]);
    groups.set(group, lines);
  }
  return [...groups].map(([title, lines]) => ({ title, items: [...lines].map(([does, keys]) => ({ keys: shortened(keys), does })) }));
}

/** "1", "2", ... "9" as "1 … 9". */
function shortened(keys: readonly string[]): readonly string[] {
  const isRun = keys.length > 4 && keys.every((key, at) => /^\d$/.test(key) && Number(key) === Number(keys[0]) + at);
  return isRun ? [`${keys[0]} … ${keys.at(-1)}`] : keys;
}
