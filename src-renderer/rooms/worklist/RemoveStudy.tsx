import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Study } from "#shared/api/study.ts";
import { studyContentsWords } from "#shared/domain/studyContentsWords.ts";
import { client, queryClient, trpc } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import { tellStudyRemoved } from "../../client/removedStudies.ts";
import { formatPatientName } from "../../ui/format.ts";

interface Props {
  readonly study: Study;
  readonly isRemoving: boolean;
  /** True once the study is being removed: from then on nobody may ask for it. False again where it could not be removed. */
  readonly onRemoving: (isRemoving: boolean) => void;
}

/** Deletes a study, after saying what goes with it. */
export function RemoveStudy({ study, isRemoving, onRemoving }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="subtle" color="gray" leftSection={<IconTrash size={14} />} onClick={() => setOpen(true)}>
        Delete…
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title="Delete this study?"
        size={460}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Question study={study} isRemoving={isRemoving} onRemoving={onRemoving} onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function Question({ study, isRemoving, onRemoving, onDone }: Props & { readonly onDone: () => void }) {
  const { studyInstanceUid } = study;
  const { data: contents, error: unknown } = useQuery({
    ...trpc.study.contents.queryOptions({ studyInstanceUid }),
    gcTime: 0,
    staleTime: 0,
    enabled: !isRemoving,
  });
  const [error, setError] = useState<string | null>(null);

  const remove = async () => {
    if (!contents) return;
    onRemoving(true);
    setError(null);
    try {
      await client.study.remove.mutate({ studyInstanceUid, expected: contents });
      onDone();
      tellStudyRemoved(studyInstanceUid);
      await queryClient.invalidateQueries(trpc.worklist.pathFilter());
      queryClient.removeQueries({ queryKey: trpc.study.describe.queryKey({ studyInstanceUid }) });
    } catch (cause) {
      setError(plainWords(cause));
      onRemoving(false);
      await queryClient.invalidateQueries({ queryKey: trpc.study.contents.queryKey({ studyInstanceUid }) });
    }
  };

  const message = error ?? (unknown ? plainWords(unknown) : null);
  return (
    <Stack gap="sm">
      <Text>{[formatPatientName(study.patientName), study.studyDate, study.description].filter(Boolean).join(" · ")}</Text>
      {contents && (
        <>
          <Text>With it go, for good:</Text>
          <List size="sm" aria-label="What goes with the study">
            {studyContentsWords(contents).map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
          <Text c="dimmed">Files outside the data folder, which you imported or exported, are not touched.</Text>
        </>
      )}
      {message && (
        <Text c="var(--danger)" role="alert">
          {message}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone} data-autofocus>
          Keep it
        </Button>
        <Button color="red" loading={isRemoving} disabled={!contents} onClick={() => void remove()}>
          Delete for good
        </Button>
      </Group>
    </Stack>
  );
}
