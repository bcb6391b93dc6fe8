import { Checkbox, Group, MultiSelect } from "@mantine/core";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import own from "./Protocol.module.css";

type Blinding = Protocol["blinding"];

interface Props {
  readonly blinding: Blinding;
  /** Every reading was made under it. */
  readonly isDisabled: boolean;
  readonly onChange: (blinding: Blinding) => void;
}

/** Whether readings are blinded, and what readers see beside the images. */
export function BlindingFields({ blinding, isDisabled, onChange }: Props) {
  return (
    <fieldset className={own.region} disabled={isDisabled}>
      <legend>Blinding</legend>
      <Group gap="lg">
        <Checkbox
          label="Readings are blinded"
          checked={blinding.isBlinded}
          onChange={(event) => onChange({ ...blinding, isBlinded: event.currentTarget.checked })}
        />
        <Checkbox
          label="A coordinator may read"
          checked={blinding.coordinatorMayRead}
          onChange={(event) => onChange({ ...blinding, coordinatorMayRead: event.currentTarget.checked })}
        />
        <Checkbox
          label="Results of models are shown in readings"
          checked={blinding.showsModelResults}
          onChange={(event) => onChange({ ...blinding, showsModelResults: event.currentTarget.checked })}
        />
      </Group>
      <MultiSelect
        size="xs"
        disabled={isDisabled}
        label="Shown beside the case's code and the names of roles"
        description={
          blinding.isBlinded
            ? "Everything else stays hidden."
            : "At the desk of a reading. Outside of it everybody sees the whole data folder: the report says that readings were not blinded."
        }
        placeholder={blinding.shown.length === 0 ? "nothing" : ""}
        data={["age", "sex", "series descriptions"] satisfies Blinding["shown"]}
        value={blinding.shown}
        onChange={(shown) => onChange({ ...blinding, shown })}
      />
    </fieldset>
  );
}
