import { Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import type { UnknownKey } from "#shared/api/packet.ts";
import type { Job } from "#shared/domain/job.ts";
import { cancelJob } from "../../../client/jobs.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatCounted } from "../../../ui/format.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { JobProgress } from "../../../ui/JobProgress.tsx";

interface Props {
  readonly asked: UnknownKey;
  /** What takes the file in, once the key is confirmed. */
  readonly job: Job | null;
  readonly onClose: () => void;
  readonly onConfirm: (fingerprint: string) => Promise<void>;
}

/**
 * Has the fingerprint of a key that is not known of a reader compared, before anything that it signed is taken in: it is typed as the reader tells it, as a
 * question with yes and no would be answered with yes.
 */
export function ConfirmKeySheet({ asked: { packetNumber, readerNumber, pass, signedBy, cases }, job, onClose, onConfirm }: Props) {
  const [fingerprint, setFingerprint] = useState("");
  const { isBusy, error, act } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The only field of a form sends it by Enter, also while its button is not there.
    if (!isBusy) act(() => onConfirm(fingerprint));
  };
  return (
    <Modal
      opened
      onClose={isBusy ? () => undefined : onClose}
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
          <Text>
            Ask the reader for the fingerprint of the key, by another way than the one that the file came by: on the telephone, for example.
            “My readings” shows it there.
          </Text>
          <TextInput
            label="Fingerprint as the reader tells it"
            description="Eight groups of four. The program compares it with the key of the file."
            autoComplete="off"
            spellCheck={false}
            required
            withAsterisk={false}
            value={fingerprint}
            data-autofocus
            onChange={(event) => setFingerprint(event.currentTarget.value)}
          />
          {job ? (
            <JobProgress job={job} onCancel={() => cancelJob(job.id, () => undefined)} />
          ) : (
            <FormFoot error={error} isBusy={isBusy} does="Confirm the key and take it in" onCancel={onClose} />
          )}
        </Stack>
      </form>
    </Modal>
  );
}
