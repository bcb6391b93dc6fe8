import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ScoresInShort } from "#shared/api/agreement.ts";
import { comparisonKey } from "#shared/domain/agreement/analysedReading.ts";
import { trpc } from "../../../client/client.ts";
import { Answered } from "../Answered.tsx";
import { ComparisonChoice } from "../ComparisonChoice.tsx";
import { HeatMap } from "./HeatMap.tsx";
import { PooledTable } from "./PooledTable.tsx";
import { ScoreDetails } from "./ScoreDetails.tsx";
import { ScoreTable } from "./ScoreTable.tsx";
import { Totals } from "./Totals.tsx";
import room from "../AgreementRoom.module.css";

/** Agreement on scores: muscles by sides, all muscles together, totals, and a map of the grades themselves. */
export function ScoresTab({ projectId }: { projectId: string }) {
  const query = useQuery(trpc.agreement.scores.queryOptions({ projectId }));
  return (
    <Answered query={query} waiting="Comparing the scores of all readings; intervals are resampled …">
      {(scores) =>
        scores.rows.length === 0 ? (
          <p className={room.waiting}>The protocol’s forms ask for no grades and no numbers.</p>
        ) : (
          <Scores projectId={projectId} scores={scores} />
        )
      }
    </Answered>
  );
}

function Scores({ projectId, scores }: { projectId: string; scores: ScoresInShort }) {
  const [item, setItem] = useState(scores.items[0]!.item);
  const [key, setKey] = useState(comparisonKey(scores.comparisons[0]!));
  const [column, setColumn] = useState<string | null>(null);
  const shown = scores.items.find((each) => each.item === item) ?? scores.items[0]!;
  const at = Math.max(
    0,
    scores.comparisons.findIndex((comparison) => comparisonKey(comparison) === key),
  );
  return (
    <div className={room.split} data-details={column !== null || undefined}>
      <div className={`${room.main} ${room.page}`}>
        <div className={room.bar}>
          <Select
            aria-label="What is scored"
            w={280}
            allowDeselect={false}
            data={scores.items.map((each) => ({ value: each.item, label: each.label }))}
            value={shown.item}
            onChange={(next) => {
              if (next === null) return;
              setItem(next);
              setColumn(null);
            }}
          />
          <ComparisonChoice comparisons={scores.comparisons} chosen={comparisonKey(scores.comparisons[at]!)} onChoose={setKey} />
          <p className={room.note}>
            Weights come from the full scale. † Interval by resampling cases (2,000, seeded): below 30 cases, or where the standard error is
            0, Wald’s cannot be trusted. Both stand in the details.
          </p>
        </div>
        <ScoreTable scores={scores} item={shown} at={at} selected={column} onSelect={setColumn} />
        {shown.isGraded && <PooledTable scores={scores} item={shown.item} />}
        <Totals scores={scores} item={shown.item} at={at} />
        {shown.isGraded && shown.isPerMuscle && <HeatMap projectId={projectId} item={shown.item} comparisons={scores.comparisons} />}
      </div>
      {column === null ? (
        <p className={room.hint}>Choose the n of a muscle and side: the table of its grades and every coefficient stand here.</p>
      ) : (
        <ScoreDetails
          key={column}
          projectId={projectId}
          column={column}
          comparison={comparisonKey(scores.comparisons[at]!)}
          onClose={() => setColumn(null)}
        />
      )}
    </div>
  );
}
