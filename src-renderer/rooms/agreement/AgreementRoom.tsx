import { Alert, Loader, Select, Tabs, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { queryClient, trpc } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import { DifferencesTab } from "./DifferencesTab.tsx";
import { DrawingsTab } from "./drawings/DrawingsTab.tsx";
import { FeaturesTab } from "./features/FeaturesTab.tsx";
import { ReportTab } from "./ReportTab.tsx";
import { ScoresTab } from "./scores/ScoresTab.tsx";
import { StateBar } from "./StateBar.tsx";
import classes from "./AgreementRoom.module.css";

const tabs = ["Features", "Scores", "Drawings", "Differences", "Report"] as const;

/** Readings are submitted and unlocked, and features extracted, in other windows too. */
const everyMs = 15_000;

/** How well readers agree in a project, from its locked readings: features, scores, drawings, differences between groups, the report. */
export function AgreementRoom({ initialProjectId = null }: { initialProjectId?: string | null }) {
  const { data: projects, error } = useQuery(trpc.agreement.projects.queryOptions(undefined, { refetchOnMount: "always" }));
  const [chosen, setChosen] = useState(initialProjectId);
  const projectId = projects?.find(({ id }) => id === chosen)?.id ?? projects?.[0]?.id ?? null;
  return (
    <div className={classes.room}>
      <header className={classes.head}>
        <Title order={1}>Agreement</Title>
        {projects && projects.length > 0 && (
          <Select
            aria-label="Project"
            w={280}
            allowDeselect={false}
            data={projects.map(({ id, name, state }) => ({ value: id, label: `${name} (${state})` }))}
            value={projectId}
            onChange={setChosen}
          />
        )}
      </header>
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
      {projectId !== null && <ProjectAgreement key={projectId} projectId={projectId} />}
    </div>
  );
}

function ProjectAgreement({ projectId }: { projectId: string }) {
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
  if (error)
    return (
      <Alert color="red" variant="light" role="alert" m="md">
        {plainWords(error)}
      </Alert>
    );
  if (!status) return <Loader size="sm" m="lg" aria-label="Reading the project" />;
  return (
    <>
      <StateBar projectId={projectId} status={status} />
      <Tabs value={tab} onChange={setTab} className={classes.tabs}>
        <Tabs.List px="sm">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="Features" className={classes.panel}>
          <FeaturesTab projectId={projectId} />
        </Tabs.Panel>
        <Tabs.Panel value="Scores" className={classes.panel}>
          <ScoresTab projectId={projectId} />
        </Tabs.Panel>
        <Tabs.Panel value="Drawings" className={classes.panel}>
          <DrawingsTab projectId={projectId} />
        </Tabs.Panel>
        <Tabs.Panel value="Differences" className={classes.panel}>
          <DifferencesTab projectId={projectId} />
        </Tabs.Panel>
        <Tabs.Panel value="Report" className={classes.panel}>
          <ReportTab projectId={projectId} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

const isStatus = ([path]: readonly unknown[]): boolean => Array.isArray(path) && path[1] === "status";
