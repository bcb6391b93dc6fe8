import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { client } from "../../client/client.ts";
import { projectsChanged } from "../../client/projects.ts";
import { useAct } from "../../client/useAct.ts";
import { formatCounted } from "../../ui/format.ts";
import type { OpenProject } from "./useProject.ts";
import classes from "./Projects.module.css";

interface Props {
  readonly project: OpenProject;
  readonly onClose: () => void;
  readonly onStarted: () => void;
}

/** Says what a start freezes, and what is lacking; starts a project that lacks nothing. */
export function StartSheet({ project: { projectId, status, protocol }, onClose, onStarted }: Props) {
  const { isBusy, error, act } = useAct();
  const { lacks } = status;
  const start = () =>
    act(async () => {
      await client.project.start.mutate({ projectId });
      onClose();
      onStarted();
      await projectsChanged();
    });
  return (
    <Modal
      opened
      onClose={onClose}
      title={lacks.length === 0 ? `Start “${status.name}”?` : `“${status.name}” cannot be started yet`}
      size={560}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="sm">
        {lacks.length > 0 ? (
          <>
            <Text>{formatCounted(lacks.length, "thing is", "things are")} lacking:</Text>
            <List size="sm" mah={340} style={{ overflow: "auto" }} aria-label="What is lacking">
              {lacks.map((words) => (
                <List.Item key={words}>{words}</List.Item>
              ))}
            </List>
          </>
        ) : (
          <>
            <Text>From then on, for good:</Text>
            <List size="sm" aria-label="What a start does">
              <List.Item>
                the protocol, the readers and the cases with their series, levels and hidden rectangles are frozen: what is changed
                afterwards is changed with a reason, which the log keeps
              </List.Item>
              <List.Item>
                every reading is made, in an order of its own for each reader and pass:{" "}
                {formatCounted(status.cases - status.excludedCases, "case", "cases")},{" "}
                {formatCounted(protocol.readerCount, "reader", "readers")}, {formatCounted(protocol.passes.length, "pass", "passes")}
              </List.Item>
              {protocol.blinding.isBlinded && (
                <List.Item>
                  until the project is closed, everybody signs in with a passphrase, and whoever is not its coordinator sees nothing in this
                  data folder but the own readings
                </List.Item>
              )}
            </List>
          </>
        )}
        {error !== null && (
          <Text className={classes.danger} role="alert">
            {error}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {lacks.length === 0 ? "Not yet" : "Back to the draft"}
          </Button>
          {lacks.length === 0 && (
            <Button loading={isBusy} onClick={start}>
              Start
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
