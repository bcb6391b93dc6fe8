import { Button, Group, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RecipeOutcome, RecipeRun } from "#shared/api/recipe.ts";
import { client, queryClient, trpc } from "../../../client/client.ts";
import { cancelJob, useJobs } from "../../../client/jobs.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { useAct } from "../../../client/useAct.ts";
import { formatMoment } from "../../../ui/format.ts";
import { JobProgress } from "../../../ui/JobProgress.tsx";
import { Refusal } from "../Refusal.tsx";
import { outcomesChanged } from "../../../recipes/recipeQueries.ts";
import { CaseReview } from "./CaseReview.tsx";
import classes from "../Projects.module.css";
import own from "./Prepare.module.css";

type Shown = "all" | RecipeRun["cases"][number]["state"];

interface Props {
  readonly projectId: string;
  readonly run: RecipeRun;
  readonly onFill: (outputs: readonly string[]) => void;
}

/** A recipe over the cases: what is done, what failed and why, what waits; and the reviews of what came out. */
export function RunCard({ projectId, run: { runId, recipeName, recipeHash, startedAt, jobId, cases }, onFill }: Props) {
  const [shown, setShown] = useState<Shown>("all");
  const [cancelError, setCancelError] = useState<string | null>(null);
  const { isBusy, error, act } = useAct();
  const job = useJobs().find(({ id }) => id === jobId);
  const doneCount = cases.filter(({ state }) => state === "done").length;
  const outcomes = useQuery(trpc.recipe.outcomes.queryOptions({ projectId, runId }, { enabled: doneCount > 0 }));
  const outcomeOf = new Map((outcomes.data ?? []).map((outcome) => [outcome.outcomeId, outcome]));
  const count = (state: Shown) => cases.filter((each) => each.state === state).length;
  const toReview = [...outcomeOf.values()].filter(({ state }) => state === "new");
  const accepted = [...outcomeOf.values()].filter(({ state }) => state === "accepted");

  const changed = async () => {
    await Promise.all([queryClient.invalidateQueries(trpc.recipe.runs.queryFilter({ projectId })), outcomesChanged()]);
  };
  const resume = () =>
    act(async () => {
      await client.recipe.resume.mutate({ projectId, runId });
      await changed();
    });
  const decide = ({ outcomeId }: RecipeOutcome, decision: "accepted" | "refused", reason: string) =>
    act(async () => {
      await client.recipe.decide.mutate({ outcomeId, decision, reason });
      await changed();
    });
  const isOpen = jobId === null && count("waiting") + count("failed") > 0;
  return (
    <section className={own.run} aria-label={`Run of ${recipeName}`}>
      <header className={own.runHead}>
        <h3>{recipeName}</h3>
        <span className={classes.quiet}>
          {formatMoment(startedAt)}, recipe hash <code title={recipeHash}>{recipeHash.slice(0, 12)}</code>
        </span>
      </header>
      {job && <JobProgress job={job} onCancel={() => cancelJob(job.id, (cause) => setCancelError(plainWords(cause)))} />}
      <Group gap="sm">
        <SegmentedControl
          size="xs"
          aria-label="Which cases are listed"
          value={shown}
          onChange={setShown}
          data={[
            { value: "all", label: `All ${cases.length}` },
            { value: "done", label: `Done ${doneCount}` },
            { value: "failed", label: `Failed ${count("failed")}` },
            { value: "waiting", label: `Waiting ${count("waiting")}` },
          ]}
        />
        {isOpen && (
          <Button size="xs" variant="default" loading={isBusy} onClick={resume}>
            Go on with what failed or waits
          </Button>
        )}
        {accepted.length > 0 && (
          <Button size="xs" variant="default" onClick={() => onFill(accepted[0]!.recipe.outputs)}>
            Fill roles of the protocol…
          </Button>
        )}
      </Group>
      <Refusal error={error ?? cancelError ?? (outcomes.error ? plainWords(outcomes.error) : null)} />
      {toReview.length > 0 && (
        <p className={classes.quiet}>
          {toReview.length} to be reviewed: open a case’s study in the worklist, under Prepare, to see it in a blend; what is decided there
          or here is the same.
        </p>
      )}
      <div className={own.scroll}>
        <table className={classes.table} aria-label={`Cases of ${recipeName}`}>
          <thead>
            <tr>
              <th scope="col">Case</th>
              <th scope="col">State</th>
              <th scope="col">Review</th>
            </tr>
          </thead>
          <tbody>
            {cases
              .filter(({ state }) => shown === "all" || state === shown)
              .map(({ code, state, words, outcomeId }) => (
                <tr key={code} data-state={state}>
                  <th scope="row">
                    <span className={classes.code}>{code}</span>
                  </th>
                  <td>
                    <span className={state === "done" ? classes.good : state === "failed" ? classes.danger : classes.quiet}>{state}</span>
                    {words !== null && <div className={own.why}>{words}</div>}
                  </td>
                  <td>
                    {outcomeId !== null && outcomeOf.get(outcomeId) && (
                      <CaseReview code={code} outcome={outcomeOf.get(outcomeId)!} isBusy={isBusy} onDecide={decide} />
                    )}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
