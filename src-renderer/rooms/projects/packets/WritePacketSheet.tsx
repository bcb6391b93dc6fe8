import { Checkbox, List, Modal, PasswordInput, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { Job } from "#shared/domain/job.ts";
import { trpc } from "../../../client/client.ts";
import { cancelJob } from "../../../client/jobs.ts";
import { writePacket } from "../../../client/packets.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatCounted } from "../../../ui/format.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { JobProgress } from "../../../ui/JobProgress.tsx";
import { saveBlob } from "../../../ui/saveBlob.ts";
import { fileNameOf } from "../../../ui/saveText.ts";
import type { OpenProject } from "../useProject.ts";
import classes from "../Projects.module.css";

export interface Written {
  readonly fileName: string;
  readonly readerNumber: number;
}

interface Props {
  readonly project: OpenProject;
  readonly onClose: () => void;
  readonly onWritten: (written: Written) => void;
}

const nextPass = "next";

/** Writes a packet: of which reader and pass, what it holds, and the passphrase under which it is sealed. */
export function WritePacketSheet({ project: { projectId, status, protocol }, onClose, onWritten }: Props) {
  const [reader, setReader] = useState<string | null>(null);
  const [pass, setPass] = useState<string>(nextPass);
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [knowsOfHeads, setKnows] = useState(false);
  const [job, setJob] = useState<Job | null>(null);
  const { isBusy, error, act } = useAct();
  const asked = { readerNumber: Number(reader), ...(pass === nextPass ? {} : { pass: Number(pass) }) };
  const { data: answered, error: planError } = useQuery(
    trpc.packet.plan.queryOptions({ projectId, ...asked }, { enabled: reader !== null, staleTime: 0, retry: false }),
  );
  // What was answered before the cases went out is still there beside the refusal.
  const plan = planError ? undefined : answered;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      if (passphrase !== again) throw new Error("The two passphrases differ. Nothing was written.");
      const blob = await writePacket({ projectId, ...asked, passphrase, knowsOfHeads }, setJob).finally(() => setJob(null));
      if (blob === null) throw new Error("Cancelled. Nothing was written.");
      const fileName = `${fileNameOf(status.name, "study")}-reader-${asked.readerNumber}-pass-${plan!.pass}.packet`;
      saveBlob(blob, fileName);
      onWritten({ fileName, readerNumber: asked.readerNumber });
      await projectsChanged();
    });
  };
  const readers = status.readers.map((name, at) => ({ value: `${at + 1}`, label: `${at + 1} ${name}` }));
  const passes = protocol.passes.map((_, at) => ({ value: `${at + 1}`, label: `Pass ${at + 1}` }));
  return (
    <Modal
      opened
      onClose={isBusy ? () => undefined : onClose}
      title="Write a packet"
      size={560}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Select label="Reader" placeholder="Choose who reads it" data={readers} value={reader} onChange={setReader} data-autofocus />
          <Select
            label="Pass"
            data={[{ value: nextPass, label: "The next one with cases that nobody has opened" }, ...passes]}
            allowDeselect={false}
            value={pass}
            onChange={(value) => setPass(value ?? nextPass)}
          />
          {reader !== null && planError && (
            <Text c="var(--danger)" role="alert">
              {plainWords(planError)}
            </Text>
          )}
          {plan && (
            <Text>
              It holds {formatCounted(plan.cases, "case", "cases")} of pass {plan.pass} with {formatCounted(plan.images, "image", "images")}
              , and is opened{" "}
              {plan.notBefore === null ? "at once" : `from ${plan.notBefore.slice(0, 10)} on (UTC), when its washout is over`}.
            </Text>
          )}
          {plan && plan.shown.length > 0 && (
            <Text>As the protocol shows them to readers, it holds {plan.shown.join(", ")} of each case too.</Text>
          )}
          {plan && plan.leftOut.length > 0 && (
            <div>
              <Text c="var(--warning)">Not in it, as they are read here:</Text>
              <List size="sm" mah={120} style={{ overflow: "auto" }} aria-label="Cases that are left out">
                {plan.leftOut.map(({ code, why }) => (
                  <List.Item key={code}>
                    {code}: {why}
                  </List.Item>
                ))}
              </List>
            </div>
          )}
          {plan && plan.heads.length > 0 && (
            <div className={classes.note} data-warning>
              <Stack gap="xs">
                <Text fw={600}>Images of the head: {plan.heads.join(", ")}</Text>
                <Text size="sm">
                  A face can be rendered from images of a head, and somebody recognised by it, also without a name. Take it away (de-face)
                  before the images are imported.
                </Text>
                <Checkbox
                  label="I know that, and write the packet"
                  checked={knowsOfHeads}
                  onChange={(event) => setKnows(event.currentTarget.checked)}
                />
              </Stack>
            </div>
          )}
          <PasswordInput
            label="Passphrase of the packet"
            description="8 characters or more, of its own. Tell it to the reader by another way than the file."
            autoComplete="new-password"
            required
            withAsterisk={false}
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
          <PasswordInput
            label="The same again"
            autoComplete="new-password"
            required
            withAsterisk={false}
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
          />
          <Text size="sm" c="dimmed">
            The packet is saved as a download of this window.
          </Text>
          {job ? (
            <JobProgress job={job} onCancel={() => cancelJob(job.id, () => undefined)} />
          ) : (
            <FormFoot
              error={error}
              isBusy={isBusy}
              isDisabled={!plan || (plan.heads.length > 0 && !knowsOfHeads)}
              does="Write and download"
              onCancel={onClose}
            />
          )}
        </Stack>
      </form>
    </Modal>
  );
}
