import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import type { RecipeOutcome } from "#shared/api/recipe.ts";
import { writeTfm } from "#shared/domain/transform/writeTfm.ts";
import { client } from "../../../../client/client.ts";
import { useAct } from "../../../../client/useAct.ts";
import { formatMoment } from "../../../../ui/format.ts";
import { saveText } from "../../../../ui/saveText.ts";
import type { Reading } from "../../readingCommand.ts";
import { compareOutput, comparisonsOf, type ComparedWith, type RecipeOutput } from "./showOutcome.ts";
import classes from "./Prepare.module.css";

interface Props {
  readonly reading: Reading;
  readonly outcome: RecipeOutcome;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** It was accepted or refused. */
  readonly onDecided: () => Promise<void>;
  /** The same again, to be placed by hand. */
  readonly onAgain: () => void;
}

const states: Readonly<Record<RecipeOutcome["state"], string>> = { new: "to be reviewed", accepted: "accepted", refused: "refused" };
const comparedWords: Readonly<Record<ComparedWith, string>> = { fixed: "Over the fixed image", before: "Before and after" };

/** What a recipe made: its images, what each step said, and whether it is accepted. */
export function OutcomeCard({ reading: { desk, drawing }, outcome, isOpen, onToggle, onDecided, onAgain }: Props) {
  const { outcomeId, recipeName, recipeHash, state, createdAt, createdBy, decidedBy, reason, outputs, notes, recipe } = outcome;
  const [words, setWords] = useState("");
  const { isBusy, error, act } = useAct();
  const decide = (decision: "accepted" | "refused") =>
    act(async () => {
      await client.recipe.decide.mutate({ outcomeId, decision, reason: words });
      await onDecided();
    });
  const compare = (output: RecipeOutput, by: ComparedWith) => {
    const why = compareOutput(desk, outcome, output, by);
    if (why !== null) drawing.say(why);
  };
  const saveTransform = (role: string) =>
    drawing.attempt(
      (async () =>
        saveText(writeTfm(await client.recipe.transform.query({ outcomeId, role })), `${role}.tfm`, "text/plain;charset=utf-8"))(),
    );
  const saveProvenance = () =>
    drawing.attempt((async () => saveText(await client.recipe.provenance.query({ outcomeId }), "provenance.json", "application/json"))());
  const said = notes.filter((step) => step.notes.length > 0);
  const isAligned = recipe.steps.some(({ kind }) => kind === "register");

  return (
    <li className={classes.outcome} data-state={state} data-outcome-id={outcomeId}>
      <button type="button" className={classes.head} aria-expanded={isOpen} onClick={onToggle}>
        <b>{recipeName}</b>
        <span className={classes.quiet}>
          <span data-state={state}>{states[state]}</span>
          {decidedBy !== null && ` by ${decidedBy}`}; {formatMoment(createdAt)}, {createdBy}
        </span>
      </button>
      {isOpen && (
        <div className={classes.body}>
          {reason !== null && <p>Reason: {reason}</p>}
          <ul className={classes.outputs} aria-label="Prepared images">
            {outputs.map((output) => (
              <li key={output.role}>
                <b>{output.role}</b>
                {output.volumeId === null ? (
                  <span className={classes.quiet}>removed</span>
                ) : (
                  <Group gap={4}>
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`Show ${output.role}`}
                      onClick={() => desk.show(desk.state.value.activePane, output.volumeId!)}
                    >
                      Show
                    </Button>
                    {comparisonsOf(output).map((by) => (
                      <Button
                        key={by}
                        size="compact-xs"
                        variant="default"
                        aria-label={`${comparedWords[by]}: ${output.role}`}
                        onClick={() => compare(output, by)}
                      >
                        {comparedWords[by]}
                      </Button>
                    ))}
                    {output.hasTransform && (
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={`Save the transform of ${output.role}`}
                        title="As .tfm, which ITK and 3D Slicer read"
                        onClick={() => void saveTransform(output.role)}
                      >
                        .tfm
                      </Button>
                    )}
                  </Group>
                )}
              </li>
            ))}
          </ul>
          {said.length > 0 && (
            <section aria-label="What the steps said">
              {said.map((step) => (
                <div key={step.step}>
                  <h4>
                    Step {step.step}, {step.kind}
                  </h4>
                  <ul className={classes.notes}>
                    {step.notes.map((note) => (
                      <li key={note}>{note}</li>
                    ))}
                  </ul>
                </div>
              ))}
            </section>
          )}
          <p className={classes.quiet}>
            Recipe hash <code title={recipeHash}>{recipeHash.slice(0, 12)}</code>
          </p>
          <Group gap={4}>
            <Button size="compact-xs" variant="default" onClick={() => void saveProvenance()}>
              Save the provenance
            </Button>
            {isAligned && (
              <Button size="compact-xs" variant="default" onClick={onAgain}>
                Place by hand and again…
              </Button>
            )}
          </Group>
          {state === "new" && (
            <section className={classes.review} aria-label="Review">
              <TextInput
                label="Reason"
                description="A refusal needs one. It is kept: no patient’s name or ID."
                maxLength={2000}
                autoComplete="off"
                value={words}
                onChange={(event) => setWords(event.currentTarget.value)}
              />
              {error !== null && (
                <p className={classes.danger} role="alert">
                  {error}
                </p>
              )}
              <Group gap={6} grow>
                <Button size="xs" loading={isBusy} onClick={() => decide("accepted")}>
                  Accept
                </Button>
                <Button
                  size="xs"
                  color="red"
                  variant="light"
                  disabled={words.trim() === "" || isBusy}
                  title={words.trim() === "" ? "Say why first" : undefined}
                  onClick={() => decide("refused")}
                >
                  Refuse
                </Button>
              </Group>
            </section>
          )}
        </div>
      )}
    </li>
  );
}
