import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useState } from "react";

/** Asks what becomes of changes when the sheet is closed. */
export function CloseDialog({
  isUsable,
  onUse,
  onDiscard,
  onStay,
}: {
  isUsable: boolean;
  onUse: () => void;
  onDiscard: () => void;
  onStay: () => void;
}) {
  return (
    <Modal opened onClose={onStay} title="Use the changed settings?" size={460} closeButtonProps={{ "aria-label": "Go on editing" }}>
      <Text>
        {isUsable
          ? "The settings in this sheet differ from those in use."
          : "The settings in this sheet differ from those in use, and a field must be corrected before they can be used."}
      </Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onStay}>
          Go on editing
        </Button>
        <Button variant="default" onClick={onDiscard}>
          Discard changes
        </Button>
        <Button disabled={!isUsable} onClick={onUse} data-autofocus>
          Use them
        </Button>
      </Group>
    </Modal>
  );
}

/** Asks under which name settings are kept. */
export function SaveDialog({
  first,
  names,
  onSave,
  onClose,
}: {
  first: string;
  names: readonly string[];
  onSave: (name: string) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState(first);
  const trimmed = name.trim();
  const isTaken = names.includes(trimmed);
  return (
    <Modal opened onClose={onClose} title="Save the settings" size={420} closeButtonProps={{ "aria-label": "Close" }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed) onSave(trimmed);
        }}
      >
        <TextInput
          label="Name"
          data-autofocus
          autoComplete="off"
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          description={isTaken ? "Replaces the settings saved under this name." : "Kept in the data folder, for every study."}
        />
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!trimmed}>
            {isTaken ? "Replace" : "Save"}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** Asks before saved settings are deleted. */
export function RemoveDialog({ name, onRemove, onClose }: { name: string; onRemove: () => void; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Delete these settings?" size={420} closeButtonProps={{ "aria-label": "Close" }}>
      <Text>"{name}" is deleted from the data folder. What stands in the form stays, and so does what was measured with it.</Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="red" onClick={onRemove}>
          Delete
        </Button>
      </Group>
    </Modal>
  );
}
