import { TextInput } from "@mantine/core";

interface Props {
  readonly value: string;
  readonly onChange: (reason: string) => void;
}

/** Why something is done, as the log keeps it. It has the focus in its sheet. */
export function ReasonField({ value, onChange }: Props) {
  return (
    <TextInput
      label="Reason"
      description="The log keeps it: no patient’s name or ID."
      required
      withAsterisk={false}
      maxLength={2000}
      autoComplete="off"
      value={value}
      data-autofocus
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
