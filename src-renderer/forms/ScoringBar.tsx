import { Switch } from "@mantine/core";
import type { ReactNode } from "react";
import type { Answers } from "#shared/domain/project/answer.ts";
import type { FormCell } from "#shared/domain/project/formCells.ts";
import { scoringKey } from "./formKeys.ts";
import { tally } from "./steps.ts";
import classes from "./FormPanel.module.css";

interface Props {
  readonly name: string;
  readonly choice: ReactNode;
  readonly cells: readonly FormCell[];
  readonly answers: Answers;
  readonly isScoring: boolean;
  readonly hidesDrawing: boolean;
  readonly isLocked: boolean;
  readonly lockedWords?: string | undefined;
  readonly onScoring: (isOn: boolean) => void;
}

/** The head of a form: how much of it is filled, and whether keys go to it or to the image. */
export function ScoringBar({ name, choice, cells, answers, isScoring, hidesDrawing, isLocked, lockedWords, onScoring }: Props) {
  const { filled, of } = tally(cells, answers);
  return (
    <div className={classes.head}>
      {choice ? <div className={classes.formName}>{choice}</div> : <h2 className={classes.formName}>{name}</h2>}
      <span className={classes.count}>
        {filled} of {of}
      </span>
      {isLocked ? (
        <span className={classes.quiet}>{lockedWords ?? "Submitted: shown as it was filled in, and not changed any more."}</span>
      ) : (
        <>
          <Switch
            label={
              <>
                Scoring <kbd>{scoringKey.toUpperCase()}</kbd>
              </>
            }
            checked={isScoring}
            onChange={(event) => onScoring(event.currentTarget.checked)}
          />
          <span className={classes.quiet}>
            {isScoring ? `Keys fill the form${hidesDrawing ? ", drawing hidden" : ""}` : "Keys work the image"}
          </span>
        </>
      )}
    </div>
  );
}
