import { Button, Group, List, Loader, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { client } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { projectsChanged, type Amendment } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { ReasonField } from "../ReasonField.tsx";
import { Refusal } from "../Refusal.tsx";
import { TouchedReadings } from "../TouchedReadings.tsx";
import type { OpenProject } from "../useProject.ts";
import { amendmentNotes, effectWords, touchedBy } from "./amendmentWords.ts";
import classes from "../Projects.module.css";

interface Props {
  readonly project: OpenProject;
  /** The protocol as it is to be. */
  readonly file: { readonly fileName: string; readonly text: string };
  /** Goes back to what is changed. */
  readonly onBack: () => void;
  readonly onClose: () => void;
  readonly onAmended: (amendment: Amendment) => void;
}

/** Tries an amendment out, shows what it touches, and makes it with a reason. */
export function AmendSheet({ project: { projectId, status }, file, onBack, onClose, onAmended }: Props) {
  const [reason, setReason] = useState("");
  const { isBusy, error, act } = useAct();
  const request = { projectId, file };
  const tried = useQuery({
    queryKey: ["amendment tried out", projectId, status.protocol.version, status.head.number, file.text],
    queryFn: () => client.project.amend.mutate({ ...request, reason: "", isDryRun: true }),
    retry: false,
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      const amendment = await client.project.amend.mutate({ ...request, reason, isDryRun: false });
      await projectsChanged();
      onAmended(amendment);
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        tried.data ? `Amend the protocol of “${status.name}”: version ${tried.data.version}?` : `Amend the protocol of “${status.name}”`
      }
      size={820}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          {tried.isLoading && <Loader size="sm" aria-label="Trying it out" />}
          {tried.error && (
            <>
              <Refusal error={plainWords(tried.error)} />
              <Group justify="flex-end">
                <Button variant="default" onClick={onClose}>
                  Cancel
                </Button>
                <Button data-autofocus onClick={onBack}>
                  Back to the protocol
                </Button>
              </Group>
            </>
          )}
          {tried.data && (
            <>
              <Text c="dimmed">This was tried out; nothing is changed yet. What was signed stays as it was signed.</Text>
              <Changes amendment={tried.data} />
              <TouchedReadings label="Readings that were opened" readings={touchedBy(tried.data)} />
              <List size="sm" aria-label="What becomes of the others">
                {amendmentNotes(tried.data).map((words) => (
                  <List.Item key={words}>{words}</List.Item>
                ))}
              </List>
              <ReasonField value={reason} onChange={setReason} />
              <FormFoot error={error} isBusy={isBusy} does="Amend the protocol" onCancel={onBack} />
            </>
          )}
        </Stack>
      </form>
    </Modal>
  );
}

function Changes({ amendment: { changes } }: { readonly amendment: Amendment }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is scrolled by keys.
    <section className={classes.touched} tabIndex={0} aria-label="What is amended">
      <table className={classes.table} aria-label="What is amended">
        <thead>
          <tr>
            <th scope="col">Amended</th>
            <th scope="col">How</th>
            <th scope="col">Touches</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, words, effect }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td>{words === "" ? <span className={classes.quiet}>other than before</span> : words}</td>
              <td>{effectWords[effect]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
