import { type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { createPortal } from "react-dom";
import type { Form } from "#shared/domain/project/form.ts";
import { type FormCell, otherSide } from "#shared/domain/project/formCells.ts";
import { AnswerFields } from "./AnswerFields.tsx";
import { AnswerGrid } from "./AnswerGrid.tsx";
import type { CellControls } from "./cellControls.ts";
import { cellOptions, isTyped } from "./cellOptions.ts";
import type { FormPanelProps } from "./formPanelProps.ts";
import type { GradePicture } from "./gradePictures.ts";
import { KeyLine } from "./KeyLine.tsx";
import { Legend } from "./Legend.tsx";
import { ReasonList } from "./ReasonList.tsx";
import { ScoringBar } from "./ScoringBar.tsx";
import { SectionFigure } from "./SectionFigure.tsx";
import { whyAssessable } from "./steps.ts";
import { useFilling } from "./useFilling.ts";
import { useFormKeys } from "./useFormKeys.ts";
import classes from "./FormPanel.module.css";

export type { FormPanelProps };

const noPictures: ReadonlyMap<string, GradePicture> = new Map();

/** The form that a reader fills in beside the image. */
export function FormPanel(props: FormPanelProps) {
  const { form, cells, answers, pair, isScoring, isLocked, pictures = noPictures, legendPlace = null, onScoring } = props;
  const panel = useRef<HTMLElement>(null);
  const filling = useFilling(props);
  const { sections, asked, current, options, asking, said, canFill, run } = filling;
  useFormKeys(
    panel,
    { isScoring, isLocked, optionKeys: options.map(({ key }) => key), reasonCount: asking ? form.notAssessable.length : null },
    run,
  );
  useCurrent(panel, current, canFill && asking === null, props.onCurrent);

  const controls: CellControls = {
    form,
    answers,
    current,
    tabKey: filling.tabKey,
    isLocked,
    pair,
    onPress: filling.press,
    onTyping: filling.setTyping,
    onTyped: filling.keepTyped,
    onLeave: filling.leaveField,
  };
  const explained = current ? current.item : form.items.find((item) => !isTyped(item));
  const legend = explained && !isTyped(explained) && (
    <Legend
      form={form}
      item={explained}
      options={explained === current?.item ? options : cellOptions(form, explained)}
      pictures={pictures}
      canGive={canFill && explained === current?.item}
      isBeneath={legendPlace !== null}
      onGive={(at) => run({ does: "option", at })}
    />
  );
  return (
    <section ref={panel} className={classes.panel} aria-label={form.name} data-scoring={canFill || undefined}>
      <ScoringBar
        name={form.name}
        choice={props.choice}
        cells={asked}
        answers={answers}
        isScoring={isScoring}
        hidesDrawing={props.hidesDrawing ?? false}
        isLocked={isLocked}
        lockedWords={props.lockedWords}
        onScoring={onScoring}
      />
      <div className={classes.fill}>
        {sections.map((section) =>
          section.kind === "grid" ? (
            <AnswerGrid key={section.key} grid={section} controls={controls} />
          ) : (
            <AnswerFields key={section.key} fields={section} controls={controls} />
          ),
        )}
      </div>
      {asking && current && (
        <ReasonList
          key={current.key}
          form={form}
          cell={current}
          reasonId={asking.reasonId}
          onReason={(at) => run({ does: "reason", at })}
          onAnswer={filling.answerWith}
          onClose={() => run({ does: "close reasons" })}
        />
      )}
      {canFill && !asking && current?.muscle !== undefined && current.side !== undefined && (
        <SectionFigure
          muscle={current.muscle}
          name={muscleName(form, current.muscle)}
          side={current.side}
          level={current.level ?? props.level ?? null}
        />
      )}
      {legend && (legendPlace ? createPortal(legend, legendPlace) : legend)}
      {canFill && current && !asking && (
        <KeyLine canCopy={otherSide(cells, current) !== undefined} canAskReason={whyAssessable({ form, current }) === null} run={run} />
      )}
      <div className={classes.foot}>
        <output className={classes.said}>
          <span className={classes.entered}>{said.says}</span> <span className={classes.tally}>{said.tally}</span>
        </output>
        {props.saved}
      </div>
    </section>
  );
}

const muscleName = (form: Form, muscle: string) => form.muscles.find(({ code }) => code === muscle)?.name ?? muscle;

/** Tells of the current cell, and, while the form is being filled, brings the focus to it: a reader of screens says what is asked, and it scrolls into view. */
function useCurrent(
  panel: RefObject<HTMLElement | null>,
  current: FormCell | null,
  hasFocus: boolean,
  onCurrent: FormPanelProps["onCurrent"],
): void {
  const key = current?.key ?? null;
  const tell = useEffectEvent((of: string | null) => onCurrent(of === null ? null : current));
  useEffect(() => tell(key), [key]);
  useEffect(() => () => tell(null), []);
  useEffect(() => {
    if (!hasFocus || key === null) return;
    const control = panel.current?.querySelector<HTMLElement>(`[data-cell="${key}"]`);
    control?.focus({ preventScroll: true });
    control?.scrollIntoView({ block: "nearest" });
  }, [panel, hasFocus, key]);
}
