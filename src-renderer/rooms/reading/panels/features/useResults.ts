import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ListedFeatureSet } from "#shared/api/featureSet.ts";
import { labelValueOf, type Segment, type Segmentation } from "#shared/domain/segment.ts";
import { trpc } from "../../../../client/client.ts";
import { rowsOf, type ComparedColumn, type FeatureRow } from "./comparison.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";

/** What was extracted of the chosen segments on one volume, under one setting. */
export interface Results {
  /** The newest of each segment under the setting shown; segments that have none are left out. */
  readonly sets: readonly ListedFeatureSet[];
  readonly columns: readonly ComparedColumn[];
  readonly rows: readonly FeatureRow[];
  /** One feature set for each setting there is, the newest first. */
  readonly settings: readonly ListedFeatureSet[];
  /** The setting shown. */
  readonly settingsHash: string | null;
  /** Chosen, but not measured under this setting. */
  readonly missing: readonly Segment[];
  /** Drawn on since they were measured. */
  readonly isOutdated: boolean;
  /** Some were computed by another version of the engine. */
  readonly isOfOtherEngine: boolean;
}

/** The results of segments on a volume: those under the setting asked for, or under the one used last. Only results under the same setting are compared. */
export function useResults(segmentation: Segmentation, segments: readonly Segment[], volumeId: string, asked: string | null): Results {
  const list = useQuery(trpc.featureSet.list.queryOptions({ segmentationId: segmentation.id }));
  const documentation = useQuery(trpc.featureSet.documentation.queryOptions());
  const ofChosen = (list.data ?? []).filter(
    (set) => set.volumeId === volumeId && segments.some(({ number }) => number === set.segmentNumber),
  );
  const settings = ofChosen.filter((set, index) => ofChosen.findIndex((other) => other.settingsHash === set.settingsHash) === index);
  const settingsHash = settings.some((set) => set.settingsHash === asked) ? asked : (settings[0]?.settingsHash ?? null);
  const sets = segments.flatMap(
    ({ number }) => ofChosen.find((set) => set.segmentNumber === number && set.settingsHash === settingsHash) ?? [],
  );
  const full = useQueries({
    queries: sets.map(({ id }) => trpc.featureSet.describe.queryOptions({ featureSetId: id })),
    combine: (answers) => ({ data: answers.map(({ data }) => data) }),
  });
  const columns = useMemo(
    (): ComparedColumn[] =>
      full.data.flatMap((set) => {
        const segment = segments.find(({ number }) => number === set?.segmentNumber);
        return set && segment
          ? [
              {
                featureSetId: set.id,
                title: segmentInWords(segment),
                label: labelValueOf(segment),
                color: segment.color,
                features: set.features,
              },
            ]
          : [];
      }),
    [full.data, segments],
  );
  const rows = useMemo(() => rowsOf(columns, documentation.data ?? []), [columns, documentation.data]);
  return {
    sets,
    columns,
    rows,
    settings,
    settingsHash,
    missing: segments.filter(({ number }) => sets.every((set) => set.segmentNumber !== number)),
    isOutdated: sets.some((set) => set.segmentationRevision < segmentation.revision),
    isOfOtherEngine: sets.some((set) => !set.isOfThisEngine),
  };
}
