import { Checkbox, Group } from "@mantine/core";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { NumberField } from "../../../ui/NumberField.tsx";
import type { ErrorAt } from "./errorAt.ts";
import own from "./Protocol.module.css";

type PassMark = Protocol["passMark"];

interface Props {
  readonly passMark: PassMark;
  readonly errorAt: ErrorAt;
  readonly onChange: (passMark: PassMark) => void;
}

/** What a reader must reach in the training cases before other cases open. */
export function PassMarkFields({ passMark, errorAt, onChange }: Props) {
  return (
    <fieldset className={own.region}>
      <legend>Training cases</legend>
      <Checkbox
        label="They have a pass mark before other cases open"
        description="The reader's reading of each is compared with the coordinator's. An empty field asks for nothing."
        checked={passMark !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? { dice: 0.8, gradeDifference: 1 } : null)}
      />
      {passMark && (
        <Group align="flex-start">
          <NumberField
            isOptional
            w={200}
            label="Dice of every segment, at least"
            min={0}
            max={1}
            step={0.05}
            clampBehavior="none"
            error={errorAt("dice")}
            value={passMark.dice}
            onChange={(dice) => onChange({ ...passMark, dice })}
          />
          <NumberField
            isOptional
            w={200}
            label="Grades apart, at most"
            min={0}
            allowDecimal={false}
            clampBehavior="none"
            error={errorAt("gradeDifference")}
            value={passMark.gradeDifference}
            onChange={(gradeDifference) => onChange({ ...passMark, gradeDifference })}
          />
        </Group>
      )}
    </fieldset>
  );
}
