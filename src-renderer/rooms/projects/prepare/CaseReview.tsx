import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import type { RecipeOutcome } from "#shared/api/recipe.ts";
import classes from "../Projects.module.css";
import own from "./Prepare.module.css";

interface Props {
  readonly code: string;
  readonly outcome: RecipeOutcome;
  readonly isBusy: boolean;
  readonly onDecide: (outcome: RecipeOutcome, decision: "accepted" | "refused", reason: string) => void;
}

/** What the steps said of one case, and whether its outcome is accepted. */
export function CaseReview({ code, outcome, isBusy, onDecide }: Props) {
  const [reason, setReason] = useState("");
  const { state, notes } = outcome;
  const said = notes.flatMap((step) => step.notes);
  return (
    <div className={own.review}>
      {said.length > 0 && (
        <details>
          <summary>What the steps said</summary>
          <ul>
            {notes.flatMap(({ step, notes: sentences }) => sentences.map((sentence) => <li key={`${step} ${sentence}`}>{sentence}</li>))}
          </ul>
        </details>
      )}
      {state === "new" ? (
        <Group gap={6} wrap="nowrap">
          <TextInput
            size="xs"
            aria-label={`Reason for case ${code}`}
            placeholder="Reason, for a refusal"
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button
            size="compact-xs"
            disabled={isBusy}
            aria-label={`Accept case ${code}`}
            onClick={() => onDecide(outcome, "accepted", reason)}
          >
            Accept
          </Button>
          <Button
            size="compact-xs"
            color="red"
            variant="light"
            disabled={isBusy || reason.trim() === ""}
            aria-label={`Refuse case ${code}`}
            onClick={() => onDecide(outcome, "refused", reason)}
          >
            Refuse
          </Button>
        </Group>
      ) : (
        <span className={state === "accepted" ? classes.good : classes.warning}>
          {state}
          {outcome.reason !== null && `: ${outcome.reason}`}
        </span>
      )}
    </div>
  );
}
