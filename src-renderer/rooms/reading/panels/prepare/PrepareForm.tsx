import { Alert, Button, Text } from "@mantine/core";
import { IconHandMove } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { StepOf } from "#shared/domain/recipe/steps.ts";
import { client } from "../../../../client/client.ts";
import { plainWords } from "../../../../client/plainWords.ts";
import { BundleFields } from "../../../../recipes/BundleFields.tsx";
import { RecipeChoice } from "../../../../recipes/RecipeChoice.tsx";
import { RecipeWords } from "../../../../recipes/RecipeWords.tsx";
import { useDrawingNetworks, useRecipe } from "../../../../recipes/recipeQueries.ts";
import { JobProgress } from "../../../../ui/JobProgress.tsx";
import { type Observable, useObservable } from "../../../../ui/observable.ts";
import type { Reading } from "../../readingCommand.ts";
import { useRun } from "../features/useRun.ts";
import { PlacingBox } from "./PlacingBox.tsx";
import { bundleFoldersOf, bundleValue, inputOf, volumeIdOf, type PrepareChoice } from "./prepareChoice.ts";
import { proposeRoles, type RoleValue } from "./proposeRoles.ts";
import { RoleFields } from "./RoleFields.tsx";
import classes from "./Prepare.module.css";

interface Props {
  readonly reading: Reading;
  readonly choices: Observable<PrepareChoice>;
  /** A recipe has run: what came out. */
  readonly onPrepared: (outcomeId: string) => Promise<void>;
}

/** Which recipe with which series, what it will do, and the way to start it. */
export function PrepareForm({ reading: { desk, drawing }, choices, onPrepared }: Props) {
  const choice = useObservable(choices);
  const { volumes } = useObservable(desk.content);
  const { described, error } = useRecipe(choice.source);
  const { isBusy, job, error: failure, run, follow, cancel } = useRun();
  /** The number of the step whose moving image is being placed. */
  const [placedStep, setPlacedStep] = useState<number | null>(null);
  const recipe = described?.recipe;
  const proposed = recipe ? proposeRoles(recipe, volumes, desk.activeVolume) : {};
  const networks = useDrawingNetworks(recipe ?? { bundles: [] });
  const isThere = (value: RoleValue) => {
    const input = inputOf(value);
    if ("volumeId" in input) return desk.volume(input.volumeId) !== null;
    // The choice outlives the form: a network may have been taken away meanwhile.
    return !("bundleFolder" in input) || (networks?.some(({ folder }) => folder === input.bundleFolder) ?? true);
  };
  const roles = { ...proposed, ...Object.fromEntries(Object.entries(choice.chosen).filter(([, value]) => isThere(value))) };
  const missing = recipe?.roles.find(({ name }) => roles[name] === undefined);
  const missingBundle = recipe?.bundles.find(({ name }) => roles[name] === undefined);
  const choose = (name: string, value: RoleValue) => choices.patch({ chosen: { ...choice.chosen, [name]: value }, starts: {} });
  const registrations = (recipe?.steps ?? []).flatMap((step, at) => (step.kind === "register" ? [{ step, number: at + 1 }] : []));

  const start = () =>
    run(async () => {
      if (!recipe || !choice.source) return;
      const inputs = Object.fromEntries([...recipe.roles, ...recipe.bundles].map(({ name }) => [name, inputOf(roles[name]!)]));
      const starts = Object.fromEntries(
        Object.entries(choice.starts).filter(([number]) => registrations.some((each) => String(each.number) === number)),
      );
      const { jobId } = await client.recipe.runOnStudy.mutate({ source: choice.source, inputs, starts });
      const { outcomeId } = (await follow(jobId)) as { outcomeId: string };
      await onPrepared(outcomeId);
    });

  const place = (step: StepOf<"register">, number: number) => {
    const [fixed, moving] = [step.fixed, step.moving].map((role) => desk.volume(volumeIdOf(roles[role])));
    if (!fixed || !moving) return;
    const reason = desk.comparison.show(fixed, moving, { lower: step.fixed, upper: step.moving });
    if (reason !== null) {
      drawing.say(reason);
      return;
    }
    desk.comparison.look({ way: "blend" });
    desk.placing.begin(fixed.volume, moving.volume, choice.starts[number] ?? null);
    desk.setTool("place");
    setPlacedStep(number);
  };
  const endPlacing = () => {
    desk.placing.end();
    desk.comparison.close();
    desk.setTool("window");
    setPlacedStep(null);
  };

  // Whoever leaves the study gives up what was being placed.
  useEffect(() => () => desk.placing.end(), [desk]);

  return (
    <section className={classes.section} aria-label="Prepare images">
      <RecipeChoice
        source={choice.source}
        described={described}
        isDisabled={isBusy}
        onChange={(source) => {
          const isOther = JSON.stringify({ ...source, chosen: null }) !== JSON.stringify({ ...choice.source, chosen: null });
          choices.set({ source, chosen: isOther ? {} : choice.chosen, starts: isOther ? {} : choice.starts });
        }}
      />
      {error && (
        <Alert color="red" variant="light" role="alert" className={classes.lines}>
          {plainWords(error)}
        </Alert>
      )}
      {described && (
        <>
          <RoleFields
            recipe={described.recipe}
            volumes={volumes}
            roles={roles}
            isDisabled={isBusy || placedStep !== null}
            onChange={choose}
          />
          <BundleFields
            recipe={described.recipe}
            folders={bundleFoldersOf(roles)}
            isDisabled={isBusy || placedStep !== null}
            onChange={(name, folder) => choose(name, bundleValue(folder))}
          />
          {registrations.map(({ step, number }) =>
            placedStep === number ? (
              <PlacingBox
                key={number}
                desk={desk}
                moving={step.moving}
                onGiveUp={endPlacing}
                onKeep={(kept) => {
                  const { [String(number)]: _before, ...others } = choice.starts;
                  choices.patch({ starts: kept ? { ...others, [String(number)]: kept } : others });
                  endPlacing();
                }}
              />
            ) : (
              <div key={number} className={classes.row}>
                <span className={classes.quiet}>
                  {step.moving} to {step.fixed}: begins {choice.starts[number] ? "where it was placed by hand" : "where the files say"}
                </span>
                <span className={classes.grow} />
                <Button
                  size="compact-xs"
                  variant="default"
                  leftSection={<IconHandMove size={13} />}
                  disabled={isBusy || placedStep !== null || !volumeIdOf(roles[step.moving]) || !volumeIdOf(roles[step.fixed])}
                  onClick={() => place(step, number)}
                >
                  Place by hand…
                </Button>
              </div>
            ),
          )}
          <RecipeWords described={described} />
          {isBusy && job ? (
            <JobProgress job={job} onCancel={cancel} />
          ) : (
            <Button
              fullWidth
              loading={isBusy}
              disabled={missing !== undefined || missingBundle !== undefined || placedStep !== null}
              onClick={start}
            >
              Prepare
            </Button>
          )}
          {missing && (
            <Text size="xs" c="var(--warning)" role="note">
              Choose {missing.holds === "labels" ? "a label map" : "a series"} for {missing.name} ({missing.title}).
            </Text>
          )}
          {!missing && missingBundle && (
            <Text size="xs" c="var(--warning)" role="note">
              Choose a network for {missingBundle.name} ({missingBundle.title}).
            </Text>
          )}
        </>
      )}
      {failure !== null && (
        <Alert color="red" variant="light" role="alert" className={classes.lines}>
          {failure}
        </Alert>
      )}
    </section>
  );
}
