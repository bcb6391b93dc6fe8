import { Alert, Loader, Select, Tabs, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { queryClient, trpc } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import { BoardTab } from "./board/BoardTab.tsx";
import { DifferencesTab } from "./DifferencesTab.tsx";
import { DrawingsTab } from "./drawings/DrawingsTab.tsx";
import { FeaturesTab } from "./features/FeaturesTab.tsx";
import { ReportTab } from "./ReportTab.tsx";
import { ScoresTab } from "./scores/ScoresTab.tsx";
import { StateBar } from "./StateBar.tsx";
import classes from "./AgreementRoom.module.css";

const tabs = {
  Features: FeaturesTab,
  Scores: ScoresTab,
  Drawings: DrawingsTab,
  Differences: DifferencesTab,
  Board: BoardTab,
  Report: ReportTab,
} as const;

/** Readings are submitted and unlocked, and features extracted, in other windows too. */
const everyMs = 15_000;

/**
 * How well readers agree in a project, from its locked readings: features, scores, drawings, differences between groups, who read what
 * in which time, the report.
 */
export function AgreementRoom({ initialProjectId = null }: { initialProjectId?: string | null }) {
  const { data: projects, error } = useQuery(trpc.agreement.projects.queryOptions(undefined, { refetchOnMount: "always" }));
  const [chosen, setChosen] = useState(initialProjectId);
  const projectId = projects?.find(({ id }) => id === chosen)?.id ?? projects?.[0]?.id ?? null;
  const head = (
    <>
      <Title order={1}>Agreement</Title>
      {projects && projects.length > 0 && (
        <Select
          aria-label="Project"
          w={230}
          allowDeselect={false}
          data={projects.map(({ id, name, state }) => ({ value: id, label: `${name} (${state})` }))}
          value={projectId}
          onChange={setChosen}
        />
      )}
    </>
  );
  return (
    <div className={classes.room}>
      {projectId === null && <header className={classes.head}>{head}</header>}
      {error && (
        <Alert color="red" variant="light" role="alert" m="md">
          {plainWords(error)}
        </Alert>
      )}
      {projects?.length === 0 && (
        <Text c="dimmed" p="lg">
          There is no started reader study here that you coordinate.
        </Text>
      )}
      {projectId !== null && <ProjectAgreement key={projectId} projectId={projectId} head={head} />}
    </div>
  );
}

function ProjectAgreement({ projectId, head }: { projectId: string; head: ReactNode }) {
  const { data: status, error } = useQuery(
    trpc.agreement.status.queryOptions({ projectId }, { refetchInterval: everyMs, refetchOnMount: "always" }),
  );
  const [tab, setTab] = useState<string | null>("Features");
  const known = useRef<string | null>(null);
  const state = status?.stateHash ?? null;
  // What was computed of other readings or features is computed anew.
  useEffect(() => {
    if (state !== null && known.current !== null && known.current !== state)
      void queryClient.invalidateQueries({ ...trpc.agreement.pathFilter(), predicate: ({ queryKey }) => !isStatus(queryKey) });
    known.current = state ?? known.current;
  }, [state]);
  if (error || !status)
    return (
      <>
        <header className={classes.head}>{head}</header>
        {error ? (
          <Alert color="red" variant="light" role="alert" m="md">
            {plainWords(error)}
          </Alert>
        ) : (
          <Loader size="sm" m="lg" aria-label="Reading the project" />
        )}
      </>
    );
  return (
    <>
      <header className={classes.head}>
        {head}
        <StateBar projectId={projectId} status={status} />
      </header>
      <Tabs value={tab} onChange={setTab} className={classes.tabs}>
        <Tabs.List px="sm">
          {Object.keys(tabs).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {Object.entries(tabs).map(([name, Content]) => (
          <Tabs.Panel key={name} value={name} className={classes.panel}>
            <Content projectId={projectId} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

const isStatus = ([path]: readonly unknown[]): boolean => Array.isArray(path) && path[1] === "status";
