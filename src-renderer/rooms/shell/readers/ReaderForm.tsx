import { Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { initialsOf, type Reader, type ReaderDetails } from "#shared/domain/reader.ts";
import { client } from "../../../client/client.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { NumberField } from "../../../ui/NumberField.tsx";
import { useAct } from "../../../client/useAct.ts";

interface Props {
  /** Null for a new one. */
  readonly reader: Reader | null;
  readonly onDone: (reader: Reader) => void;
  readonly onCancel: () => void;
}

/** Name, initials, specialty and years of a reader. */
export function ReaderForm({ reader, onDone, onCancel }: Props) {
  const [details, setDetails] = useState<ReaderDetails>(
    reader
      ? { name: reader.name, initials: reader.initials, specialty: reader.specialty, years: reader.years }
      : { name: "", initials: "", specialty: "", years: null },
  );
  const { isBusy, error, act } = useAct();
  const change = (part: Partial<ReaderDetails>) => setDetails({ ...details, ...part });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const kept = { ...details, initials: details.initials.trim() || initialsOf(details.name) };
    act(async () =>
      onDone(await (reader ? client.reader.edit.mutate({ readerId: reader.id, details: kept }) : client.reader.add.mutate(kept))),
    );
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Name"
          description="A name or a code. It stands in strokes, feature sets, predictions and reports."
          value={details.name}
          maxLength={120}
          data-autofocus
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label="Initials"
          placeholder={details.name.trim() === "" ? "" : initialsOf(details.name)}
          value={details.initials}
          maxLength={8}
          onChange={(event) => change({ initials: event.currentTarget.value })}
        />
        <TextInput
          label="Specialty"
          value={details.specialty}
          maxLength={120}
          onChange={(event) => change({ specialty: event.currentTarget.value })}
        />
        <NumberField
          isOptional
          label="Years of experience"
          value={details.years}
          min={0}
          max={80}
          allowDecimal={false}
          hideControls
          onChange={(years) => change({ years })}
        />
        <FormFoot error={error} isBusy={isBusy} does={reader ? "Keep" : "Add"} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
