import { ActionIcon, Autocomplete, Button, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { client } from "../../../client/client.ts";
import { projectsChanged, type ProjectCase } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { variablesOf } from "./variablesOf.ts";

interface Props {
  readonly projectId: string;
  readonly of: ProjectCase;
  readonly isDraft: boolean;
  /** Groups and names of variables that there are already. */
  readonly groups: readonly string[];
  readonly names: readonly string[];
  readonly onClose: () => void;
}

interface Variable {
  readonly key: number;
  readonly name: string;
  readonly value: string;
}

/** What coordinators keep of a case: its group, its variables, whether it is for training. */
export function ChangeCase({ projectId, of, isDraft, groups, names, onClose }: Props) {
  const [group, setGroup] = useState(of.group ?? "");
  const [isTraining, setTraining] = useState(of.isTraining);
  const [variables, setVariables] = useState<readonly Variable[]>(() => {
    const all = [...new Set([...Object.keys(of.variables), ...names])];
    return all.map((name, key) => ({ key, name, value: of.variables[name] ?? "" }));
  });
  const [reason, setReason] = useState("");
  const { isBusy, error, act } = useAct();
  const change = (key: number, part: Partial<Variable>) =>
    setVariables(variables.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      await client.project.changeCase.mutate({
        projectId,
        code: of.code,
        group: group.trim() === "" ? null : group,
        variables: variablesOf(variables),
        isTraining,
        reason,
      });
      await projectsChanged();
      onClose();
    });
  };
  return (
    <Modal opened onClose={onClose} title={`Change case ${of.code}`} size={520} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Autocomplete label="Group" data={[...groups]} value={group} maxLength={200} data-autofocus onChange={setGroup} />
          {variables.map(({ key, name, value }) => (
            <Group key={key} gap="xs" wrap="nowrap">
              <TextInput
                w={180}
                aria-label={`Name of variable ${key + 1}`}
                placeholder="Variable"
                value={name}
                maxLength={200}
                autoComplete="off"
                onChange={(event) => change(key, { name: event.currentTarget.value })}
              />
              <TextInput
                flex={1}
                aria-label={`Value of ${name === "" ? `variable ${key + 1}` : name}`}
                placeholder="none"
                value={value}
                maxLength={2000}
                autoComplete="off"
                onChange={(event) => change(key, { value: event.currentTarget.value })}
              />
              <ActionIcon
                aria-label={`Take ${name === "" ? `variable ${key + 1}` : name} away`}
                onClick={() => setVariables(variables.filter((each) => each.key !== key))}
              >
                <IconX size={15} />
              </ActionIcon>
            </Group>
          ))}
          <div>
            <Button
              variant="default"
              size="compact-sm"
              onClick={() =>
                setVariables([...variables, { key: Math.max(-1, ...variables.map((each) => each.key)) + 1, name: "", value: "" }])
              }
            >
              Add a variable
            </Button>
          </div>
          <Checkbox
            label="For training: read first, never counted"
            description={isDraft ? undefined : "Every order begins with the training cases: which they are is said before a start."}
            checked={isTraining}
            disabled={!isDraft}
            onChange={(event) => setTraining(event.currentTarget.checked)}
          />
          <TextInput
            label="Reason"
            description={`The log keeps it${isDraft ? ", where there is one" : ""}: no patient’s name or ID, no group. Group and variables stand in the log as a hash alone.`}
            required={!isDraft}
            withAsterisk={false}
            maxLength={2000}
            autoComplete="off"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Text size="xs" c="dimmed">
            Readers see nothing of this. The code of a case stays.
          </Text>
          <FormFoot error={error} isBusy={isBusy} does="Save the case" onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
