import type { Answer } from "#shared/domain/project/answer.ts";
import type { Form, Item } from "#shared/domain/project/form.ts";
import type { FormCell } from "#shared/domain/project/formCells.ts";
import type { Scale } from "#shared/domain/project/scale.ts";
import { keyOfPlace } from "./formKeys.ts";

/** An answer that is chosen by one key. */
export interface CellOption {
  /** Empty where there are more options than keys. */
  readonly key: string;
  /** A grade as papers write it, or the label of a choice. */
  readonly name: string;
  /** What a grade means. */
  readonly wording: string;
  readonly answer: Answer;
  /** Names the reference picture: "mercuri-modified-0-5/3". */
  readonly pictureId?: string;
}

/** The scale of an item; undefined where it is no grade. */
export function scaleOf(form: Form, { kind }: Item): Scale | undefined {
  return kind.type === "grade" ? form.scales.find(({ id }) => id === kind.scale) : undefined;
}

/** The answers that an item offers: grades by the keys that the scale gives them, choices by their place. None for what is typed. */
export function cellOptions(form: Form, item: Item): CellOption[] {
  const scale = scaleOf(form, item);
  if (scale)
    return scale.grades.map(({ value, key, wording }) => ({
      key,
      name: value,
      wording,
      answer: { type: "grade", value },
      pictureId: `${scale.id}/${value}`,
    }));
  if (item.kind.type !== "choice") return [];
  return item.kind.choices.map(({ value, label }, at) => ({
    key: keyOfPlace(at),
    name: label,
    wording: "",
    answer: { type: "choice", value },
  }));
}

/** Whether the answer is typed into a field rather than given by a key. */
export function isTyped({ kind }: Item): boolean {
  return kind.type === "text" || kind.type === "number";
}

/** What a cell is about, in words: "rectus femoris right"; the item's label for one of the case. */
export function cellName({ about, item }: FormCell): string {
  return about === "" ? item.label : about;
}

/** An answer in full: "3, small confluent T1-hyperintense lesions", "12 %", "not assessable: metal". */
export function answerInWords(form: Form, { item }: FormCell, answer: Answer): string {
  if (answer.type === "not assessable") {
    const label = form.notAssessable.find(({ id }) => id === answer.reason)?.label ?? answer.reason;
    return `not assessable: ${label}${answer.words === "" ? "" : `, ${answer.words}`}`;
  }
  const unit = item.kind.type === "number" && item.kind.unit !== "" ? ` ${item.kind.unit}` : "";
  const option = cellOptions(form, item).find((each) => "value" in each.answer && each.answer.value === answer.value);
  if (!option) return `${answer.value}${unit}`;
  return option.wording === "" ? option.name : `${option.name}, ${option.wording}`;
}

/** An answer as a cell of a grid shows it: "3"; "N" for not assessable. */
export function answerInShort(form: Form, { item }: FormCell, answer: Answer): string {
  if (answer.type === "not assessable") return "N";
  const option = cellOptions(form, item).find((each) => "value" in each.answer && each.answer.value === answer.value);
  return option?.name ?? String(answer.value);
}
