import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { toolById } from "../../../drawing/tools.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { Reading } from "../readingCommand.ts";
import { Commands } from "../toolbar/Commands.tsx";
import { ToolChoice } from "../toolbar/ToolChoice.tsx";
import { LookRow } from "./LookRow.tsx";
import { PaintRuleRows } from "./PaintRuleRows.tsx";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly reading: Reading;
  readonly session: DrawingSession;
}

/** Tools that draw, and how they do it. */
export function DrawingTools({ reading, session }: Props) {
  const { desk, drawing } = reading;
  const { tool } = useObservable(desk.state);
  useObservable(desk.views);
  useObservable(session.state);
  useObservable(drawing.measures.state);
  const { Options } = toolById(tool);

  return (
    <fieldset className={classes.section} aria-label="Drawing tools">
      <div className={classes.tools}>
        <ToolChoice group="draw" reading={reading} />
      </div>
      <div className={classes.tools}>
        <Commands place="history" reading={reading} />
        <Commands place="slice edits" reading={reading} />
      </div>
      <PaintRuleRows desk={desk} drawing={drawing} session={session} />
      {Options && <Options session={session} windows={desk.windows} pane={desk.activeTools} onKey={(key) => desk.activeTools?.key(key)} />}
      <LookRow desk={desk} drawing={drawing} session={session} />
    </fieldset>
  );
}
