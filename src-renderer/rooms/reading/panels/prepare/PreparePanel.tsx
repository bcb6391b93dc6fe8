import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RecipeOutcome } from "#shared/api/recipe.ts";
import { client, trpc } from "../../../../client/client.ts";
import { plainWords } from "../../../../client/plainWords.ts";
import type { Reading } from "../../readingCommand.ts";
import { CompareControls } from "./CompareControls.tsx";
import { OutcomeCard } from "./OutcomeCard.tsx";
import { prepareChoiceFor, rolesOfOutcome } from "./prepareChoice.ts";
import { PrepareForm } from "./PrepareForm.tsx";
import { refreshStudy } from "./refreshStudy.ts";
import { compareOutput, comparisonsOf } from "./showOutcome.ts";
import classes from "./Prepare.module.css";

/** Images are prepared by recipes here: how, what came out, how it compares, and whether it is accepted. */
export function PreparePanel({ reading }: { readonly reading: Reading }) {
  const { desk, drawing } = reading;
  const { studyInstanceUid } = desk.study;
  const outcomes = useQuery(trpc.recipe.outcomes.queryOptions({ studyInstanceUid }));
  const [opened, setOpened] = useState<string | null>(null);
  const choices = prepareChoiceFor(studyInstanceUid);

  /** Shows what came out, over the image that says most of it. */
  const onPrepared = async (outcomeId: string) => {
    await refreshStudy(desk);
    const outcome = await client.recipe.outcome.query({ outcomeId });
    setOpened(outcomeId);
    const output = outcome.outputs.find((each) => comparisonsOf(each).length > 0);
    const [by] = output ? comparisonsOf(output) : [];
    if (!output || !by) return;
    const why = compareOutput(desk, outcome, output, by);
    if (why !== null) drawing.say(why);
    else desk.comparison.look({ way: by === "fixed" ? "checkerboard" : "slider" });
  };
  const again = (outcome: RecipeOutcome) => {
    const source = sourceOf(outcome);
    choices.set({ source, chosen: rolesOfOutcome(outcome), starts: {} });
    drawing.say("The recipe and its series are chosen below: place the moving image by hand, and prepare again.");
  };

  return (
    <div className={classes.panel}>
      <CompareControls desk={desk} />
      {outcomes.error && (
        <Text size="sm" c="var(--danger)" role="alert" p="sm">
          {plainWords(outcomes.error)}
        </Text>
      )}
      {outcomes.data && outcomes.data.length > 0 && (
        <section className={classes.section} aria-label="Prepared">
          <h3>Prepared</h3>
          <ul className={classes.list}>
            {outcomes.data.map((outcome) => (
              <OutcomeCard
                key={outcome.outcomeId}
                reading={reading}
                outcome={outcome}
                isOpen={opened === outcome.outcomeId}
                onToggle={() => setOpened(opened === outcome.outcomeId ? null : outcome.outcomeId)}
                onDecided={() => refreshStudy(desk)}
                onAgain={() => again(outcome)}
              />
            ))}
          </ul>
        </section>
      )}
      <PrepareForm reading={reading} choices={choices} onPrepared={onPrepared} />
    </div>
  );
}

/** The recipe of an outcome, as it was run, whatever became of the file it came from. JSON is YAML too. */
function sourceOf({ recipe, recipeName }: RecipeOutcome) {
  return { from: "text", fileName: `${recipeName}.yaml`, text: JSON.stringify(recipe) } as const;
}
