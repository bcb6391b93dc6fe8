import { NativeSelect } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import type { OpenReading } from "#shared/api/reading.ts";
import { type Answers, missingAnswers } from "#shared/domain/project/answer.ts";
import type { Form } from "#shared/domain/project/form.ts";
import { formCells } from "#shared/domain/project/formCells.ts";
import { FormPanel } from "../../../forms/FormPanel.tsx";
import type { SaveState } from "../../../drawing/strokeQueue.ts";
import { useObservable } from "../../../ui/observable.ts";
import { ComparedAnswers } from "./ComparedAnswers.tsx";
import { regionsOf } from "./formRegions.ts";
import type { OpenCase } from "./openCase.ts";
import { picturesOfGrades } from "./picturesOfGrades.ts";
import { ConsensusNote, whyShownOnly } from "./ConsensusNote.tsx";
import classes from "./Case.module.css";

interface Props {
  readonly openCase: OpenCase;
  /** Where the grades stand; null where they stand below the fields. */
  readonly legendPlace: HTMLElement | null;
  readonly onScoring: (isOn: boolean) => void;
}

/** The forms of a reading: filled one at a time and sent answer by answer; of a training case that was submitted beside the coordinator's. */
export function FormTab(props: Props) {
  const { openCase } = props;
  const { coordinators } = openCase.reading;
  return coordinators ? <ComparedAnswers reading={openCase.reading} coordinators={coordinators} /> : <Filling {...props} />;
}

function Filling({ openCase, legendPlace, onScoring }: Props) {
  const { reading, book, cell } = openCase;
  const { forms } = reading;
  const [formId, setFormId] = useState(forms[0]!.id);
  const form = forms.find(({ id }) => id === formId)!;
  const isScoring = useObservable(openCase.isScoring);
  const answers = useObservable(book.answers);
  const lacks = useObservable(openCase.lacks);
  const cells = useMemo(() => formCells(form, regionsOf(reading)), [form, reading]);
  const pictures = useMemo(() => picturesOfGrades(reading), [reading]);
  const { level } = useObservable(openCase.place);
  useObservable(openCase.hasDrawn);
  const isBlocked = openCase.isFormBlocked;
  const isLocked = openCase.isFormLocked;
  const shownOnly = whyShownOnly(reading);

  // Something was erased: the keys belong to the image again.
  useEffect(() => {
    if (isBlocked || isLocked) openCase.isScoring.set(false);
  }, [isBlocked, isLocked, openCase]);

  if (isBlocked)
    return (
      <div className={classes.part}>
        <p className={classes.why}>This study scores after drawing. The form can be filled when all is drawn.</p>
        {lacks && (
          <>
            <h3>Not chosen and not drawn ({lacks.levels.length + lacks.drawings.length})</h3>
            <ul className={classes.missing}>
              {[...lacks.levels, ...lacks.drawings].map(({ words }) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    );
  return (
    <>
      {isLocked && (
        <p className={classes.notice}>This study scores before drawing: since you began to draw, the answers stay as they are.</p>
      )}
      {openCase.pair && <ConsensusNote pair={openCase.pair} cells={cells} />}
      <FormPanel
        key={form.id}
        form={form}
        cells={cells}
        answers={answers}
        isScoring={isScoring}
        isLocked={isLocked || shownOnly !== undefined}
        hidesDrawing={!openCase.reading.scoring.showsOwnDrawing}
        {...(shownOnly !== undefined && { lockedWords: shownOnly })}
        {...(openCase.pair && { pair: openCase.pair.answers })}
        pictures={pictures}
        level={level}
        legendPlace={legendPlace}
        {...(forms.length > 1 && {
          choice: (
            <NativeSelect
              aria-label="Form"
              size="xs"
              value={formId}
              data={forms.map((each) => ({ value: each.id, label: inWords(each, reading, answers) }))}
              onChange={(event) => {
                onScoring(false);
                setFormId(event.currentTarget.value);
              }}
            />
          ),
        })}
        saved={<SavedAnswers openCase={openCase} />}
        onScoring={onScoring}
        onAnswer={({ key }, answer) => book.give(key, answer)}
        onCurrent={(current) => cell.set(current)}
      />
    </>
  );
}

/** Whether the answers are on disk, and why one was not taken. */
function SavedAnswers({ openCase }: Pick<Props, "openCase">) {
  const { book } = openCase;
  const save = useObservable(book.save);
  const refusal = useObservable(book.refusal);
  return (
    <>
      <output className={classes.saved} data-kind={save.kind} data-testid="answers-saved">
        {savedWords(save)}
      </output>
      {refusal !== "" && (
        <p className={classes.problem} role="alert">
          The answer was not taken. {refusal}
        </p>
      )}
    </>
  );
}

function savedWords(save: SaveState): string {
  switch (save.kind) {
    case "saved":
      return "Saved";
    case "saving":
      return save.waiting === 1 ? "Saving the answer …" : `Saving ${save.waiting} answers …`;
    case "not saved":
      return `Not saved, trying again: ${save.reason} Keep this window open.`;
  }
}

/** A form's name, with how much of it is to be filled. */
function inWords(form: Form, reading: OpenReading, answers: Answers): string {
  const missing = missingAnswers(formCells(form, regionsOf(reading)), answers).length;
  return missing === 0 ? `✓ ${form.name}` : `${missing} left: ${form.name}`;
}
