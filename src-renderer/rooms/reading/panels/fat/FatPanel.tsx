import { Alert, Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { FatRequest, FatResult } from "#shared/api/fat.ts";
import { client, trpc } from "../../../../client/client.ts";
import { plainWords } from "../../../../client/plainWords.ts";
import type { DrawingSession } from "../../../../drawing/drawingSession.ts";
import { useObservable } from "../../../../ui/observable.ts";
import { saveText } from "../../../../ui/saveText.ts";
import type { Desk } from "../../desk.ts";
import { useRun } from "../features/useRun.ts";
import { firstChoice, methodOf, noiseLimitOf, type FatChoice } from "./fatChoice.ts";
import { FatForm } from "./FatForm.tsx";
import { FatTable } from "./FatTable.tsx";
import classes from "./FatPanel.module.css";

interface Props {
  readonly desk: Desk;
  readonly session: DrawingSession;
}

/** Cross-sectional areas, volumes and fat fractions of what is drawn: how they are measured, and what came out. */
export function FatPanel({ desk, session }: Props) {
  const { segmentation } = useObservable(session.state);
  const [chosen, setChosen] = useState<FatChoice | null>(null);
  const [outcome, setOutcome] = useState<{ readonly request: FatRequest; readonly result: FatResult } | null>(null);
  const { isBusy, error, run } = useRun();
  const found = useQuery(trpc.fat.series.queryOptions({ segmentationId: segmentation.id }));
  const choice = chosen ?? (found.data ? firstChoice(found.data) : null);
  if (found.error)
    return (
      <Alert color="red" variant="light" role="alert">
        {plainWords(found.error)}
      </Alert>
    );
  if (!found.data || !choice) return null;
  const method = methodOf(choice);
  const noiseLimit = noiseLimitOf(choice.noiseLimit);

  const measure = () =>
    run(async (signal) => {
      if ("missing" in method || noiseLimit === undefined) return;
      await session.settled();
      const request = { segmentationId: segmentation.id, revision: session.revision, method, noiseLimit };
      setOutcome({ request, result: await client.fat.measure.query(request, { signal }) });
    });
  const save = () =>
    run(async (signal) => {
      if (!outcome) return;
      const { fileName, csv } = await client.fat.table.query(outcome.request, { signal });
      saveText(csv, fileName, "text/csv;charset=utf-8");
    });

  return (
    <div className={classes.panel}>
      <FatForm series={found.data.series} choice={choice} isDisabled={isBusy} onChange={setChosen} />
      <div className={classes.actions}>
        <Button onClick={measure} loading={isBusy} disabled={"missing" in method || noiseLimit === undefined} fullWidth>
          Measure
        </Button>
        {"missing" in method && (
          <Text size="xs" c="var(--warning)" role="note">
            {method.missing}
          </Text>
        )}
        {noiseLimit === undefined && (
          <Text size="xs" c="var(--warning)" role="alert">
            The noise limit must be a number from 0 on, or empty.
          </Text>
        )}
        {error && (
          <Alert color="red" variant="light" role="alert">
            {error}
          </Alert>
        )}
      </div>
      {outcome && (
        <FatTable
          result={outcome.result}
          segments={segmentation.segments}
          isOutdated={outcome.result.revision !== session.revision}
          onSlice={(sliceIndex) => desk.goToSlice(outcome.result.volumeId, sliceIndex)}
          onSave={save}
        />
      )}
    </div>
  );
}
