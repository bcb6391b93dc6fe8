/** A value of one setting; null is PyRadiomics' None. */
export type SettingValue = string | number | boolean | null | ReadonlyArray<string | number>;

/** Which numbers a field takes. */
export interface Limits {
  /** Larger than this. */
  readonly above?: number;
  readonly from?: number;
  readonly to?: number;
  readonly isWhole?: boolean;
}

interface Described {
  /** PyRadiomics' key. */
  readonly key: string;
  readonly label: string;
  readonly unit?: string;
  /** One sentence. */
  readonly help: string;
  /** PyRadiomics' default, which is not kept in the settings. */
  readonly initial: SettingValue;
  /** The default in words, where the value itself does not say it. */
  readonly initialText?: string;
  /** The setting that this one is only used with. */
  readonly needs?: string;
}

export interface NumberField extends Described {
  readonly kind: "number";
  readonly limits: Limits;
  /** A word that stands for a value which is no number. */
  readonly word?: { readonly text: string; readonly value: null | "nan" };
}

/** Any number of numbers, in one line. */
export interface NumbersField extends Described {
  readonly kind: "numbers";
  readonly limits: Limits;
  /** A whole number may be written with ".0", which PyRadiomics puts into an image's name. */
  readonly keepsPoint?: boolean;
}

/** A few numbers with a box each. */
export interface BoxesField extends Described {
  readonly kind: "boxes";
  readonly boxes: readonly string[];
  /** So many of the boxes must be filled in, from the first. */
  readonly needed: number;
  readonly limits: Limits;
}

export interface SwitchField extends Described {
  readonly kind: "switch";
  readonly initial: boolean;
}

export interface ChoiceField extends Described {
  readonly kind: "choice";
  readonly options: ReadonlyArray<{ readonly value: string | number | null; readonly label: string }>;
}

/** A field of the form: a setting and how it is entered. */
export type SettingField = NumberField | NumbersField | BoxesField | SwitchField | ChoiceField;

/** Fields that are typed into. */
export type TypedField = NumberField | NumbersField | BoxesField;

/** What a text says: a value, nothing (undefined: as by default), or what is wrong with it in words. */
export type Reading =
  | { readonly value: SettingValue | undefined; readonly error: null }
  | { readonly value?: undefined; readonly error: string };

/** Between the texts of the boxes of a field. */
export const boxSeparator = "|";

/** Reads what was typed into a field. */
export function readField(field: TypedField, text: string): Reading {
  if (field.kind === "boxes")
    return readBoxes(
      field,
      text
        .split(boxSeparator)
        .slice(0, field.boxes.length)
        .map((part) => part.trim()),
    );
  const trimmed = text.trim();
  if (trimmed === "") return { value: undefined, error: null };
  if (field.kind === "numbers") return readNumbers(field, trimmed);
  if (field.word && trimmed.toLowerCase() === field.word.text) return { value: field.word.value, error: null };
  const value = numberIn(trimmed, field.limits);
  if (value !== undefined) return { value, error: null };
  return { error: `${decimalComma(trimmed)}Give ${limitsInWords(field.limits)}${field.word ? `, or "${field.word.text}"` : ""}.` };
}

function readNumbers({ limits, keepsPoint }: NumbersField, text: string): Reading {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const values = parts.map((part) => (keepsPoint && wholeWithPoint.test(part) ? `${Number(part)}.0` : numberIn(part, limits)));
  const wrong = parts.find((_, at) => values[at] === undefined);
  if (wrong !== undefined) return { error: `"${wrong}" cannot be used. Give numbers, each ${limitsInWords(limits)}, such as 1, 2, 3.` };
  return values.length === 0 ? { value: undefined, error: null } : { value: values as Array<string | number>, error: null };
}

/** Whole numbers above 0 with a point, as large as a width may be. */
const wholeWithPoint = /^0*[1-9]\d{0,5}\.0*$/;

function readBoxes({ boxes, needed, limits }: BoxesField, texts: readonly string[]): Reading {
  if (texts.every((text) => text === "")) return { value: undefined, error: null };
  const missing = boxes.findIndex((_, at) => (texts[at] ?? "") === "" && (at < needed || texts.slice(at).some(Boolean)));
  if (missing !== -1)
    return { error: needed === boxes.length ? `Give all ${boxes.length} (${boxes.join(", ")}), or none.` : `Give ${boxes[missing]!} too.` };
  const given = texts.filter(Boolean);
  const values = given.map((text) => numberIn(text, limits));
  const wrong = values.indexOf(undefined);
  if (wrong !== -1) return { error: `${decimalComma(given[wrong]!)}${capital(boxes[wrong]!)}: give ${limitsInWords(limits)}.` };
  return { value: values as number[], error: null };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const decimalComma = (text: string): string => (/^\d+,\d+$/.test(text) ? "The decimal sign is a point here. " : "");

const numeral = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numberIn(text: string, { above, from, to, isWhole }: Limits): number | undefined {
  const value = Number(text);
  const isWithin =
    Number.isFinite(value) &&
    (above === undefined || value > above) &&
    (from === undefined || value >= from) &&
    (to === undefined || value <= to);
  return numeral.test(text) && isWithin && (!isWhole || Number.isSafeInteger(value)) ? value : undefined;
}

/** "a whole number from 1 to 64". */
function limitsInWords({ above, from, to, isWhole }: Limits): string {
  const low = from === undefined ? (above === undefined ? "" : ` above ${above}`) : ` from ${from}`;
  return `${isWhole ? "a whole number" : "a number"}${low}${to === undefined ? "" : ` to ${to}`}`;
}

/** A value as it stands in its field; empty where there is none. */
export function textOf(field: TypedField, value: SettingValue | undefined): string {
  if (value === undefined) return "";
  if (field.kind === "boxes") return Array.isArray(value) ? value.join(boxSeparator) : "";
  if (Array.isArray(value)) return value.join(", ");
  return field.kind === "number" && field.word && value === field.word.value ? field.word.text : String(value ?? "");
}

/** A value in words, for a placeholder or a list: "25", "on", "cubic B-spline". */
export function valueInWords(field: SettingField, value: SettingValue): string {
  if (field.kind === "switch") return value ? "on" : "off";
  if (field.kind === "choice") return field.options.find((option) => option.value === value)?.label ?? String(value);
  if (value === field.initial && field.initialText !== undefined) return field.initialText;
  return textOf(field, value).replaceAll(boxSeparator, ", ") || "none";
}
