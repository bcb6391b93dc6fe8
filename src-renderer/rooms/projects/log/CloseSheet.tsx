import { Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { client } from "../../../client/client.ts";
import { projectsChanged, useReadingsOf } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatCounted } from "../../../ui/format.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";

interface Props {
  readonly projectId: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly onClosed: (manifestHash: string) => void;
}

/** Closes a project for good: its coordinator signs the manifest of all readings. */
export function CloseSheet({ projectId, name, onClose, onClosed }: Props) {
  const { data: readings = [] } = useReadingsOf(projectId);
  const [passphrase, setPassphrase] = useState("");
  const { isBusy, error, act } = useAct();
  const submitted = readings.filter(({ state }) => state === "submitted").length;
  const withdrawn = readings.filter(({ state }) => state === "withdrawn").length;
  const rest = readings.length - submitted - withdrawn;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      const { manifestHash } = await client.project.close.mutate({ projectId, passphrase });
      onClosed(manifestHash);
      onClose();
      await projectsChanged();
    });
  };
  return (
    <Modal opened onClose={onClose} title={`Close “${name}” for good?`} size={480} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text>
            {formatCounted(submitted, "reading is", "readings are")} submitted, {withdrawn} withdrawn
            {rest > 0 && `, and ${rest} neither`}. Nothing of it changes after the close.
          </Text>
          <PasswordInput
            label="Your passphrase, which signs the manifest"
            autoComplete="off"
            required
            withAsterisk={false}
            value={passphrase}
            data-autofocus
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
          <FormFoot error={error} isBusy={isBusy} does="Sign and close" onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
