import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { comparisonKey } from "#shared/domain/agreement/analysedReading.ts";
import { trpc } from "../../../client/client.ts";
import { Answered } from "../Answered.tsx";
import { ComparisonChoice } from "../ComparisonChoice.tsx";
import { PairModal } from "../drawings/PairModal.tsx";
import { PairCharts } from "../PairCharts.tsx";
import { ReportNumbers } from "../ReportNumbers.tsx";
import type { FeatureRow } from "./featureRows.ts";
import room from "../AgreementRoom.module.css";

interface Props {
  readonly projectId: string;
  readonly row: FeatureRow;
  readonly onClose: () => void;
}

/** One feature in full: its points, Bland-Altman, every form of the ICC, errors of measurement. A point leads to the images of its case. */
export function FeatureDetails({ projectId, row: { region, role, part, words, feature }, onClose }: Props) {
  const query = useQuery(trpc.agreement.feature.queryOptions({ projectId, region, role, feature, ...(part === "" ? {} : { part }) }));
  const [key, setKey] = useState<string | null>(null);
  const [caseCode, setCaseCode] = useState<string | null>(null);
  return (
    <aside className={room.side} aria-label={`${feature}, ${words}`}>
      <div className={room.sideHead}>
        <div>
          <h2>{feature}</h2>
          <span className={room.note}>{words}</span>
        </div>
        <ActionIcon aria-label="Close the feature" onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <Answered query={query} waiting="Reading the feature …">
        {({ comparisons }) => {
          const shown = comparisons.find((comparison) => comparisonKey(comparison) === key) ?? comparisons[0]!;
          return (
            <>
              <ComparisonChoice comparisons={comparisons} chosen={comparisonKey(shown)} onChoose={setKey} />
              {shown.points && <PairCharts what={feature} compared={shown} points={shown.points} onCase={setCaseCode} />}
              <ReportNumbers report={shown.report} form={shown.form} />
              <PairModal
                projectId={projectId}
                asked={caseCode === null ? null : { comparison: comparisonKey(shown), caseCode, region, role }}
                onClose={() => setCaseCode(null)}
              />
            </>
          );
        }}
      </Answered>
    </aside>
  );
}
