import type { ReactNode } from "react";
import type { Answer, Answers } from "#shared/domain/project/answer.ts";
import type { Form } from "#shared/domain/project/form.ts";
import type { FormCell } from "#shared/domain/project/formCells.ts";
import type { GradePicture } from "./gradePictures.ts";

/** The answers of two readings, and those that they share. */
export interface FormPair {
  readonly a: Answers;
  readonly b: Answers;
  readonly agreed: Answers;
}

export interface FormPanelProps {
  readonly form: Form;
  /** The fields of the form in the order of filling, as `formCells` gives them: the same array from one rendering to the next. */
  readonly cells: readonly FormCell[];
  /** By key of cell. An answer that was given stands here at the next rendering, before it is on disk. */
  readonly answers: Answers;
  /** Whether keys fill the form; while it is on, no key without Ctrl or Meta reaches anything else on the page. */
  readonly isScoring: boolean;
  /** Submitted: everything is shown, and nothing can be changed. */
  readonly isLocked: boolean;
  /** What is said then; that it was submitted, where this is left out. */
  readonly lockedWords?: string;
  /** Two readings of which a consensus is made: their answers stand in each field, and what they share is not asked for. */
  readonly pair?: FormPair;
  /** Reference pictures by id of scale and grade, "mercuri-modified-0-5/3". */
  readonly pictures?: ReadonlyMap<string, GradePicture>;
  /** What the reader drew is hidden while scoring is on. */
  readonly hidesDrawing?: boolean;
  /** The level on show, for the figure of the section; null where there is none. */
  readonly level?: string | null;
  /** Where the grades stand, beneath the images; null where they stand below the fields. */
  readonly legendPlace?: HTMLElement | null;
  /** Stands in place of the form's name: the choice among several forms. */
  readonly choice?: ReactNode;
  /** Stands beside what was entered last: whether it is on disk. */
  readonly saved?: ReactNode;
  readonly onScoring: (isOn: boolean) => void;
  /** An answer was given; null takes it back. */
  readonly onAnswer: (cell: FormCell, answer: Answer | null) => void;
  /** The field that is asked for has changed; null where none is. Its muscle is what the image highlights. */
  readonly onCurrent: (cell: FormCell | null) => void;
}
