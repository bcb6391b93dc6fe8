import { useQueries, useQuery } from "@tanstack/react-query";
import type { Volume } from "#shared/domain/volume.ts";
import { trpc } from "../../../client/client.ts";

/** A volume of a case with its title: number and description of its series. */
export interface VolumeOfCase {
  readonly volume: Volume;
  readonly title: string;
}

/** All volumes of a case's studies, in the order of the worklist. */
export function useVolumesOf(projectId: string, code: string) {
  const { data: all } = useQuery(trpc.project.studies.queryOptions({ projectId }, { staleTime: 0 }));
  const uids = (all ?? []).filter((each) => each.code === code).map(({ studyInstanceUid }) => studyInstanceUid);
  const studies = useQueries({ queries: uids.map((studyInstanceUid) => trpc.study.describe.queryOptions({ studyInstanceUid })) });
  const volumes = studies.flatMap(({ data: study }): VolumeOfCase[] =>
    (study?.series ?? []).flatMap((series) =>
      series.volumes.map((volume) => ({
        volume,
        title: [series.seriesNumber, [series.description || "No description", volume.label].filter(Boolean).join(", ")]
          .filter((part) => part !== null)
          .join(" · "),
      })),
    ),
  );
  return {
    volumes,
    patient: studies[0]?.data,
    isLoading: !all || studies.some((study) => study.isLoading),
    error: studies.find((study) => study.error)?.error ?? null,
  };
}
