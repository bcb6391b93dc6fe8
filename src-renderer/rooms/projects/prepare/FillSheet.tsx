import { List, Loader, Modal, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { client } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatCounted } from "../../../ui/format.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { ReasonField } from "../ReasonField.tsx";
import { Refusal } from "../Refusal.tsx";
import { TouchedReadings } from "../TouchedReadings.tsx";
import type { OpenProject } from "../useProject.ts";
import { rolesOfProtocol } from "./inputsOfCases.ts";

interface Props {
  readonly project: OpenProject;
  readonly runId: string;
  readonly outputs: readonly string[];
  readonly onClose: () => void;
  /** In words, what was done. */
  readonly onFilled: (words: string) => void;
}

/** Roles of the protocol get what a recipe made: what that touches is shown first. */
export function FillSheet({ project: { projectId, protocol, status }, runId, outputs, onClose, onFilled }: Props) {
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState("");
  const { isBusy, error, act } = useAct();
  const all = rolesOfProtocol(protocol);
  const roles = Object.fromEntries(
    Object.entries(chosen).flatMap(([output, key]) => {
      const found = all.find((each) => each.key === key);
      return found ? [[output, { region: found.region, role: found.role }]] : [];
    }),
  );
  const request = { projectId, runId, roles };
  const tried = useQuery({
    queryKey: ["roles filled, tried out", request],
    queryFn: () => client.recipe.fillRoles.mutate({ ...request, reason: "", isDryRun: true }),
    enabled: Object.keys(roles).length > 0,
    retry: false,
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      const { filled } = await client.recipe.fillRoles.mutate({ ...request, reason, isDryRun: false });
      await projectsChanged();
      onFilled(`Filled in ${formatCounted(filled.length, "case", "cases")}. Look at the series under “Levels and look”.`);
    });
  };
  const readings = (tried.data?.replaced ?? []).flatMap(({ begunAnew, kept }) => [
    ...begunAnew.map((reading) => ({
      reading,
      becomes: "in work: begins anew on the prepared image; what was drawn and answered is kept",
    })),
    ...kept.map((reading) => ({ reading, becomes: "stays as it was read, on the old series; unlocked, it begins anew" })),
  ]);
  return (
    <Modal opened onClose={onClose} title="Fill roles by what was prepared" size={720} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {outputs.map((output) => (
            <Select
              key={output}
              label={`${output}, prepared, becomes`}
              placeholder="No role of the protocol"
              clearable
              clearButtonProps={{ "aria-label": `No role for ${output}` }}
              data={all.map(({ key, title }) => ({ value: key, label: title }))}
              value={chosen[output] ?? null}
              onChange={(key) => {
                const { [output]: _before, ...others } = chosen;
                setChosen(key === null ? others : { ...others, [output]: key });
              }}
            />
          ))}
          {tried.isFetching && <Loader size="sm" aria-label="Trying it out" />}
          <Refusal error={tried.error ? plainWords(tried.error) : null} />
          {tried.data && (
            <List size="sm" aria-label="What becomes of the cases">
              <List.Item>
                Filled: {formatCounted(tried.data.filled.length, "case", "cases")}
                {tried.data.already.length > 0 && `; ${tried.data.already.length} have it already`}.
              </List.Item>
              {tried.data.notAccepted.length > 0 && (
                <List.Item>Left as they are, as nothing is accepted of them: {tried.data.notAccepted.join(", ")}.</List.Item>
              )}
              {status.state !== "running" && (
                <List.Item>
                  The project has not started: nobody has read yet, and what was drawn stays with the volume it was drawn on.
                </List.Item>
              )}
            </List>
          )}
          {tried.data && <TouchedReadings label="Readings that are touched" readings={readings} />}
          <ReasonField value={reason} onChange={setReason} />
          <FormFoot
            error={error}
            isBusy={isBusy}
            isDisabled={!tried.data || tried.data.filled.length === 0}
            does="Fill the roles"
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}
