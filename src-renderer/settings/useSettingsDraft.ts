import { useReducer } from "react";
import { step, type DraftHistory } from "./draftHistory.ts";
import type { SettingsDraft } from "./settingsDraft.ts";

/** Changes the form. `field`: what was typed into, which makes one step of all its letters; null for a change that is a step of its own. */
export type EditDraft = (field: string | null, change: (draft: SettingsDraft) => SettingsDraft) => void;

/** The form's content with undo and redo. */
export function useSettingsDraft(first: () => SettingsDraft) {
  const [history, dispatch] = useReducer(step, null, (): DraftHistory => ({ past: [], present: first(), future: [], field: null }));
  const edit: EditDraft = (field, change) => dispatch({ kind: "edit", field, change });
  return {
    draft: history.present,
    edit,
    undo: () => dispatch({ kind: "undo" }),
    redo: () => dispatch({ kind: "redo" }),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  };
}
