import { Button, Group, Modal, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { fieldProblems } from "#shared/domain/project/fieldProblems.ts";
import { protocolSchema, type Protocol } from "#shared/domain/project/protocol.ts";
import type { Region } from "#shared/domain/project/region.ts";
import { useAct } from "../../../client/useAct.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { BlindingFields } from "./BlindingFields.tsx";
import { PassFields } from "./PassFields.tsx";
import { RegionFields } from "./RegionFields.tsx";
import { ScoringFields } from "./ScoringFields.tsx";
import own from "./Protocol.module.css";

interface Props {
  readonly protocol: Protocol;
  /** The project runs: what cannot be amended is not offered, and what the change touches is shown first. */
  readonly isAmending?: boolean;
  readonly onClose: () => void;
  readonly onSend: (protocol: Protocol) => Promise<void>;
}

type Pass = Protocol["passes"][number];

/** The fields of a protocol that studies differ in most. All others are changed in a file. */
export function ProtocolForm({ protocol, isAmending = false, onClose, onSend }: Props) {
  const [draft, setDraft] = useState(protocol);
  const { isBusy, error, act } = useAct();
  const change = (part: Partial<Protocol>) => setDraft({ ...draft, ...part });
  const changeRegion = (at: number, region: Region) =>
    change({ regions: draft.regions.map((each, index) => (index === at ? region : each)) });
  const changePass = (at: number, pass: Pass) => change({ passes: draft.passes.map((each, index) => (index === at ? pass : each)) });
  const { passes, readerCount, blinding } = draft;
  const parsed = protocolSchema.safeParse(draft);
  const problems = parsed.success ? [] : fieldProblems(parsed.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(() => onSend(draft));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={isAmending ? "Amend the protocol" : "Change the protocol"}
      size={880}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Group align="flex-end" wrap="nowrap">
            <TextInput
              flex={1}
              label="Name of the protocol"
              value={draft.name}
              autoComplete="off"
              data-autofocus
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <NumberInput
              w={120}
              label="Readers"
              min={1}
              max={50}
              allowDecimal={false}
              disabled={isAmending}
              title={isAmending ? "Readers join and leave under “Readers, coordinators”." : undefined}
              value={readerCount}
              onChange={(value) => change({ readerCount: Number(value) })}
            />
          </Group>
          {draft.regions.map((region, at) => (
            <RegionFields key={region.id} region={region} isAmending={isAmending} onChange={(next) => changeRegion(at, next)} />
          ))}
          <ScoringFields protocol={draft} onChange={change} />
          <BlindingFields blinding={blinding} isDisabled={isAmending} onChange={(next) => change({ blinding: next })} />
          <fieldset className={own.region}>
            <legend>Passes through the cases</legend>
            {passes.map((pass, at) => (
              <PassFields
                key={at}
                at={at}
                pass={pass}
                readerCount={readerCount}
                onChange={(next) => changePass(at, next)}
                onRemove={() => change({ passes: passes.filter((_, index) => index !== at) })}
              />
            ))}
            <div>
              <Button
                variant="default"
                disabled={passes.length >= 10}
                onClick={() => change({ passes: [...passes, { cases: { of: "all" }, readers: [1], washout: "P2M", hasNewCodes: true }] })}
              >
                Add a pass
              </Button>
            </div>
          </fieldset>
          <Text size="xs" c="dimmed">
            Series and their rules, drawing rules, forms, the pass mark and agreement are changed in a file: save it, change it, and replace
            the protocol by it.
          </Text>
          {problems.length > 0 && (
            <ul className={own.problems} aria-label="What is wrong">
              {problems.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          )}
          <FormFoot
            error={error}
            isBusy={isBusy}
            isDisabled={problems.length > 0}
            does={isAmending ? "What it touches…" : "Save the protocol"}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}
