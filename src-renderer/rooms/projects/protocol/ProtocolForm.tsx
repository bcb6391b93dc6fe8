import { Button, Group, Modal, Stack, Tabs, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { fieldProblems, problemAt } from "#shared/domain/project/fieldProblems.ts";
import { protocolSchema, type Protocol } from "#shared/domain/project/protocol.ts";
import type { Region } from "#shared/domain/project/region.ts";
import { useAct } from "../../../client/useAct.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { NumberField } from "../../../ui/NumberField.tsx";
import { AddByName } from "./AddByName.tsx";
import { AgreementFields } from "./AgreementFields.tsx";
import { BlindingFields } from "./BlindingFields.tsx";
import { within, type ErrorAt } from "./errorAt.ts";
import { FormsFields } from "./FormsFields.tsx";
import { freeId } from "./levelsNamed.ts";
import { PassFields } from "./PassFields.tsx";
import { PassMarkFields } from "./PassMarkFields.tsx";
import { newRegion } from "./newRegion.ts";
import { RegionFields } from "./RegionFields.tsx";
import type { RulePictures } from "./RuleFields.tsx";
import { ScoringFields } from "./ScoringFields.tsx";
import own from "./Protocol.module.css";

interface Props {
  readonly protocol: Protocol;
  /** The project runs: what cannot be amended is not offered, and what the change touches is shown first. */
  readonly isAmending?: boolean;
  readonly pictures: RulePictures;
  readonly onClose: () => void;
  readonly onSend: (protocol: Protocol) => Promise<void>;
}

type Pass = Protocol["passes"][number];

/** The fields of a protocol. Forms of the own making come with a file. */
export function ProtocolForm({ protocol, isAmending = false, pictures, onClose, onSend }: Props) {
  const [draft, setDraft] = useState(protocol);
  const [tab, setTab] = useState("study");
  const { isBusy, error, act } = useAct();
  const change = (part: Partial<Protocol>) => setDraft({ ...draft, ...part });
  const changeRegion = (at: number, region: Region) =>
    change({ regions: draft.regions.map((each, index) => (index === at ? region : each)) });
  const changePass = (at: number, pass: Pass) => change({ passes: draft.passes.map((each, index) => (index === at ? pass : each)) });
  const addRegion = (name: string) => {
    const id = freeId(name, new Set(draft.regions.map((region) => region.id)), "region");
    change({ regions: [...draft.regions, newRegion(id, name)] });
    setTab(`region-${id}`);
  };
  const removeRegion = (at: number) => {
    change({ regions: draft.regions.filter((_, index) => index !== at) });
    setTab("study");
  };
  /** Pictures of grades that no form has any more go with their form. */
  const changeForms = (forms: Protocol["forms"]) => {
    const scales = new Set(forms.flatMap((form) => form.scales.map(({ id }) => id)));
    const { gradePictures } = draft;
    change({ forms, ...(gradePictures ? { gradePictures: gradePictures.filter(({ scale }) => scales.has(scale)) } : {}) });
  };
  const { passes, readerCount, blinding } = draft;
  const parsed = protocolSchema.safeParse(draft);
  const problems = parsed.success ? [] : fieldProblems(parsed.error);
  const errorAt: ErrorAt = (...path) => problemAt(parsed.error, path);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Forms of sheets that lie over this one are none of its own.
    if (event.target === event.currentTarget) act(() => onSend(draft));
  };
  /** Escape is for the uppermost sheet. */
  const close = () => {
    if (document.querySelectorAll("[role=dialog]").length === 1) onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
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
              error={errorAt("name")}
              value={draft.name}
              autoComplete="off"
              data-autofocus
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <NumberField
              w={120}
              label="Readers"
              min={1}
              max={50}
              allowDecimal={false}
              disabled={isAmending}
              title={isAmending ? "Readers join and leave under “Readers, coordinators”." : undefined}
              value={readerCount}
              onChange={(count) => change({ readerCount: count })}
            />
          </Group>
          <Tabs value={tab} onChange={(value) => setTab(value ?? "study")}>
            <Tabs.List>
              <Tabs.Tab value="study">Study</Tabs.Tab>
              {draft.regions.map(({ id, name }) => (
                <Tabs.Tab key={id} value={`region-${id}`}>
                  {name.trim() === "" ? id : name}
                </Tabs.Tab>
              ))}
              <Tabs.Tab value="forms">Forms and scoring</Tabs.Tab>
              <Tabs.Tab value="passes">Passes</Tabs.Tab>
              <Tabs.Tab value="agreement">Agreement</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="study" className={own.panel}>
              <Textarea
                rows={3}
                resize="vertical"
                label="What the study asks"
                error={errorAt("description")}
                value={draft.description}
                onChange={(event) => change({ description: event.currentTarget.value })}
              />
              <BlindingFields blinding={blinding} isDisabled={isAmending} onChange={(next) => change({ blinding: next })} />
              {!isAmending && draft.regions.length < 12 && (
                <AddByName label="Name of another region of the body" does="Add a region" onAdd={addRegion} />
              )}
            </Tabs.Panel>
            {draft.regions.map((region, at) => (
              <Tabs.Panel key={region.id} value={`region-${region.id}`} className={own.panel}>
                <RegionFields
                  region={region}
                  isAmending={isAmending}
                  pictures={pictures}
                  errorAt={within(errorAt, "regions", at)}
                  onChange={(next) => changeRegion(at, next)}
                  onRemove={() => removeRegion(at)}
                />
              </Tabs.Panel>
            ))}
            <Tabs.Panel value="forms" className={own.panel}>
              <FormsFields forms={draft.forms} errorAt={within(errorAt, "forms")} onChange={changeForms} />
              <ScoringFields protocol={draft} onChange={change} />
              <PassMarkFields
                passMark={draft.passMark}
                errorAt={within(errorAt, "passMark")}
                onChange={(passMark) => change({ passMark })}
              />
            </Tabs.Panel>
            <Tabs.Panel value="passes" className={own.panel}>
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
            </Tabs.Panel>
            <Tabs.Panel value="agreement" className={own.panel}>
              <AgreementFields
                agreement={draft.agreement}
                errorAt={within(errorAt, "agreement")}
                onChange={(agreement) => change({ agreement })}
              />
            </Tabs.Panel>
          </Tabs>
          <div className={own.foot}>
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
          </div>
        </Stack>
      </form>
    </Modal>
  );
}
