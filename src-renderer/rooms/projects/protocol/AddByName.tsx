import { Button, Group, TextInput } from "@mantine/core";
import { useState, type KeyboardEvent } from "react";

interface Props {
  readonly label: string;
  readonly does: string;
  readonly onAdd: (name: string) => void;
}

/** Adds an entry to a list by its name. */
export function AddByName({ label, does, onAdd }: Props) {
  const [name, setName] = useState("");
  const add = () => {
    if (name.trim() === "") return;
    onAdd(name.trim());
    setName("");
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  };
  return (
    <Group gap="xs">
      <TextInput
        aria-label={label}
        placeholder={label}
        maxLength={200}
        w={280}
        value={name}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <Button variant="default" disabled={name.trim() === ""} onClick={add}>
        {does}
      </Button>
    </Group>
  );
}
