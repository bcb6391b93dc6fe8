import { Button, FileButton } from "@mantine/core";
import { IconDownload, IconPencil, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { longestProjectFile } from "#shared/api/project.ts";
import { client } from "../../../client/client.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { readTextFile } from "../../../ui/readTextFile.ts";
import { fileNameOf, saveText } from "../../../ui/saveText.ts";
import { Note } from "../Note.tsx";
import { Refusal } from "../Refusal.tsx";
import type { OpenProject } from "../useProject.ts";
import { ProtocolForm } from "./ProtocolForm.tsx";
import { ProtocolPictures } from "./ProtocolPictures.tsx";
import { ProtocolView } from "./ProtocolView.tsx";
import page from "../ProjectPage.module.css";
import classes from "../Projects.module.css";

/** How the cases are read: shown in words, changed in a form or by a file as long as the project is a draft. */
export function ProtocolStep({ project }: { readonly project: OpenProject }) {
  const { projectId, protocol, status } = project;
  const [isEditing, setEditing] = useState(false);
  const [dropped, setDropped] = useState<readonly string[]>([]);
  const { isBusy, error, act } = useAct();
  const isDraft = status.state === "draft";

  const send = async (file: { readonly fileName: string; readonly text: string }) => {
    const { droppedLevels } = await client.project.setProtocol.mutate({ projectId, file });
    setDropped(droppedLevels);
    await projectsChanged();
  };
  const upload = (file: File | null) => file && act(async () => send(await readTextFile(file, longestProjectFile)));
  const download = () =>
    saveText(`${JSON.stringify(protocol, null, 2)}\n`, `${fileNameOf(protocol.name, "protocol")}.json`, "application/json");

  return (
    <section className={page.section} aria-label="Protocol">
      <div className={classes.head}>
        <h2>{protocol.name}</h2>
        <div className={page.bar}>
          {isDraft && (
            <Button leftSection={<IconPencil size={14} />} onClick={() => setEditing(true)}>
              Change…
            </Button>
          )}
          {isDraft && (
            <FileButton key={`${isBusy}`} accept=".json,application/json" onChange={upload}>
              {(button) => (
                <Button variant="default" leftSection={<IconUpload size={14} />} loading={isBusy} {...button}>
                  Replace by a file…
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
      <ProtocolView protocol={protocol} version={status.protocol.version} isFrozen={status.protocol.isFrozen} />
      <ProtocolPictures
        projectId={projectId}
        protocol={protocol}
        canChange={isDraft}
        onChange={(changed) => send({ fileName: "The pictures", text: JSON.stringify(changed) })}
      />
      {isEditing && (
        <ProtocolForm
          protocol={protocol}
          onClose={() => setEditing(false)}
          onSend={async (changed) => {
            await send({ fileName: "The form", text: JSON.stringify(changed) });
            setEditing(false);
          }}
        />
      )}
    </section>
  );
}
