import { Loader, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { trpc } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { Note } from "../Note.tsx";
import { Refusal } from "../Refusal.tsx";
import type { OpenProject } from "../useProject.ts";
import { FillSheet } from "./FillSheet.tsx";
import { NewRun } from "./NewRun.tsx";
import { RunCard } from "./RunCard.tsx";
import page from "../ProjectPage.module.css";

/** How often a run under way is asked how far it is. */
const everyMs = 1500;

/** The images of all cases are prepared by a recipe, in the background; what came out may fill roles of the protocol. */
export function PrepareStep({ project }: { readonly project: OpenProject }) {
  const { projectId } = project;
  const runs = useQuery(
    trpc.recipe.runs.queryOptions(
      { projectId },
      { staleTime: 0, refetchInterval: ({ state }) => (state.data?.some(({ jobId }) => jobId !== null) ? everyMs : false) },
    ),
  );
  const [filling, setFilling] = useState<{ readonly runId: string; readonly outputs: readonly string[] } | null>(null);
  const [filled, setFilled] = useState<string | null>(null);
  return (
    <section className={page.section} aria-label="Prepared images">
      <h2>Prepared images</h2>
      <Text c="dimmed" maw={760}>
        A recipe is run on every case that is not excluded, two at a time, while you go on working. What was interrupted or failed can be
        gone on with. Once it is accepted, what came out may fill a role of the protocol: best before the first reading, as later it is an
        amendment.
      </Text>
      {filled !== null && <Note title={filled} />}
      <NewRun project={project} />
      <Refusal error={runs.error ? plainWords(runs.error) : null} />
      {runs.isLoading && <Loader size="sm" aria-label="Loading" />}
      {runs.data?.map((run) => (
        <RunCard
          key={run.runId}
          projectId={projectId}
          run={run}
          onFill={(outputs) => {
            setFilled(null);
            setFilling({ runId: run.runId, outputs });
          }}
        />
      ))}
      {filling && (
        <FillSheet
          project={project}
          {...filling}
          onClose={() => setFilling(null)}
          onFilled={(words) => {
            setFilled(words);
            setFilling(null);
          }}
        />
      )}
    </section>
  );
}
