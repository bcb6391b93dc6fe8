import { Autocomplete, Button, Checkbox, Group, List, Modal, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { WorklistRow } from "#shared/api/worklist.ts";
import { client, trpc } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import { projectsChanged } from "../../client/projects.ts";
import { signedInId } from "../../client/reader.ts";
import { useAct } from "../../client/useAct.ts";
import { formatCounted } from "../../ui/format.ts";
import { FormFoot } from "../../ui/FormFoot.tsx";

interface Props {
  readonly studies: readonly WorklistRow[];
  readonly onClose: () => void;
  /** They were added: nothing is to be marked any more. */
  readonly onAdded: () => void;
}

type Added = Awaited<ReturnType<typeof client.project.addCases.mutate>>;

/** Adds the marked studies of the worklist to a reader study as cases: those of one patient are one case. */
export function AddToProject({ studies, onClose, onAdded }: Props) {
  const { data: all, error: unknown } = useQuery(trpc.project.list.queryOptions(undefined, { staleTime: 0 }));
  const own = (all ?? []).filter(({ state, coordinatorIds }) => state !== "closed" && coordinatorIds.some((id) => id === signedInId()));
  const [chosen, setChosen] = useState<string | null>(null);
  const project = own.find(({ id }) => id === chosen) ?? (own.length === 1 ? own[0] : undefined);
  const [group, setGroup] = useState("");
  const [isTraining, setTraining] = useState(false);
  const [added, setAdded] = useState<Added | null>(null);
  const { isBusy, error, act } = useAct();
  const patients = new Set(studies.map(({ patientId, patientName }) => `${patientId}\n${patientName}`)).size;
  const mayTrain = project?.state === "draft";
  const title = `Add ${formatCounted(studies.length, "study", "studies")} to a project`;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!project) return;
    act(async () => {
      const requests = studies.map(({ studyInstanceUid }, at) => ({
        where: `study ${at + 1} of those chosen`,
        studyInstanceUids: [studyInstanceUid],
        ...(group.trim() === "" ? {} : { group: group.trim() }),
        ...(isTraining && mayTrain ? { isTraining } : {}),
      }));
      setAdded(await client.project.addCases.mutate({ projectId: project.id, requests }));
      await projectsChanged();
    });
  };
  if (added && project)
    return (
      <Modal opened onClose={onAdded} title={`Added to “${project.name}”`} size={520} closeButtonProps={{ "aria-label": "Close" }}>
        <Stack gap="sm">
          <Outcome added={added} />
          <Group justify="flex-end">
            <Button data-autofocus onClick={onAdded}>
              Done
            </Button>
          </Group>
        </Stack>
      </Modal>
    );
  return (
    <Modal opened onClose={onClose} title={title} size={520} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text c="dimmed">
            {formatCounted(patients, "patient", "patients")}: the studies of one patient are one case, which gets a code at random.
          </Text>
          {all && own.length === 0 ? (
            <Text c="var(--warning)">No project takes cases of which you are a coordinator. Make one under “Projects”.</Text>
          ) : (
            <Select
              label="Project"
              placeholder="Choose …"
              data={own.map(({ id, name, state }) => ({ value: id, label: state === "running" ? `${name} (running)` : name }))}
              value={project?.id ?? null}
              data-autofocus
              onChange={setChosen}
            />
          )}
          <Group align="flex-end">
            <GroupField projectId={project?.id} value={group} onChange={setGroup} />
            <Checkbox
              pb={6}
              label="For training: read first, never counted"
              checked={isTraining && mayTrain}
              disabled={!mayTrain}
              onChange={(event) => setTraining(event.currentTarget.checked)}
            />
          </Group>
          {project?.state === "running" && (
            <Text size="xs" c="dimmed">
              The study runs: its new cases follow at the end of every order, and wait until they are prepared.
            </Text>
          )}
          <FormFoot
            error={error ?? (unknown ? plainWords(unknown) : null)}
            isBusy={isBusy}
            isDisabled={!project}
            does={`Add ${formatCounted(studies.length, "study", "studies")}`}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}

/** The group of the new cases: one that there is already, or another one. */
function GroupField(props: { readonly projectId: string | undefined; readonly value: string; readonly onChange: (group: string) => void }) {
  const { projectId, value, onChange } = props;
  const { data: cases = [] } = useQuery(
    trpc.project.cases.queryOptions({ projectId: projectId ?? "" }, { enabled: projectId !== undefined }),
  );
  const groups = [...new Set(cases.flatMap(({ group }) => group ?? []))];
  return <Autocomplete label="Group" size="xs" data={groups} value={value} maxLength={200} onChange={onChange} />;
}

function Outcome({ added: { added, joined, leftOut } }: { readonly added: Added }) {
  return (
    <>
      <Text>
        {formatCounted(added.length, "case was", "cases were")} added{added.length === 0 ? "" : `: ${added.join(", ")}`}.
        {joined.length > 0 && ` Studies were added to ${joined.join(", ")}.`}
      </Text>
      {leftOut.length > 0 && (
        <List size="sm" aria-label="Left out" mah={240} style={{ overflow: "auto" }}>
          {leftOut.map(({ where, why }) => (
            <List.Item key={`${where} ${why}`}>
              Left out, {where}: {why}
            </List.Item>
          ))}
        </List>
      )}
    </>
  );
}
