import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sampleContentsWords } from "#shared/domain/studyContentsWords.ts";
import { client, queryClient, trpc } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import { projectsChanged } from "../../client/projects.ts";
import { useAct } from "../../client/useAct.ts";
import type { OpenProject } from "./useProject.ts";

interface Props {
  readonly project: OpenProject;
  readonly onRemoved: () => void;
}

/** Removes a sample project with its studies, after saying what goes. */
export function RemoveSample({ project, onRemoved }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="subtle" color="gray" onClick={() => setOpen(true)}>
        Remove the sample project…
      </Button>
      {isOpen && <Question project={project} onRemoved={onRemoved} onClose={() => setOpen(false)} />}
    </>
  );
}

function Question({ project: { projectId }, onRemoved, onClose }: Props & { readonly onClose: () => void }) {
  const contents = useQuery(trpc.sample.contents.queryOptions({ projectId }, { gcTime: 0, staleTime: 0 }));
  const { isBusy, error, act } = useAct();
  const remove = () =>
    contents.data &&
    act(async () => {
      await client.sample.remove.mutate({ projectId, expected: contents.data });
      onRemoved();
      await Promise.all([projectsChanged(), queryClient.invalidateQueries(trpc.worklist.pathFilter())]);
    });
  const message = error ?? (contents.error ? plainWords(contents.error) : null);
  return (
    <Modal opened onClose={onClose} title="Remove this sample project?" size={520} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="sm">
        {contents.data && (
          <>
            <Text>These go, for good:</Text>
            <List size="sm" aria-label="What goes with the sample project">
              {sampleContentsWords(contents.data).map((line) => (
                <List.Item key={line}>{line}</List.Item>
              ))}
            </List>
            <Text c="dimmed">It can be made again at any time. Nothing else in the data folder is touched.</Text>
          </>
        )}
        {message !== null && (
          <Text c="var(--danger)" role="alert">
            {message}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={isBusy} disabled={!contents.data} onClick={remove}>
            Remove for good
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
