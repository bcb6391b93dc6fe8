import { Badge, Button } from "@mantine/core";
import { IconChecks, IconListCheck, IconMessageQuestion } from "@tabler/icons-react";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { formatCounted } from "../../../ui/format.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { Desk } from "../desk.ts";
import { PairChoice } from "./PairChoice.tsx";
import type { OpenCase } from "./openCase.ts";
import { patientWords } from "./patientWords.ts";
import { chooseLevel, goToRegion, isLevelDone, showPlace } from "./places.ts";
import classes from "./Case.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly openCase: OpenCase;
}

const icon = { size: 15, stroke: 1.6 } as const;

/** Below the tools: where the reader is in the case, what is done, and the way to rules, questions and submitting. */
export function CaseBar({ desk, drawing, openCase }: Props) {
  const { reading, sheet } = openCase;
  const { region, level } = useObservable(openCase.place);
  const lacks = useObservable(openCase.lacks);
  const save = useObservable(openCase.book.save);
  const patient = patientWords(reading.patient);
  const missing = lacks && lacks.levels.length + lacks.drawings.length + lacks.answers.length;
  return (
    <section className={classes.bar} aria-label="Case">
      <strong className={classes.code}>{reading.code}</strong>
      {patient !== "" && <span className={classes.quiet}>{patient}</span>}
      {reading.isTraining && <Badge variant="light">Training</Badge>}
      {openCase.pair && <Badge variant="light">Consensus</Badge>}
      {reading.regions.length > 1 && (
        <fieldset className={classes.choices} aria-label="Regions">
          {reading.regions.map((each) => (
            <button
              key={each.id}
              type="button"
              className={classes.choice}
              aria-pressed={each.id === region.id}
              onClick={() => goToRegion(desk, openCase, each)}
            >
              {each.name}
            </button>
          ))}
        </fieldset>
      )}
      {region.levels.length > 0 && <Levels desk={desk} drawing={drawing} openCase={openCase} />}
      {region.choosesLevels && !openCase.isCompared && (
        <Button
          variant="default"
          size="compact-sm"
          title="Shift+L: the slice on show of the series that is drawn on"
          onClick={() => void chooseLevel(desk, openCase, drawing)}
        >
          This slice is {region.levels.find((each) => each.level === level)?.name} (Shift+L)
        </Button>
      )}
      {openCase.pair && <PairChoice pair={openCase.pair} />}
      <span className={classes.space} />
      {save.kind === "not saved" && (
        <output className={classes.problem} title={save.reason}>
          {formatCounted(save.waiting, "answer", "answers")} not saved
        </output>
      )}
      <output className={classes.quiet} data-testid="missing">
        {openCase.isCompared
          ? "Submitted, beside the coordinator's reading"
          : missing === null
            ? ""
            : missing === 0
              ? "Nothing is missing"
              : `${missing} missing`}
      </output>
      {region.drawingRules.length > 0 && (
        <Button variant="default" size="compact-sm" leftSection={<IconListCheck {...icon} />} onClick={() => sheet.set("rules")}>
          Rules (D)
        </Button>
      )}
      {!openCase.pair && !openCase.isCompared && (
        <Button variant="default" size="compact-sm" leftSection={<IconMessageQuestion {...icon} />} onClick={() => sheet.set("questions")}>
          Ask …
        </Button>
      )}
      {!openCase.isCompared && (
        <Button size="compact-sm" leftSection={<IconChecks {...icon} />} onClick={() => sheet.set("submit")}>
          Submit …
        </Button>
      )}
    </section>
  );
}

/** The levels of the region on show, each with a mark where all is drawn. */
function Levels({ desk, drawing, openCase }: Props) {
  const { region, level: chosen } = useObservable(openCase.place);
  useObservable(openCase.lacks);
  useObservable(drawing.sessions);
  return (
    <fieldset className={classes.choices} aria-label="Levels (Shift+PageUp, Shift+PageDown)">
      {region.levels.map((level) => {
        const isDone = isLevelDone(openCase, drawing, region, level);
        const isFound = Object.keys(level.slices).length > 0;
        return (
          <button
            key={level.level}
            type="button"
            className={classes.choice}
            aria-pressed={level.level === chosen}
            title={
              isFound
                ? "Shift+PageUp, Shift+PageDown: level before or after"
                : region.choosesLevels
                  ? "You have not chosen the slice of this level."
                  : "The slice of this level was not chosen for this case."
            }
            onClick={() => showPlace(desk, openCase, { region, level: level.level })}
          >
            {level.name}
            {isDone && <span aria-label="done"> ✓</span>}
            {region.choosesLevels && !isFound && <span aria-label="no slice yet"> ?</span>}
          </button>
        );
      })}
    </fieldset>
  );
}
