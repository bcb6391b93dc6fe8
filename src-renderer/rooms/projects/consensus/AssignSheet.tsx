import { List, Modal, Radio, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { client, queryClient, trpc } from "../../../client/client.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { signedInId } from "../../../client/reader.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatCounted } from "../../../ui/format.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import type { OpenProject } from "../useProject.ts";

interface Props {
  readonly project: OpenProject;
  readonly codes: readonly string[];
  readonly onClose: () => void;
  /** What was done, in words. */
  readonly onAssigned: (words: string) => void;
}

/** Says who decides cases: a third reader, or the two readers together. */
export function AssignSheet({ project: { projectId, status, protocol }, codes, onClose, onAssigned }: Props) {
  const { data: known } = useQuery(trpc.reader.list.queryOptions(undefined, { staleTime: 0 }));
  const [who, setWho] = useState<"third" | "both">("third");
  const [third, setThird] = useState<string | null>(null);
  const { isBusy, error, act } = useAct();
  const readers = known?.readers ?? [];
  const nameOf = (id: number) => readers.find((reader) => reader.id === id)?.name ?? "";
  const [first] = protocol.passes;
  const pair = status.memberIds.readers.filter((_, at) => first!.readers === "all" || first!.readers.includes(at + 1));
  const free = readers.filter(({ id, retiredAt, hasPassphrase }) => retiredAt === null && hasPassphrase && !pair.includes(id));
  const readerIds = who === "both" ? pair : third === null ? [] : [Number(third)];
  const isOwn = readerIds.some((id) => id === signedInId());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      const count = await client.adjudication.assign.mutate({ projectId, codes: [...codes], readerIds });
      onAssigned(`${formatCounted(count, "case is", "cases are")} assigned to ${readerIds.map(nameOf).join(" and ")}.`);
      await projectsChanged();
      // Who decides sees nothing else meanwhile: the window goes to My readings.
      if (isOwn) await queryClient.invalidateQueries(trpc.reading.access.queryFilter());
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={codes.length === 1 ? `Who decides case ${codes[0]!}?` : `Who decides ${formatCounted(codes.length, "case", "cases")}?`}
      size={520}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Radio.Group aria-label="Who decides" value={who} onChange={(value) => setWho(value)}>
            <Stack gap="xs">
              <Radio value="third" label="A third reader, who need not be one of the study" />
              <Select
                aria-label="The third reader"
                placeholder={free.length === 0 ? "Nobody else here has a passphrase" : "Choose …"}
                ml={28}
                disabled={who !== "third" || free.length === 0}
                data={free.map(({ id, name }) => ({ value: String(id), label: name }))}
                value={third}
                onChange={setThird}
              />
              <Radio value="both" label={`Both readers together: ${pair.map(nameOf).join(" and ")}, who both sign`} />
            </Stack>
          </Radio.Group>
          <List size="sm" aria-label="How it is made">
            <List.Item>
              The two readings are shown as A and B, in random order; whose they are is not told. They stay as they are.
            </List.Item>
            <List.Item>It is opened when all own readings of who decides are submitted.</List.Item>
            {isOwn && (
              <List.Item>
                <Text component="span" c="var(--warning)" size="sm">
                  You are one of them: until it is submitted this window shows “My readings” alone, where you open it.
                </Text>
              </List.Item>
            )}
          </List>
          <FormFoot error={error} isBusy={isBusy} isDisabled={readerIds.length === 0} does="Assign" onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
