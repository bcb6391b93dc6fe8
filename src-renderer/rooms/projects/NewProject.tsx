import { FileButton, Button, Modal, Radio, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { longestProjectFile, type ProjectSource } from "#shared/api/project.ts";
import { client, trpc } from "../../client/client.ts";
import { projectsChanged, type ProjectSummary } from "../../client/projects.ts";
import { useSignedIn } from "../../client/reader.ts";
import { useAct } from "../../client/useAct.ts";
import { FormFoot } from "../../ui/FormFoot.tsx";
import { readTextFile } from "../../ui/readTextFile.ts";
import classes from "./Projects.module.css";

interface Props {
  readonly projects: readonly ProjectSummary[];
  readonly onClose: () => void;
  readonly onMade: (projectId: string) => void;
}

const notChosen = "Choose where the protocol comes from.";

/** Makes a draft: from a template of the program, a protocol file, or the protocol of a project of the own. */
export function NewProject({ projects, onClose, onMade }: Props) {
  const { data: templates = [] } = useQuery(trpc.project.templates.queryOptions());
  const signedIn = useSignedIn();
  const own = projects.filter(({ coordinatorIds }) => signedIn.kind === "reader" && coordinatorIds.includes(signedIn.reader.id));
  const [name, setName] = useState("");
  const [from, setFrom] = useState<ProjectSource["from"]>("template");
  const [template, setTemplate] = useState<string | null>(null);
  const [copied, setCopied] = useState<string | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const { isBusy, error, act } = useAct();

  const sourceOf = async (): Promise<ProjectSource> => {
    if (from === "template" && template !== null) return { from, template };
    if (from === "project" && copied !== null) return { from, projectId: copied };
    if (from === "file" && file !== null) return { from, file: await readTextFile(file, longestProjectFile) };
    throw new Error(notChosen);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      const { projectId } = await client.project.create.mutate({ name, source: await sourceOf() });
      await projectsChanged();
      onMade(projectId);
    });
  };

  const chosen = templates.find((each) => each.template === template);
  return (
    <Modal opened onClose={onClose} title="New project" size={560} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            description={from === "project" ? undefined : "Where it is left empty, the project is named as its protocol."}
            required={from === "project"}
            withAsterisk={false}
            value={name}
            maxLength={120}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Radio.Group label="Its protocol comes from" value={from} onChange={(value) => setFrom(value)} size="xs">
            <Stack gap={6} mt={4}>
              <Radio size="xs" value="template" label="a template of the program" />
              <Radio size="xs" value="file" label="a protocol file (JSON)" />
              <Radio size="xs" value="project" label="another project of yours" disabled={own.length === 0} />
            </Stack>
          </Radio.Group>
          {from === "template" && (
            <>
              <Select
                aria-label="Template"
                placeholder="Choose a template"
                data={templates.map((each) => ({ value: each.template, label: each.name }))}
                value={template}
                onChange={setTemplate}
              />
              {chosen && chosen.description !== "" && (
                <Text size="xs" c="dimmed">
                  {chosen.description}
                </Text>
              )}
            </>
          )}
          {from === "file" && (
            <div>
              <FileButton accept=".json,application/json" onChange={setFile}>
                {(button) => (
                  <Button variant="default" {...button}>
                    Choose a file…
                  </Button>
                )}
              </FileButton>{" "}
              <span className={classes.quiet}>{file?.name ?? "none chosen"}</span>
            </div>
          )}
          {from === "project" && (
            <Select
              aria-label="Project whose protocol is copied"
              placeholder="Choose a project"
              data={own.map(({ id, name: label }) => ({ value: id, label }))}
              value={copied}
              onChange={setCopied}
            />
          )}
          <FormFoot error={error} isBusy={isBusy} does="Make the project" onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
