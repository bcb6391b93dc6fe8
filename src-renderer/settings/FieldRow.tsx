import { ActionIcon } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useId } from "react";
import { ChoiceControl, SwitchControl, TypedControl } from "./FieldControl.tsx";
import type { SettingField, SettingValue } from "./settingField.ts";
import { allFilterFields } from "./fields/filterFields.ts";
import { fieldText, generalValue, pathName, setText, settingAt, setValue, type SettingPath, type SettingsDraft } from "./settingsDraft.ts";
import type { EditDraft } from "./useSettingsDraft.ts";
import classes from "./SettingsSheet.module.css";

interface Props {
  readonly field: SettingField;
  /** Keys above the field's own. */
  readonly under?: SettingPath;
  /** The image type whose own setting it is. */
  readonly typeLabel?: string;
  readonly draft: SettingsDraft;
  readonly edit: EditDraft;
}

/** One setting: its name, its control, and a sentence of help, in whose place an error stands. */
export function FieldRow({ field, under = [], typeLabel, draft, edit }: Props) {
  const id = useId();
  const helpId = `${id}-help`;
  const path = [...under, field.key];
  // A filter's setting that only its image type has reads as a plain one.
  const isOwn = typeLabel !== undefined && !(allFilterFields.includes(field) && settingAt(draft.settings, [field.key]) === undefined);
  const value = settingAt(draft.settings, path);
  const standIn = isOwn ? generalValue(draft.settings, field) : field.initial;
  const error = draft.unread[pathName(path)]?.error;
  const idle = whyIdle(field, draft, isOwn, under);
  const isSet = value !== undefined || error !== undefined;
  const onValue = (next: SettingValue | undefined) => edit(null, (before) => setValue(before, path, next));
  const control = {
    id,
    name: typeLabel === undefined ? field.label : `${field.label}, ${typeLabel}`,
    value,
    standIn,
    isOwn,
    isDisabled: idle !== null && !isSet && field.needs !== undefined,
    describedBy: helpId,
  };
  return (
    <div
      className={classes.row}
      data-set={isSet || undefined}
      data-wrong={error !== undefined || undefined}
      data-idle={idle !== null || undefined}
      data-path={pathName(path)}
    >
      <label className={classes.label} htmlFor={id}>
        <span>{field.label}</span>
        <code>{field.key}</code>
      </label>
      <div className={classes.control}>
        {field.kind === "switch" ? (
          <SwitchControl {...control} field={field} onValue={onValue} />
        ) : field.kind === "choice" ? (
          <ChoiceControl {...control} field={field} onValue={onValue} />
        ) : (
          <TypedControl
            {...control}
            field={field}
            text={fieldText(draft, path, field)}
            hasError={error !== undefined}
            onText={(text) => edit(pathName(path), (before) => setText(before, path, field, text))}
          />
        )}
      </div>
      <ActionIcon
        className={classes.reset}
        size="sm"
        tabIndex={-1}
        style={{ visibility: isSet ? "visible" : "hidden" }}
        title={isOwn ? "As in general" : "Back to the default"}
        aria-label={`${isOwn ? "As in general" : "Back to the default"}: ${control.name}`}
        onClick={() => onValue(undefined)}
      >
        <IconArrowBackUp size={14} />
      </ActionIcon>
      <div id={helpId} className={classes.help}>
        {error === undefined ? (
          (idle ?? field.help)
        ) : (
          <span className={classes.error} role="alert">
            {error}
          </span>
        )}
      </div>
    </div>
  );
}

/** Why a setting changes nothing as things stand; null where it does. */
function whyIdle(field: SettingField, { settings, unread }: SettingsDraft, isOwn: boolean, under: SettingPath): string | null {
  const holds = (key: string) => (isOwn ? settingAt(settings, [...under, key]) : undefined) ?? settingAt(settings, [key]);
  if (
    field.key === "binWidth" &&
    typeof (isOwn && settingAt(settings, [...under, "binCount"]) === null ? null : holds("binCount")) === "number"
  )
    return "Not used: the number of bins is given.";
  if (field.needs === undefined || holds(field.needs) || unread[pathName([...under, field.needs])]) return null;
  return field.help;
}
