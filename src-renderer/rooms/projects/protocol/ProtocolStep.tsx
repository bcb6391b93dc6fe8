import { Button, FileButton } from "@mantine/core";
import { IconDownload, IconPencil, IconUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { longestProjectFile } from "#shared/api/project.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { namedPictures } from "#shared/domain/project/protocolPictures.ts";
import { addresses } from "../../../client/addresses.ts";
import { client } from "../../../client/client.ts";
import { projectsChanged, type Amendment } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { readTextFile } from "../../../ui/readTextFile.ts";
import { fileNameOf, saveText } from "../../../ui/saveText.ts";
import { Note } from "../Note.tsx";
import { Refusal } from "../Refusal.tsx";
import type { OpenProject } from "../useProject.ts";
import { AmendSheet } from "./AmendSheet.tsx";
import { amendmentNotes } from "./amendmentWords.ts";
import { ProtocolForm } from "./ProtocolForm.tsx";
import { ProtocolPictures } from "./ProtocolPictures.tsx";
import { freeBase } from "./picturePlaces.ts";
import { putPicture } from "./putPicture.ts";
import { ProtocolView } from "./ProtocolView.tsx";
import page from "../ProjectPage.module.css";
import classes from "../Projects.module.css";

/** A protocol that an amendment is to make. */
interface Pending {
  readonly fileName: string;
  readonly text: string;
  /** It can be changed further in the form. */
  readonly isOfForm?: boolean;
}

/** How the cases are read: shown in words, changed in a form or by a file; while the project runs, by an amendment with a reason. */
export function ProtocolStep({ project }: { readonly project: OpenProject }) {
  const { projectId, protocol, status } = project;
  const [isEditing, setEditing] = useState(false);
  const [dropped, setDropped] = useState<readonly string[]>([]);
  const { isBusy, error, act } = useAct();
  const [pending, setPending] = useState<Pending | null>(null);
  const [amended, setAmended] = useState<Amendment | null>(null);
  const isDraft = status.state === "draft";
  const mayChange = status.state !== "closed";

  /** Pictures that came while the protocol was changed in the form. */
  const added = useRef(new Set<string>());
  const pictures = {
    put: async (base: string, file: File) => {
      const there = await client.project.pictures.query({ projectId });
      const names = there.map(({ name }) => name);
      const name = await putPicture(projectId, freeBase(base, names), file);
      added.current.add(name);
      return name;
    },
    addressOf: (name: string) => addresses.projectPicture(projectId, name),
  };
  /** Takes away what came and is not named by the protocol that holds now, and what only the draft before it named. */
  const tidyPictures = async (now: Protocol, before: readonly string[] = []) => {
    const named = new Set(namedPictures(now).map(({ name }) => name));
    const unnamed = [...added.current, ...before].filter((name) => !named.has(name));
    added.current.clear();
    const there = unnamed.length === 0 ? [] : await client.project.pictures.query({ projectId });
    for (const { name } of there) if (unnamed.includes(name)) await client.project.removePicture.mutate({ projectId, name });
    await projectsChanged();
  };
  const stopAmending = () => {
    setPending(null);
    act(() => tidyPictures(protocol));
  };

  const send = async ({ fileName, text }: Pending) => {
    const { droppedLevels } = await client.project.setProtocol.mutate({ projectId, file: { fileName, text } });
    setDropped(droppedLevels);
    await projectsChanged();
  };
  const take = async (file: Pending) => (isDraft ? send(file) : setPending(file));
  const upload = (file: File | null) => file && act(async () => take(await readTextFile(file, longestProjectFile)));
  const download = () =>
    saveText(`${JSON.stringify(protocol, null, 2)}\n`, `${fileNameOf(protocol.name, "protocol")}.json`, "application/json");

  return (
    <section className={page.section} aria-label="Protocol">
      <div className={classes.head}>
        <h2>{protocol.name}</h2>
        <div className={page.bar}>
          {mayChange && (
            <Button leftSection={<IconPencil size={14} />} onClick={() => setEditing(true)}>
              {isDraft ? "Change…" : "Amend…"}
            </Button>
          )}
          {mayChange && (
            <FileButton key={`${isBusy}`} accept=".json,application/json" onChange={upload}>
              {(button) => (
                <Button variant="default" leftSection={<IconUpload size={14} />} loading={isBusy} {...button}>
                  {isDraft ? "Replace by a file…" : "Amend by a file…"}
                </Button>
              )}
            </FileButton>
          )}
          <Button variant="default" leftSection={<IconDownload size={14} />} onClick={download}>
            Save as a file
          </Button>
        </div>
      </div>
      <Refusal error={error} title="The protocol stays as it was" />
      {dropped.length > 0 && (
        <Note isWarning title="Levels that the protocol has not any more were dropped">
          <div>{dropped.join("; ")}</div>
        </Note>
      )}
      {amended && (
        <Note isWarning={amended.unready.length > 0} title={`Version ${amended.version} of the protocol holds now`}>
          {amendmentNotes(amended).map((words) => (
            <div key={words}>{words}</div>
          ))}
        </Note>
      )}
      <ProtocolView protocol={protocol} version={status.protocol.version} isFrozen={status.protocol.isFrozen} />
      <ProtocolPictures
        projectId={projectId}
        protocol={protocol}
        key={status.protocol.version}
        canChange={mayChange}
        amends={isDraft ? null : status.protocol.version + 1}
        onChange={async (changed) => take({ fileName: "The pictures", text: JSON.stringify(changed) })}
      />
      {isEditing && (
        <ProtocolForm
          protocol={pending ? (JSON.parse(pending.text) as Protocol) : protocol}
          isAmending={!isDraft}
          pictures={pictures}
          onClose={() => {
            setEditing(false);
            stopAmending();
          }}
          onSend={async (changed) => {
            await take({ fileName: "The form", text: JSON.stringify(changed), isOfForm: true });
            setEditing(false);
            if (isDraft)
              act(() =>
                tidyPictures(
                  changed,
                  namedPictures(protocol).map(({ name }) => name),
                ),
              );
          }}
        />
      )}
      {pending && !isEditing && (
        <AmendSheet
          project={project}
          file={{ fileName: pending.fileName, text: pending.text }}
          onBack={() => {
            if (pending.isOfForm === true) setEditing(true);
            else setPending(null);
          }}
          onClose={stopAmending}
          onAmended={(amendment) => {
            setAmended(amendment);
            setPending(null);
            act(() => tidyPictures(JSON.parse(pending.text) as Protocol));
          }}
        />
      )}
    </section>
  );
}
