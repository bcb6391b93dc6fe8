import { Button, Text, Title } from "@mantine/core";
import { IconClipboardList, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { trpc } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import type { ProjectSummary } from "../../client/projects.ts";
import { useSignedIn } from "../../client/reader.ts";
import { formatCount, formatMoment } from "../../ui/format.ts";
import { NewProject } from "./NewProject.tsx";
import { ProjectState } from "./ProjectState.tsx";
import { Refusal } from "./Refusal.tsx";
import { SampleOffer } from "./SampleOffer.tsx";
import classes from "./Projects.module.css";

/** All reader studies of the data folder, with a way to a new one. Those of other coordinators are named, and not opened. */
export function ProjectList({ onOpen }: { readonly onOpen: (projectId: string) => void }) {
  const { data: projects, error } = useQuery(trpc.project.list.queryOptions(undefined, { staleTime: 0 }));
  const [isMaking, setMaking] = useState(false);
  const button = (
    <Button leftSection={<IconPlus size={14} />} onClick={() => setMaking(true)}>
      New project…
    </Button>
  );
  return (
    <div className={classes.room}>
      <div className={classes.page}>
        <div className={classes.head}>
          <div>
            <Title order={1}>Projects</Title>
            <Text c="dimmed" maw={680}>
              A project is a reader study: readers read the same cases by one protocol, blinded and independently of each other. Its
              coordinators set it up here as a draft, start it, and follow its readings.
            </Text>
          </div>
          {projects && projects.length > 0 && button}
        </div>
        <Refusal error={error ? plainWords(error) : null} />
        {projects?.length === 0 && (
          <section className={classes.none} aria-label="No project yet">
            <IconClipboardList size={44} stroke={1.1} className={classes.sign} aria-hidden />
            <Title order={2}>There is no project yet</Title>
            <Text c="dimmed" maw={520}>
              Make one from a template, a protocol file or another project. You become its coordinator; nothing is asked of readers before
              you start it.
            </Text>
            {button}
          </section>
        )}
        {projects?.length === 0 && <SampleOffer onMade={onOpen} />}
        {projects && projects.length > 0 && <ProjectTable projects={projects} onOpen={onOpen} />}
      </div>
      {isMaking && <NewProject projects={projects ?? []} onClose={() => setMaking(false)} onMade={onOpen} />}
    </div>
  );
}

function ProjectTable({ projects, onOpen }: { readonly projects: readonly ProjectSummary[]; readonly onOpen: (id: string) => void }) {
  const { data: known } = useQuery(trpc.reader.list.queryOptions());
  const signedIn = useSignedIn();
  const ownId = signedIn.kind === "reader" ? signedIn.reader.id : null;
  const nameOf = (id: number) => known?.readers.find((reader) => reader.id === id)?.name ?? "";
  return (
    <table className={classes.table} aria-label="Projects">
      <thead>
        <tr>
          <th scope="col">Project</th>
          <th scope="col">State</th>
          <th scope="col" className={classes.number}>
            Cases
          </th>
          <th scope="col">Coordinators</th>
          <th scope="col">Made</th>
        </tr>
      </thead>
      <tbody>
        {projects.map(({ id, name, state, cases, coordinatorIds, createdAt }) => (
          <tr key={id}>
            <td>
              {ownId !== null && coordinatorIds.includes(ownId) ? (
                <button type="button" className={classes.link} onClick={() => onOpen(id)}>
                  {name}
                </button>
              ) : (
                <span className={classes.quiet} title="Only its coordinators open it.">
                  {name}
                </span>
              )}
            </td>
            <td>
              <ProjectState state={state} />
            </td>
            <td className={classes.number}>{formatCount(cases)}</td>
            <td className={classes.quiet}>{coordinatorIds.map(nameOf).join(", ")}</td>
            <td className={classes.quiet}>{formatMoment(createdAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
