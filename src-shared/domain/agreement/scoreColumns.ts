import type { Answers } from "../project/answer.ts";
import { combineLevels } from "../project/combineLevels.ts";
import type { Form, Item } from "../project/form.ts";
import { cellInWords, formCells, type FormCell } from "../project/formCells.ts";
import type { Protocol } from "../project/protocol.ts";
import { gradePosition, isNumeric, type Scale } from "../project/scale.ts";

/** What one reading says of one column. */
export interface Score {
  /**
   * For statistics of numbers: a number as given; a grade's own number where all grades of its scale are numbers, else its position from 0.
   * Null where there is none.
   */
  readonly value: number | null;
  /** The position on the scale, from 0; null where it is no grade. */
  readonly position: number | null;
  /** As a table holds it; empty where there is none. */
  readonly text: string;
  /** Why it has no value, by the form's reasons; null where it has one, or nothing was answered. */
  readonly notAssessable: string | null;
}

/** A graded or measured field of the forms: of an item asked per level and combined, one column a muscle and side. */
export interface ScoreColumnHead {
  /** The key of the field (FormCell), without the level where levels are combined. */
  readonly key: string;
  readonly form: string;
  readonly item: Item;
  /** "Fatty infiltration, rectus femoris right". */
  readonly words: string;
  readonly muscle: string | null;
  readonly side: "right" | "left" | null;
  /** The rule by which levels became one score; null where there is one answer. */
  readonly combined: "maximum" | "mean" | null;
  /** The scale of a grade; null of a number, and of a mean of grades, which is none. */
  readonly scale: Scale | null;
}

/** The same with what it reads of a reading's answers. */
export interface ScoreColumn extends ScoreColumnHead {
  readonly read: (answers: Answers) => Score;
}

/** A column without what it reads, as results keep it. */
export function headOf({ read: _read, ...head }: ScoreColumn): ScoreColumnHead {
  return head;
}

const nothing: Score = { value: null, position: null, text: "", notAssessable: null };

/** The columns of a protocol's forms that hold grades or numbers, in the order of filling. Texts and choices are none. */
export function scoreColumns({ forms, regions }: Pick<Protocol, "forms" | "regions">): ScoreColumn[] {
  return forms.flatMap((form) => {
    const cells = formCells(form, regions);
    const isCombined = ({ item }: FormCell) => item.scope.of === "muscle, side and level";
    const columns = cells
      .filter(({ item }) => item.kind.type === "grade" || item.kind.type === "number")
      .map((cell) => (isCombined(cell) ? combinedColumn(form, cells, cell) : singleColumn(form, cell)));
    return [...new Map(columns.map((column) => [column.key, column])).values()];
  });
}

function scaleOf(form: Form, { kind }: Item): Scale | null {
  return kind.type === "grade" ? form.scales.find(({ id }) => id === kind.scale)! : null;
}

function singleColumn(form: Form, cell: FormCell): ScoreColumn {
  const scale = scaleOf(form, cell.item);
  return {
    key: cell.key,
    form: form.id,
    item: cell.item,
    words: cellInWords(cell),
    muscle: cell.muscle ?? null,
    side: cell.side ?? null,
    combined: null,
    scale,
    read: (answers) => {
      const answer = answers.get(cell.key);
      if (answer?.type === "not assessable") return { ...nothing, notAssessable: answer.reason };
      return answer?.type === "grade" || answer?.type === "number" ? scoreOf(scale, answer.value) : nothing;
    },
  };
}

function combinedColumn(form: Form, cells: readonly FormCell[], cell: FormCell): ScoreColumn {
  const { item, muscle, side } = cell;
  const combined = item.scope.of === "muscle, side and level" ? item.scope.combine : null;
  // The mean of grades is a number between them.
  const scale = combined === "mean" ? null : scaleOf(form, item);
  return {
    key: cell.key.slice(0, cell.key.lastIndexOf("/")),
    form: form.id,
    item,
    words: cellInWords({ ...cell, about: cell.about.slice(0, cell.about.lastIndexOf(", ")) }),
    muscle: muscle!,
    side: side!,
    combined,
    scale,
    read: (answers) => {
      const score = combineLevels(form, { item, muscle: muscle!, side: side! }, cells, answers);
      if (score.state === "not assessable") return { ...nothing, notAssessable: "on every level" };
      return score.state === "scored" ? scoreOf(scale, score.value) : nothing;
    },
  };
}

function scoreOf(scale: Scale | null, value: string | number): Score {
  const text = String(value);
  if (!scale) return { value: Number(value), position: null, text, notAssessable: null };
  const position = gradePosition(scale, text);
  return { value: isNumeric(scale) ? Number(value) : position, position, text, notAssessable: null };
}
