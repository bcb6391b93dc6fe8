import { Button } from "@mantine/core";
import { agreedLabels } from "#shared/domain/project/consensus.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { ReadingPair } from "./readingPair.ts";
import classes from "./Case.module.css";

interface Props {
  readonly pair: ReadingPair;
  readonly drawing: DrawingDesk;
  readonly session: DrawingSession;
}

/** Why an image is drawn anew, and with what the consensus drawing begins. What was drawn of it before is replaced, in one step that can be undone. */
export function StartDrawing({ pair, drawing, session }: Props) {
  useObservable(pair.changes);
  const { id } = session.volume;
  const failed = (error: unknown) => drawing.say(`The drawings of both readings could not be read. ${plainWords(error)}`);
  const [a, b] = [pair.labels(id, "A", failed), pair.labels(id, "B", failed)];
  const empty = () => new Uint8Array(session.labels.length);
  const isComing = (pair.hasDrawn(id, "A") && !a) || (pair.hasDrawn(id, "B") && !b);
  const start = (from: string, labels: Uint8Array) => {
    session.replace(`start from ${from}`, labels);
    drawing.say(`The consensus drawing begins with ${from}. Correct it now; Ctrl+Z takes it back.`);
  };
  return (
    <div className={classes.start}>
      <ul className={classes.missing}>
        {(pair.reasons(id) ?? []).map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <fieldset className={classes.starts} aria-label="Begin the consensus drawing with">
        <Button size="compact-xs" variant="default" disabled={isComing} onClick={() => start("A", a ?? empty())}>
          Start from A
        </Button>
        <Button size="compact-xs" variant="default" disabled={isComing} onClick={() => start("B", b ?? empty())}>
          Start from B
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={isComing}
          onClick={() => start("what both agree on", agreedLabels(a ?? empty(), b ?? empty()))}
        >
          Start from what both agree on
        </Button>
      </fieldset>
    </div>
  );
}
