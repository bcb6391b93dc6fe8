import { Checkbox, Group, Select } from "@mantine/core";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { NumberField } from "../../../ui/NumberField.tsx";
import own from "./Protocol.module.css";

type Fields = Pick<Protocol, "scoring" | "completeness" | "idleAfterSeconds">;

interface Props {
  readonly protocol: Fields;
  readonly onChange: (part: Partial<Fields>) => void;
}

/** When forms are filled, with what in sight, and what a reading needs before it can be submitted. */
export function ScoringFields({ protocol: { scoring, completeness, idleAfterSeconds }, onChange }: Props) {
  return (
    <fieldset className={own.region}>
      <legend>Scoring</legend>
      <Group align="flex-end" gap="lg">
        <Select
          label="Forms are filled"
          allowDeselect={false}
          data={["before drawing", "after drawing", "at any time"] satisfies Fields["scoring"]["order"][]}
          value={scoring.order}
          onChange={(order) => order && onChange({ scoring: { ...scoring, order } })}
        />
        <NumberField
          w={150}
          label="Idle after (seconds)"
          min={10}
          max={3600}
          allowDecimal={false}
          value={idleAfterSeconds}
          onChange={(seconds) => onChange({ idleAfterSeconds: seconds })}
        />
        <Checkbox
          label="The own drawing is in view while scoring"
          checked={scoring.showsOwnDrawing}
          onChange={(event) => onChange({ scoring: { ...scoring, showsOwnDrawing: event.currentTarget.checked } })}
        />
        <Checkbox
          label="Every segment is drawn on every level"
          checked={completeness.drawing === "every segment on every level"}
          onChange={(event) =>
            onChange({ completeness: { drawing: event.currentTarget.checked ? "every segment on every level" : "not required" } })
          }
        />
      </Group>
    </fieldset>
  );
}
