import { Select, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import {
  boxSeparator,
  valueInWords,
  type BoxesField,
  type ChoiceField,
  type SettingField,
  type SettingValue,
  type SwitchField,
  type TypedField,
} from "./settingField.ts";
import classes from "./SettingsSheet.module.css";

interface Props<Field extends SettingField> {
  readonly id: string;
  readonly field: Field;
  /** How screen readers and the mouse's tip call it. */
  readonly name: string;
  readonly value: SettingValue | undefined;
  /** What holds where there is no value. */
  readonly standIn: SettingValue;
  /** Whether it stands in for the general settings rather than for PyRadiomics' default. */
  readonly isOwn: boolean;
  readonly isDisabled: boolean;
  readonly describedBy: string;
}

interface TypedProps<Field extends TypedField> extends Omit<Props<Field>, "value"> {
  readonly text: string;
  readonly hasError: boolean;
  readonly onText: (text: string) => void;
}

/**
 * Names the help of a field for screen readers. A ref, because Mantine's inputs put their own wrapper's description, of which there is none
 * here, in place of a property aria-describedby.
 */
const describedAs = (id: string) => (input: HTMLInputElement | null) => {
  input?.setAttribute("aria-describedby", id);
};

/** Numbers that are typed. While the reader types, the field shows their letters; afterwards the value. */
export function TypedControl({ field, ...props }: TypedProps<TypedField>) {
  return field.kind === "boxes" ? <Boxes {...props} field={field} /> : <OneLine {...props} field={field} />;
}

function OneLine({ id, field, name, text, standIn, isDisabled, describedBy, hasError, onText }: TypedProps<TypedField>) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <>
      <TextInput
        id={id}
        className={field.kind === "numbers" ? classes.numbers : classes.number}
        classNames={{ input: classes.input }}
        aria-label={name}
        ref={describedAs(describedBy)}
        autoComplete="off"
        spellCheck={false}
        disabled={isDisabled}
        error={hasError}
        placeholder={valueInWords(field, standIn)}
        value={typed ?? text}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          onText(event.currentTarget.value);
        }}
        onBlur={() => setTyped(null)}
      />
      {field.unit && <span className={classes.unit}>{field.unit}</span>}
    </>
  );
}

function Boxes({ id, field, name, text, standIn, isDisabled, describedBy, hasError, onText }: TypedProps<BoxesField>) {
  const [typed, setTyped] = useState<string | null>(null);
  const parts = (typed ?? text).split(boxSeparator);
  const values = Array.isArray(standIn) ? standIn : [];
  const enter = (at: number, part: string) => {
    const next = field.boxes.map((_, box) => (box === at ? part.replaceAll(boxSeparator, "") : (parts[box] ?? ""))).join(boxSeparator);
    setTyped(next);
    onText(next);
  };
  return (
    <>
      {field.boxes.map((box, at) => (
        <TextInput
          key={box}
          id={at === 0 ? id : undefined}
          className={field.boxes.length > 2 ? classes.box : classes.number}
          classNames={{ input: classes.input }}
          aria-label={`${name}, ${box}`}
          ref={describedAs(describedBy)}
          autoComplete="off"
          disabled={isDisabled}
          error={hasError}
          placeholder={values.length > 0 ? String(values[at]) : box.replace("the ", "")}
          value={parts[at] ?? ""}
          onChange={(event) => enter(at, event.currentTarget.value)}
          onBlur={() => setTyped(null)}
        />
      ))}
      {field.unit && <span className={classes.unit}>{field.unit}</span>}
    </>
  );
}

interface ChosenProps<Field extends SettingField> extends Props<Field> {
  readonly onValue: (value: SettingValue | undefined) => void;
}

const asGeneral = "as in general";

/** A value from a list. */
export function ChoiceControl({ id, field, name, value, standIn, isOwn, isDisabled, describedBy, onValue }: ChosenProps<ChoiceField>) {
  const listed = field.options.map((option) => ({
    value: String(option.value),
    label: !isOwn && option.value === field.initial ? `${option.label} (default)` : option.label,
  }));
  const data = isOwn ? [{ value: asGeneral, label: `general: ${valueInWords(field, standIn)}` }, ...listed] : listed;
  const chosen = value === undefined ? (isOwn ? asGeneral : String(field.initial)) : String(value);
  return (
    <Select
      id={id}
      className={classes.choice}
      aria-label={name}
      ref={describedAs(describedBy)}
      allowDeselect={false}
      disabled={isDisabled}
      searchable={data.length > 12}
      data={data}
      value={chosen}
      maxDropdownHeight={280}
      data-standing={value === undefined || undefined}
      comboboxProps={{ width: "max-content", position: "bottom-start" }}
      onChange={(key) => onValue(key === asGeneral ? undefined : field.options.find((option) => String(option.value) === key)?.value)}
    />
  );
}

/** On or off; for an image type's own settings also as in general. */
export function SwitchControl({ id, field, name, value, standIn, isOwn, isDisabled, describedBy, onValue }: ChosenProps<SwitchField>) {
  if (!isOwn) {
    return (
      <Switch
        id={id}
        aria-label={name}
        aria-describedby={describedBy}
        disabled={isDisabled}
        checked={(value ?? field.initial) === true}
        onChange={(event) => onValue(event.currentTarget.checked)}
      />
    );
  }
  const data = [
    { value: asGeneral, label: `general: ${valueInWords(field, standIn)}` },
    { value: "true", label: "on" },
    { value: "false", label: "off" },
  ];
  return (
    <Select
      id={id}
      className={classes.choice}
      aria-label={name}
      ref={describedAs(describedBy)}
      allowDeselect={false}
      disabled={isDisabled}
      data={data}
      value={value === undefined ? asGeneral : String(value)}
      data-standing={value === undefined || undefined}
      comboboxProps={{ width: "max-content", position: "bottom-start" }}
      onChange={(key) => onValue(key === asGeneral ? undefined : key === "true")}
    />
  );
}
