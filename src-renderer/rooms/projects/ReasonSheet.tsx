import { Modal, Stack, Text } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { useAct } from "../../client/useAct.ts";
import { FormFoot } from "../../ui/FormFoot.tsx";
import { ReasonField } from "./ReasonField.tsx";

interface Props {
  readonly title: string;
  /** What becomes of it. */
  readonly says: ReactNode;
  readonly does: string;
  readonly onClose: () => void;
  readonly onSend: (reason: string) => Promise<void>;
}

/** Asks why before something is done, as the log keeps it. */
export function ReasonSheet({ title, says, does, onClose, onSend }: Props) {
  const [reason, setReason] = useState("");
  const { isBusy, error, act } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      await onSend(reason);
      onClose();
    });
  };
  return (
    <Modal opened onClose={onClose} title={title} size={480} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text>{says}</Text>
          <ReasonField value={reason} onChange={setReason} />
          <FormFoot error={error} isBusy={isBusy} does={does} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
