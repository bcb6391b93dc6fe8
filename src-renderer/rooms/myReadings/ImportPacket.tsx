import { Button, FileButton, Modal, PasswordInput, Stack } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import type { Job } from "#shared/domain/job.ts";
import { queryClient, trpc } from "../../client/client.ts";
import { cancelJob } from "../../client/jobs.ts";
import { importPacket } from "../../client/packets.ts";
import { useAct } from "../../client/useAct.ts";
import { uploadFiles } from "../../import/uploadFiles.ts";
import { FormFoot } from "../../ui/FormFoot.tsx";
import { JobProgress } from "../../ui/JobProgress.tsx";
import classes from "./MyReadings.module.css";

/** Imports a packet that a coordinator gave, into a data folder that holds nothing else. */
export function ImportPacket() {
  const [file, setFile] = useState<File | null>(null);
  return (
    <section className={classes.project} aria-label="Packets">
      <h2 className={classes.name}>Packets</h2>
      <p className={classes.quiet}>
        A coordinator elsewhere gave you a packet of cases? It is read here, and nothing else can be done in this data folder meanwhile.
      </p>
      <div>
        <FileButton key={file?.name ?? ""} onChange={setFile}>
          {(button) => (
            <Button variant="default" leftSection={<IconFileImport size={15} />} {...button}>
              Import a packet…
            </Button>
          )}
        </FileButton>
      </div>
      {file && <ImportSheet file={file} onClose={() => setFile(null)} />}
    </section>
  );
}

function ImportSheet({ file, onClose }: { readonly file: File; readonly onClose: () => void }) {
  const [passphrase, setPassphrase] = useState("");
  const [own, setOwn] = useState("");
  const [job, setJob] = useState<Job | null>(null);
  const { isBusy, error, act } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      const uploadId = await uploadFiles([{ path: file.name, file }], () => undefined, new AbortController().signal);
      const isHere = await importPacket({ uploadId, passphrase, own }, setJob).finally(() => setJob(null));
      if (!isHere) throw new Error("Cancelled. Nothing was taken in.");
      onClose();
      // The session is a blinded one from now on: the window begins anew as that.
      await Promise.all([
        queryClient.invalidateQueries(trpc.reading.access.queryFilter()),
        queryClient.invalidateQueries(trpc.reading.own.queryFilter()),
        queryClient.invalidateQueries(trpc.packet.pathFilter()),
      ]);
    });
  };
  return (
    <Modal
      opened
      onClose={isBusy ? () => undefined : onClose}
      title={`Import ${file.name}`}
      size={480}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <PasswordInput
            label="Passphrase of the packet"
            description="The coordinator tells it to you by another way than the file."
            autoComplete="off"
            required
            withAsterisk={false}
            value={passphrase}
            data-autofocus
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
          <PasswordInput
            label="Your own passphrase"
            description="Of the key with which you sign. Without it nobody can open what you read."
            autoComplete="off"
            required
            withAsterisk={false}
            value={own}
            onChange={(event) => setOwn(event.currentTarget.value)}
          />
          {job ? (
            <JobProgress job={job} onCancel={() => cancelJob(job.id, () => undefined)} />
          ) : (
            <FormFoot error={error} isBusy={isBusy} does="Import" onCancel={onClose} />
          )}
        </Stack>
      </form>
    </Modal>
  );
}
