import { useQuery } from "@tanstack/react-query";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { trpc } from "../../client/client.ts";
import type { ProjectCase, ProjectStatus } from "../../client/projects.ts";

/** A project as its coordinator has it on the screen. */
export interface OpenProject {
  readonly projectId: string;
  readonly status: ProjectStatus;
  readonly protocol: Protocol;
  /** By code. */
  readonly cases: readonly ProjectCase[];
}

/** All of a project but its readings; undefined while it is on its way. */
export function useProject(projectId: string): { readonly project: OpenProject | undefined; readonly error: Error | null } {
  const options = { staleTime: 0, refetchOnMount: "always" } as const;
  const status = useQuery(trpc.project.status.queryOptions({ projectId }, options));
  const protocol = useQuery(trpc.project.protocol.queryOptions({ projectId }, options));
  const cases = useQuery(trpc.project.cases.queryOptions({ projectId }, options));
  const error = status.error ?? protocol.error ?? cases.error;
  if (!status.data || !protocol.data || !cases.data) return { project: undefined, error: error as Error | null };
  return { project: { projectId, status: status.data, protocol: protocol.data, cases: cases.data }, error: error as Error | null };
}
