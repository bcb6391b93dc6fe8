import { Button, CopyButton, Text, TextInput } from "@mantine/core";
import { IconDownload, IconShieldCheck } from "@tabler/icons-react";
import { useState } from "react";
import { client } from "../../../client/client.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatCount, formatMoment } from "../../../ui/format.ts";
import { fileNameOf, saveText } from "../../../ui/saveText.ts";
import { Note } from "../Note.tsx";
import { ReasonSheet } from "../ReasonSheet.tsx";
import { Refusal } from "../Refusal.tsx";
import type { OpenProject } from "../useProject.ts";
import { CloseSheet } from "./CloseSheet.tsx";
import page from "../ProjectPage.module.css";
import classes from "../Projects.module.css";
import own from "./Log.module.css";

type Verification = Awaited<ReturnType<typeof client.project.verify.query>>;

/** The log of a project: it is checked and downloaded; while the project runs, its clock is released, and it is closed. */
export function LogStep({ project: { projectId, status } }: { readonly project: OpenProject }) {
  const [head, setHead] = useState("");
  const [verified, setVerified] = useState<Verification | null>(null);
  const [manifest, setManifest] = useState<string | null>(null);
  const [open, setOpen] = useState<"clock" | "close" | null>(null);
  const { isBusy, error, act } = useAct();
  const { number, hash } = status.head;

  const verify = () =>
    act(async () => {
      setVerified(null);
      setVerified(await client.project.verify.query({ projectId, ...(head.trim() === "" ? {} : { head: head.trim() }) }));
    });
  const download = () =>
    act(async () => {
      saveText(await client.project.log.query({ projectId }), `${fileNameOf(status.name, "project")}-log.csv`, "text/csv");
    });
  return (
    <section className={page.section} aria-label="Log">
      <h2>Log</h2>
      <Text c="dimmed" maw={760}>
        Every change is an entry, which holds the hash of the one before. Note the head and keep it elsewhere: with it a check also finds a
        log that was computed anew as a whole.
      </Text>
      <div className={own.head}>
        <span className={classes.quiet}>{formatCount(number)} entries, head</span>
        <code className={own.hash}>
          {number}:{hash}
        </code>
        <CopyButton value={`${number}:${hash}`}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-xs" onClick={copy}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </div>
      <div className={page.bar}>
        <TextInput
          className={own.known}
          aria-label="A head that was noted before"
          placeholder="A head that was noted before (may be left out)"
          value={head}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setHead(event.currentTarget.value)}
        />
        <Button leftSection={<IconShieldCheck size={15} />} loading={isBusy} onClick={verify}>
          Check the log
        </Button>
        <Button variant="default" leftSection={<IconDownload size={15} />} disabled={isBusy} onClick={download}>
          Download as CSV
        </Button>
      </div>
      <Refusal error={error} />
      {verified?.fault === null && (
        <Note title="It fits">
          <div>
            All {formatCount(verified.entries)} entries fit each other{head.trim() === "" ? "" : ", the head that was given"} and the rows
            of the data folder, with drawings and signatures.
          </div>
        </Note>
      )}
      <Refusal title="It does not fit" error={verified?.fault === undefined || verified.fault === null ? null : `${verified.fault}.`} />
      {verified && verified.marks.length > 0 && (
        <Note isWarning title="Marked in the log">
          {verified.marks.map(({ number: entry, at, subject, words }) => (
            <div key={`${entry} ${subject}`}>
              Entry {entry}, {formatMoment(at)}, {subject}: {words}
            </div>
          ))}
        </Note>
      )}
      {manifest !== null && (
        <Note title="The project is closed">
          <div>
            Its manifest has the hash <code className={own.hash}>{manifest}</code>
          </div>
        </Note>
      )}
      {status.state === "running" && (
        <>
          <h2>End</h2>
          <Text c="dimmed" maw={760}>
            A close wants every opened reading submitted or withdrawn; you sign the hashes of all of them. Nothing in the project changes
            any more, and its readers see the data folder again.
          </Text>
          <div className={page.bar}>
            <Button onClick={() => setOpen("close")}>Close the project…</Button>
          </div>
          <h2>Clock</h2>
          <Text c="dimmed" maw={760}>
            Nothing is written while the clock of this machine runs behind the last entry. Where it ran ahead when that entry was written,
            and is right now, say so.
          </Text>
          <div className={page.bar}>
            <Button variant="default" onClick={() => setOpen("clock")}>
              Release the clock…
            </Button>
          </div>
        </>
      )}
      {open === "clock" && (
        <ReasonSheet
          title="Release the clock?"
          says="The log keeps that the clock ran ahead before, and is right now. Look at the times of the readings that were opened meanwhile."
          does="Release"
          onClose={() => setOpen(null)}
          onSend={async (reason) => {
            await client.project.releaseClock.mutate({ projectId, reason });
            await projectsChanged();
          }}
        />
      )}
      {open === "close" && <CloseSheet projectId={projectId} name={status.name} onClose={() => setOpen(null)} onClosed={setManifest} />}
    </section>
  );
}
