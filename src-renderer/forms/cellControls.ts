import type { Answer, Answers } from "#shared/domain/project/answer.ts";
import type { Form } from "#shared/domain/project/form.ts";
import type { FormCell } from "#shared/domain/project/formCells.ts";
import type { FormPair } from "./formPanelProps.ts";

/** What every cell of a form on the screen needs. */
export interface CellControls {
  readonly form: Form;
  readonly answers: Answers;
  readonly current: FormCell | null;
  /** The key of the cell that the Tab key reaches; the arrows reach the others. */
  readonly tabKey: string | undefined;
  readonly isLocked: boolean;
  readonly pair: FormPair | undefined;
  /** A cell was pressed, by mouse or keyboard. */
  readonly onPress: (cell: FormCell) => void;
  /** A field that is typed in got or lost the focus. */
  readonly onTyping: (cell: FormCell | null) => void;
  /** What was typed; null where the field was emptied. */
  readonly onTyped: (cell: FormCell, answer: Answer | null) => void;
  /** Enter or an arrow in a field that is typed in. */
  readonly onLeave: (cell: FormCell, to: "up" | "down" | "next") => void;
}
