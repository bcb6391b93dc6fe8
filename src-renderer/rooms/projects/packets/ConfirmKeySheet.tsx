import { Checkbox, Code, Modal, Stack, Text } from "@mantine/core";
import { useState, type FormEvent } from "react";
import type { UnknownKey } from "../../../client/packets.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatCounted } from "../../../ui/format.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";

interface Props {
  readonly asked: UnknownKey;
  readonly onClose: () => void;
  readonly onConfirm: () => Promise<void>;
}

/** Has the fingerprint of a key that is not known of a reader compared, before anything that it signed is taken in. */
export function ConfirmKeySheet({ asked: { packetNumber, readerNumber, pass, signedBy, fingerprint, cases }, onClose, onConfirm }: Props) {
  const [isSame, setSame] = useState(false);
  const { isBusy, error, act } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(onConfirm);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Is this the key of reader ${readerNumber}?`}
      size={520}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text>
            {formatCounted(cases, "reading", "readings")} of packet {packetNumber}, pass {pass}, signed by “{signedBy}” with a key that is
            not known of reader {readerNumber}. Nothing was taken in yet.
          </Text>
          <div>
            <Text size="xs" c="dimmed">
              Fingerprint of the key
            </Text>
            <Code fz="md">{fingerprint}</Code>
          </div>
          <Text>
            Ask the reader for the fingerprint that “My readings” shows there, by another way than the one that the file came by: on the
            telephone, for example.
          </Text>
          <Checkbox
            label="I have asked the reader, and it is the same"
            checked={isSame}
            data-autofocus
            onChange={(event) => setSame(event.currentTarget.checked)}
          />
          <FormFoot error={error} isBusy={isBusy} isDisabled={!isSame} does="Confirm the key and take it in" onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
