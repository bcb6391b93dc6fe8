import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { client } from "../../client/client.ts";
import { projectsChanged } from "../../client/projects.ts";
import { useAct } from "../../client/useAct.ts";
import { formatCounted } from "../../ui/format.ts";
import { RemoveSample } from "./RemoveSample.tsx";
import { StartSheet } from "./StartSheet.tsx";
import type { OpenProject } from "./useProject.ts";

interface Props {
  readonly project: OpenProject;
  readonly onLeave: () => void;
  readonly onStarted: () => void;
}

/** What is done with a project as a whole: a draft is started, or removed; a sample project is removed. */
export function ProjectActions({ project, onLeave, onStarted }: Props) {
  const [open, setOpen] = useState<"start" | "remove" | null>(null);
  const { status } = project;
  const close = () => setOpen(null);
  if (status.isSample) return <RemoveSample project={project} onRemoved={onLeave} />;
  if (status.state !== "draft" && open !== "start") return null;
  return (
    <>
      <Button variant="subtle" color="gray" onClick={() => setOpen("remove")}>
        Remove the draft…
      </Button>
      <Button onClick={() => setOpen("start")}>Start…</Button>
      {open === "start" && <StartSheet project={project} onClose={close} onStarted={onStarted} />}
      {open === "remove" && <RemoveSheet project={project} onClose={close} onRemoved={onLeave} />}
    </>
  );
}

function RemoveSheet({ project: { projectId, status }, onClose, onRemoved }: RemoveProps) {
  const { isBusy, error, act } = useAct();
  const remove = () =>
    act(async () => {
      await client.project.remove.mutate({ projectId });
      onRemoved();
      await projectsChanged();
    });
  return (
    <Modal opened onClose={onClose} title="Remove this draft?" size={460} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="sm">
        <Text>
          “{status.name}” is removed for good, with its protocol, its {formatCounted(status.cases, "case", "cases")} and its log. The
          studies stay in the data folder.
        </Text>
        {error !== null && (
          <Text c="var(--danger)" role="alert">
            {error}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={isBusy} onClick={remove}>
            Remove for good
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface RemoveProps {
  readonly project: OpenProject;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}
