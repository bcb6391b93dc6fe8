import { useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { FeatureOverview, RoleFeatures } from "#shared/api/agreement.ts";
import { partKey } from "#shared/domain/project/featurePart.ts";
import { trpc } from "../../../client/client.ts";
import { Answered } from "../Answered.tsx";
import { FeatureDetails } from "./FeatureDetails.tsx";
import { FeatureTable } from "./FeatureTable.tsx";
import { featureRows, type FeatureRow } from "./featureRows.ts";
import { SummaryCards } from "./SummaryCards.tsx";
import room from "../AgreementRoom.module.css";
import classes from "./FeaturesTab.module.css";

/** Agreement on features: region by region and role by role in a card, all of them in a table, one of them in full. */
export function FeaturesTab({ projectId }: { projectId: string }) {
  const query = useQuery(trpc.agreement.featureOverview.queryOptions({ projectId }));
  return (
    <Answered query={query} waiting="Comparing the features of all readings …">
      {(overview) =>
        overview.roles.length === 0 ? (
          <p className={room.waiting}>No features are extracted of the locked drawings yet. “Extract” above makes them.</p>
        ) : (
          <Features projectId={projectId} overview={overview} />
        )
      }
    </Answered>
  );
}

const together = (results: readonly { readonly data: RoleFeatures | undefined }[]) => results.flatMap(({ data }) => data ?? []);

function Features({ projectId, overview }: { projectId: string; overview: FeatureOverview }) {
  const [asked, setAsked] = useState("");
  // What the protocol asked for may have been amended.
  const measured = overview.parts.some(({ part }) => partKey(part) === asked) ? asked : "";
  const shown = useMemo(
    () => (measured === "" ? overview.roles : overview.parts.filter(({ part }) => partKey(part) === measured)),
    [overview, measured],
  );
  const answers = useQueries({
    queries: shown.map(({ region, role }) =>
      trpc.agreement.roleFeatures.queryOptions({ projectId, region, role, ...(measured === "" ? {} : { part: measured }) }),
    ),
    combine: together,
  });
  const { rows, comparisons } = useMemo(() => featureRows(overview, answers), [overview, answers]);
  const [selected, setSelected] = useState<FeatureRow | null>(null);
  const onSelect = useCallback((row: FeatureRow) => setSelected(row), []);
  return (
    <div className={room.split} data-details={selected !== null || undefined}>
      <div className={classes.features} data-details={selected !== null || undefined}>
        <SummaryCards roles={shown} rule={overview.rule} answers={answers} />
        <FeatureTable
          projectId={projectId}
          overview={overview}
          measured={measured}
          onMeasured={(part) => {
            setSelected(null);
            setAsked(part);
          }}
          rows={rows}
          comparisons={comparisons}
          selected={selected?.key ?? null}
          onSelect={onSelect}
        />
      </div>
      {selected ? (
        <FeatureDetails key={selected.key} projectId={projectId} row={selected} onClose={() => setSelected(null)} />
      ) : (
        <p className={room.hint}>
          Choose a feature: its points, Bland-Altman, every form of the ICC and the errors of measurement stand here.
        </p>
      )}
    </div>
  );
}
