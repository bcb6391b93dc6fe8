import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { client } from "../../../client/client.ts";
import { projectsChanged, type ReadingOfProject, type Unblinded } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatPatientName } from "../../../ui/format.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import own from "./Readings.module.css";

interface Props {
  readonly reading: ReadingOfProject;
  readonly onClose: () => void;
}

/** Breaks the blind of a case for one reader, with a reason. Whose case it is is shown once, and is kept nowhere in the window. */
export function UnblindSheet({ reading: { readingId, caseCode, reader, readerNumber }, onClose }: Props) {
  const [reason, setReason] = useState("");
  const [told, setTold] = useState<Unblinded | null>(null);
  const { isBusy, error, act } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      setTold(await client.reading.unblind.mutate({ readingId, reason }));
      await projectsChanged();
    });
  };
  const title = told ? `The blind of case ${caseCode} is broken` : `Break the blind of case ${caseCode} for reader ${readerNumber}?`;
  return (
    // What is shown once is not lost by a click beside it.
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={told === null}
      closeOnEscape={told === null}
      title={title}
      size={500}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {told ? (
        <Told told={told} onClose={onClose} />
      ) : (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <Text c="var(--warning)">This cannot be taken back.</Text>
            <Text>
              Patient and group are shown here once, for you to tell {reader} and nobody else. All that this reader submits of this case
              from now on, in later passes too, is marked as not blinded; what was submitted before stays. The log, the readings and the
              closing manifest name it.
            </Text>
            <TextInput
              label="Reason"
              description="The log keeps it: no patient’s name or ID, no group."
              required
              withAsterisk={false}
              maxLength={2000}
              autoComplete="off"
              value={reason}
              data-autofocus
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <FormFoot error={error} isBusy={isBusy} does="Break the blind" onCancel={onClose} />
          </Stack>
        </form>
      )}
    </Modal>
  );
}

function Told({ told: { reader, patients, group }, onClose }: { readonly told: Unblinded; readonly onClose: () => void }) {
  return (
    <Stack gap="sm">
      <Text>To be told to {reader}, and to nobody else. It is not shown again.</Text>
      <dl className={own.facts} aria-label="Whose case it is">
        {patients.map(({ patientName, patientId }) => (
          <div key={`${patientName} ${patientId}`}>
            <dt>Patient, ID</dt>
            <dd>
              {formatPatientName(patientName)}; {patientId === "" ? "none" : patientId}
            </dd>
          </div>
        ))}
        <div>
          <dt>Group</dt>
          <dd>{group ?? "none"}</dd>
        </div>
      </dl>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          I have noted it
        </Button>
      </Group>
    </Stack>
  );
}
