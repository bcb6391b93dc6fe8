import type { SettingsDraft } from "./settingsDraft.ts";

/** What stands in the form, what stood in it before, and what was undone. */
export interface DraftHistory {
  readonly past: readonly SettingsDraft[];
  readonly present: SettingsDraft;
  readonly future: readonly SettingsDraft[];
  /** The field of the last change: typing in one field is one step. */
  readonly field: string | null;
}

export type DraftAction =
  | { readonly kind: "edit"; readonly field: string | null; readonly change: (draft: SettingsDraft) => SettingsDraft }
  | { readonly kind: "undo" }
  | { readonly kind: "redo" };

/** The history after a change, or after going a step back or forth. */
export function step(history: DraftHistory, action: DraftAction): DraftHistory {
  const { past, present, future } = history;
  if (action.kind === "undo")
    return past.length === 0 ? history : { past: past.slice(0, -1), present: past.at(-1)!, future: [present, ...future], field: null };
  if (action.kind === "redo")
    return future.length === 0 ? history : { past: [...past, present], present: future[0]!, future: future.slice(1), field: null };
  const next = action.change(present);
  if (JSON.stringify(next) === JSON.stringify(present)) return history;
  const goesOn = action.field !== null && action.field === history.field;
  return { past: goesOn ? past : [...past, present], present: next, future: [], field: action.field };
}
