import { Button, FileButton, Text } from "@mantine/core";
import { IconFileExport, IconFileImport } from "@tabler/icons-react";
import { useState } from "react";
import type { TakenReturn, UnknownKey } from "#shared/api/packet.ts";
import type { Job } from "#shared/domain/job.ts";
import { client } from "../../../client/client.ts";
import { cancelJob } from "../../../client/jobs.ts";
import { takeReturnIn, usePackets } from "../../../client/packets.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { uploadFiles } from "../../../import/uploadFiles.ts";
import { JobProgress } from "../../../ui/JobProgress.tsx";
import { Note } from "../Note.tsx";
import { ReasonSheet } from "../ReasonSheet.tsx";
import { Refusal } from "../Refusal.tsx";
import type { OpenProject } from "../useProject.ts";
import { ConfirmKeySheet } from "./ConfirmKeySheet.tsx";
import { PacketTable } from "./PacketTable.tsx";
import { TakenNote } from "./TakenNote.tsx";
import { WritePacketSheet, type Written } from "./WritePacketSheet.tsx";
import page from "../ProjectPage.module.css";
import classes from "../Projects.module.css";

/** A return that was chosen, and whose key is to be compared before anything of it is taken in. */
interface Asking {
  readonly file: File;
  readonly key: UnknownKey;
}

/** Readers elsewhere: packets are written, called back, and what comes back of them is taken in. */
export function PacketsStep({ project }: { readonly project: OpenProject }) {
  const { projectId, status } = project;
  const { data: packets, error: listError } = usePackets(projectId);
  const [isWriting, setWriting] = useState(false);
  const [written, setWritten] = useState<Written | null>(null);
  const [taken, setTaken] = useState<TakenReturn | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const [called, setCalled] = useState<number | null>(null);
  const { isBusy, error, act } = useAct();
  const isRunning = status.state === "running";

  const take = async (file: File, fingerprint?: string) => {
    const uploadId = await uploadFiles([{ path: file.name, file }], () => undefined, new AbortController().signal);
    const request = { projectId, uploadId, ...(fingerprint === undefined ? {} : { fingerprint }) };
    const answer = await takeReturnIn(request, setJob).finally(() => setJob(null));
    if (!answer) throw new Error("Cancelled. Nothing was taken in.");
    setAsking(answer.isTaken ? null : { file, key: answer });
    if (!answer.isTaken) return;
    setTaken(answer);
    await projectsChanged();
  };
  const chosen = (file: File | null) => {
    if (!file) return;
    setTaken(null);
    setWritten(null);
    act(() => take(file));
  };
  const beginCall = (number: number) => {
    setTaken(null);
    setWritten(null);
    setCalled(number);
  };
  return (
    <section className={page.section} aria-label="Packets">
      <h2>Packets</h2>
      <Text c="dimmed" maw={760}>
        A packet holds the cases of one reader’s pass that nobody has opened, for a reader elsewhere: images without headers, under codes,
        in one encrypted file. Until they come back, or you call the packet back, they are not opened here.
      </Text>
      {isRunning && (
        <div className={page.bar}>
          <Button
            leftSection={<IconFileExport size={15} />}
            onClick={() => {
              setTaken(null);
              setWriting(true);
            }}
          >
            Write a packet…
          </Button>
          {/* A file is chosen again under its name. */}
          <FileButton key={`${isBusy}`} onChange={chosen}>
            {(button) => (
              <Button variant="default" leftSection={<IconFileImport size={15} />} loading={isBusy} {...button}>
                Take in what came back…
              </Button>
            )}
          </FileButton>
        </div>
      )}
      {job && !asking && <JobProgress job={job} onCancel={() => cancelJob(job.id, () => undefined)} />}
      <Refusal error={error} title="Nothing was taken in" />
      <Refusal error={listError ? plainWords(listError) : null} />
      {written && (
        <Note title={`The packet was written to ${written.fileName}`}>
          <div>
            Give the file to reader {written.readerNumber}, and tell the passphrase by another way. Who loses the file asks you to call the
            packet back: it is not kept here.
          </div>
        </Note>
      )}
      {taken && <TakenNote taken={taken} />}
      {packets?.length === 0 && <Text c="dimmed">No packet was written yet.</Text>}
      {packets && packets.length > 0 && <PacketTable packets={packets} isRunning={isRunning} onCallBack={beginCall} />}
      {isWriting && (
        <WritePacketSheet
          project={project}
          onClose={() => setWriting(false)}
          onWritten={(file) => {
            setWritten(file);
            setWriting(false);
          }}
        />
      )}
      {asking && (
        <ConfirmKeySheet
          asked={asking.key}
          job={job}
          onClose={() => setAsking(null)}
          onConfirm={(fingerprint) => take(asking.file, fingerprint)}
        />
      )}
      {called !== null && (
        <ReasonSheet
          title={`Call packet ${called} back?`}
          says={
            <>
              Its cases can be opened here, or written in another packet. What still comes back of it is taken in, but for cases of which
              there is another reading by then.{" "}
              <span className={classes.warning}>Tell the reader: the packet can be read on where it is.</span>
            </>
          }
          does="Call it back"
          onClose={() => setCalled(null)}
          onSend={async (reason) => {
            await client.packet.callBack.mutate({ projectId, number: called, reason });
            await projectsChanged();
          }}
        />
      )}
    </section>
  );
}
