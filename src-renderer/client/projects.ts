import { useQuery } from "@tanstack/react-query";
import { client, queryClient, trpc } from "./client.ts";

export type ProjectSummary = Awaited<ReturnType<typeof client.project.list.query>>[number];
export type ProjectStatus = Awaited<ReturnType<typeof client.project.status.query>>;
export type ProjectCase = Awaited<ReturnType<typeof client.project.cases.query>>[number];
export type CaseRole = ProjectCase["roles"][number];
export type CaseLevel = ProjectCase["levels"][number];
export type ReadingOfProject = Awaited<ReturnType<typeof client.reading.list.query>>[number];
export type Amendment = Awaited<ReturnType<typeof client.project.amend.mutate>>;
export type Left = Awaited<ReturnType<typeof client.project.leave.mutate>>;
export type Unblinded = Awaited<ReturnType<typeof client.reading.unblind.mutate>>;
export type Replaced = Awaited<ReturnType<typeof client.project.replaceSeries.mutate>>;
export type ReadingName = Amendment["kept"][number];
export type CaseToAdjudicate = Awaited<ReturnType<typeof client.adjudication.list.query>>["cases"][number];

/** Readings go on in other windows while the page of a running project is on show. */
const everyMs = 10_000;

/** Has all that is known of projects asked for again: something was changed. */
export async function projectsChanged(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries(trpc.project.pathFilter()),
    queryClient.invalidateQueries(trpc.reading.list.pathFilter()),
    queryClient.invalidateQueries(trpc.reading.own.queryFilter()),
    queryClient.invalidateQueries(trpc.adjudication.pathFilter()),
    queryClient.invalidateQueries(trpc.packet.list.pathFilter()),
  ]);
}

/** The readings of a running or closed project. */
export function useReadingsOf(projectId: string) {
  return useQuery(trpc.reading.list.queryOptions({ projectId }, { staleTime: 0, refetchInterval: everyMs }));
}
