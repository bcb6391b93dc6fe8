import { Badge, Button, FileButton, Text } from "@mantine/core";
import { IconFileSpreadsheet, IconListCheck } from "@tabler/icons-react";
import { useState } from "react";
import { longestProjectFile } from "#shared/api/project.ts";
import { client } from "../../../client/client.ts";
import { projectsChanged, type ProjectCase } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatCounted } from "../../../ui/format.ts";
import { readTextFile } from "../../../ui/readTextFile.ts";
import { Refusal } from "../Refusal.tsx";
import type { OpenProject } from "../useProject.ts";
import { AddFromWorklist } from "./AddFromWorklist.tsx";
import { AddedNote, type Added } from "./AddedNote.tsx";
import { ChangeCase } from "./ChangeCase.tsx";
import { CaseSheet, type CaseAct } from "./CaseSheet.tsx";
import page from "../ProjectPage.module.css";
import classes from "../Projects.module.css";

/** The cases of a project: adding them, changing what is kept of one, excluding one, taking one out of a draft. */
export function CasesStep({ project }: { readonly project: OpenProject }) {
  const { projectId, status, cases } = project;
  const [isChoosing, setChoosing] = useState(false);
  const [added, setAdded] = useState<Added | null>(null);
  const [acting, setActing] = useState<CaseAct | null>(null);
  const [changing, setChanging] = useState<string | null>(null);
  const changed = cases.find(({ code }) => code === changing);
  const { isBusy, error, act } = useAct();
  const isDraft = status.state === "draft";
  const isClosed = status.state === "closed";
  const groups = [...new Set(cases.flatMap(({ group }) => group ?? []))];

  const addTable = (file: File | null) => {
    if (!file) return;
    setAdded(null);
    act(async () => {
      const table = await readTextFile(file, longestProjectFile);
      setAdded(await client.project.addTable.mutate({ projectId, file: table }));
      await projectsChanged();
    });
  };

  return (
    <section className={page.section} aria-label="Cases">
      <h2>Cases</h2>
      {!isClosed && (
        <>
          <Text c="dimmed" maw={760}>
            The studies of one patient are one case. Readers know it by its code alone, which is made at random unless a table says another
            one; group and variables are for coordinators. A table is CSV in UTF-8 with a column “Patient ID” or “Study UID”; “Case code”,
            “Group” and “Training” may be there, and every other column is a variable.
            {!isDraft && " Cases that are added while the study runs follow at the end of every order, and wait until they are prepared."}
          </Text>
          <div className={page.bar}>
            <Button leftSection={<IconListCheck size={14} />} onClick={() => setChoosing(true)}>
              Add from the worklist…
            </Button>
            {/* A file that was mended is chosen again under its name. */}
            <FileButton key={`${isBusy}`} accept=".csv,text/csv" onChange={addTable}>
              {(button) => (
                <Button variant="default" leftSection={<IconFileSpreadsheet size={14} />} loading={isBusy} {...button}>
                  Add by a table (CSV)…
                </Button>
              )}
            </FileButton>
          </div>
        </>
      )}
      <Refusal error={error} title="Nothing was added" />
      {added && <AddedNote added={added} />}
      {cases.length === 0 ? (
        <Text c="dimmed">There is no case yet.</Text>
      ) : (
        <table className={classes.table} aria-label="Cases">
          <thead>
            <tr>
              <th scope="col">Code</th>
              <th scope="col">Group</th>
              <th scope="col">Kind</th>
              <th scope="col" className={classes.number}>
                Studies
              </th>
              <th scope="col" className={classes.number}>
                Roles confirmed
              </th>
              <th scope="col">Variables</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {cases.map((each) => (
              <CaseLine
                key={each.code}
                of={each}
                isDraft={isDraft}
                isClosed={isClosed}
                onAct={setActing}
                onChange={() => setChanging(each.code)}
              />
            ))}
          </tbody>
        </table>
      )}
      {isChoosing && (
        <AddFromWorklist
          projectId={projectId}
          groups={groups}
          isRunning={!isDraft}
          onClose={() => setChoosing(false)}
          onAdded={(what) => {
            setAdded(what);
            setChoosing(false);
          }}
        />
      )}
      {changed && (
        <ChangeCase
          projectId={projectId}
          of={changed}
          isDraft={isDraft}
          groups={groups}
          names={[...new Set(cases.flatMap(({ variables }) => Object.keys(variables)))]}
          onClose={() => setChanging(null)}
        />
      )}
      {acting && <CaseSheet projectId={projectId} {...acting} onClose={() => setActing(null)} />}
    </section>
  );
}

interface LineProps {
  readonly of: ProjectCase;
  readonly isDraft: boolean;
  readonly isClosed: boolean;
  readonly onAct: (act: CaseAct) => void;
  readonly onChange: () => void;
}

function CaseLine({
  of: { code, state, reason, group, isTraining, studies, roles, variables },
  isDraft,
  isClosed,
  onAct,
  onChange,
}: LineProps) {
  const named = Object.entries(variables).map(([name, value]) => `${name}: ${value}`);
  const isExcluded = state === "excluded";
  return (
    <tr>
      <td className={classes.code}>{code}</td>
      <td>{group ?? <span className={classes.quiet}>–</span>}</td>
      <td>
        {isTraining && (
          <Badge variant="light" radius="sm" tt="none">
            Training
          </Badge>
        )}
        {state !== "included" && (
          <span className={classes.warning} title={reason ?? undefined}>
            {state}
            {reason !== null && `: ${reason}`}
          </span>
        )}
        {!isTraining && state === "included" && <span className={classes.quiet}>counts</span>}
      </td>
      <td className={classes.number}>{studies}</td>
      <td className={classes.number}>
        {roles.filter((role) => role.state === "confirmed").length} of {roles.length}
      </td>
      <td className={classes.quiet} title={named.join("\n")}>
        {named.length === 0 ? "–" : named.length <= 2 ? named.join(", ") : formatCounted(named.length, "variable", "variables")}
      </td>
      <td>
        <div className={page.bar}>
          {!isClosed && (
            <Button variant="default" size="compact-xs" aria-label={`Change case ${code}`} onClick={onChange}>
              Change…
            </Button>
          )}
          {!isClosed && (
            <Button
              variant="default"
              size="compact-xs"
              aria-label={`${isExcluded ? "Include" : "Exclude"} case ${code}`}
              onClick={() => onAct({ code, does: isExcluded ? "include" : "exclude" })}
            >
              {isExcluded ? "Include…" : "Exclude…"}
            </Button>
          )}
          {isDraft && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              aria-label={`Remove case ${code}`}
              onClick={() => onAct({ code, does: "remove" })}
            >
              Remove…
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}
