import { useState } from "react";
import { type Answer, missingAnswers } from "#shared/domain/project/answer.ts";
import type { FormCell } from "#shared/domain/project/formCells.ts";
import { cellName, cellOptions, isTyped } from "./cellOptions.ts";
import { type FormKey, keyOfPlace } from "./formKeys.ts";
import { formLines, formSections } from "./formLayout.ts";
import type { FormPanelProps } from "./formPanelProps.ts";
import { copyOtherSide, type Filling, give, move, type Step, takeBack, whyAssessable } from "./steps.ts";

type Props = Pick<FormPanelProps, "form" | "cells" | "answers" | "pair" | "isScoring" | "isLocked" | "onScoring" | "onAnswer">;

/** Where a reader is in a form, and what follows from what the reader does there. */
export function useFilling({ form, cells: all, answers, pair, isScoring, isLocked, onScoring, onAnswer }: Props) {
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const [isFieldFocused, setFieldFocused] = useState(false);
  /** The open list of reasons, and the reason in it that waits for words. */
  const [asked, setAsked] = useState<{ readonly key: string; readonly reasonId: string | null } | null>(null);
  const [said, setSaid] = useState<Pick<Step, "says" | "tally">>({});
  const sections = formSections(form, all);
  const cells = pair ? all.filter(({ key }) => !pair.agreed.has(key)) : all;
  const canFill = isScoring && !isLocked;
  const chosen = cells.find(({ key }) => key === chosenKey) ?? null;
  const first = missingAnswers(cells, answers)[0] ?? cells[0] ?? null;
  const current = canFill ? (chosen ?? first) : isLocked || isFieldFocused ? chosen : null;
  const asking = canFill && asked !== null && asked.key === current?.key ? asked : null;
  const options = current ? cellOptions(form, current.item) : [];

  const take = ({ to, gives, says, tally }: Step) => {
    setAsked(null);
    if (gives) onAnswer(gives.cell, gives.answer);
    if (to) setChosenKey(to.key);
    if (says !== undefined) setSaid({ says, tally });
  };
  const filling: Filling | null = current && {
    form,
    cells,
    all,
    answers,
    current,
    lines: formLines(sections)
      .map((line) => line.filter((cell) => cells.includes(cell)))
      .filter((line) => line.length > 0),
  };
  const answerWith = (answer: Answer) => filling && canFill && take(give(filling, answer));
  const askReason = () => {
    if (!current) return;
    const whyNot = whyAssessable({ form, current });
    const list = form.notAssessable.map(({ label }, at) => `${keyOfPlace(at)} ${label}`).join(", ");
    setSaid({ says: whyNot ?? `Why is ${cellName(current)} not assessable? ${list}` });
    if (whyNot === null) setAsked({ key: current.key, reasonId: null });
  };
  const giveReason = (at: number) => {
    const reason = form.notAssessable[at];
    if (!reason || !current) return;
    if (reason.needsWords) setAsked({ key: current.key, reasonId: reason.id });
    else answerWith({ type: "not assessable", reason: reason.id, words: "" });
  };
  const press = (cell: FormCell) => {
    if (!cells.includes(cell)) return;
    setChosenKey(cell.key);
    setAsked(null);
    if (!canFill && !isLocked) onScoring(true);
  };
  const setTyping = (cell: FormCell | null) => {
    setFieldFocused(cell !== null);
    if (cell) setChosenKey(cell.key);
  };
  const keepTyped = (cell: FormCell, answer: Answer | null) => {
    if (isLocked) return;
    onAnswer(cell, answer);
    const step = answer && filling ? give({ ...filling, current: cell }, answer) : null;
    setSaid(step ?? { says: `${cellName(cell)}: taken back` });
  };
  /** Does what a key, or the button that says the same, means. */
  const run = (key: FormKey) => {
    if (key.does === "scoring") {
      setAsked(null);
      onScoring(key.isOn);
      return;
    }
    if (!filling || !canFill) return;
    if (key.does === "option" && options[key.at]) answerWith(options[key.at]!.answer);
    else if (key.does === "reason") giveReason(key.at);
    else if (key.does === "ask reason") askReason();
    else if (key.does === "close reasons") setAsked(null);
    else if (key.does === "copy") take(copyOtherSide(filling));
    else if (key.does === "take back") take(takeBack(filling));
    else if (key.does === "move") take(move(filling, key.to));
  };
  const leaveField = (cell: FormCell, to: "up" | "down" | "next") => filling && canFill && take(move({ ...filling, current: cell }, to));
  return {
    sections,
    /** The cells that are to be filled. */
    asked: cells,
    current,
    /** The cell that the Tab key reaches, besides the fields that are typed in. */
    tabKey: [chosen, first, ...cells].find((cell) => cell && !isTyped(cell.item))?.key,
    options,
    asking,
    said,
    canFill,
    run,
    press,
    setTyping,
    keepTyped,
    leaveField,
    answerWith,
  };
}
