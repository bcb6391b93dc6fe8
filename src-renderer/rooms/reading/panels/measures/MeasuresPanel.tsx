import { ActionIcon, Button } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconDownload } from "@tabler/icons-react";
import { client } from "../../../../client/client.ts";
import type { DrawingDesk } from "../../../../drawing/drawingDesk.ts";
import { tools } from "../../../../drawing/tools.ts";
import { useObservable } from "../../../../ui/observable.ts";
import { saveText } from "../../../../ui/saveText.ts";
import type { Desk } from "../../desk.ts";
import { copyText } from "../features/copyText.ts";
import { MeasureLine } from "./MeasureLine.tsx";
import classes from "./MeasuresPanel.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
}

/** All that was measured by hand on the study: what each says, where it is, and all of it as a table. */
export function MeasuresPanel({ desk, drawing }: Props) {
  const { measures } = drawing;
  const { measures: all, canUndo, canRedo } = useObservable(measures.state);
  useObservable(measures.meter.arrivals);
  const { studyInstanceUid } = desk.study;
  const table = async (use: (table: Awaited<ReturnType<typeof client.measure.table.query>>) => void) => {
    await measures.settled();
    use(await client.measure.table.query({ studyInstanceUid }));
  };
  return (
    <div className={classes.panel}>
      <div className={classes.actions}>
        <ActionIcon size={26} aria-label="Undo what was measured" title="Undo" disabled={!canUndo} onClick={() => measures.undo()}>
          <IconArrowBackUp size={17} stroke={1.6} />
        </ActionIcon>
        <ActionIcon size={26} aria-label="Measure it again" title="Redo" disabled={!canRedo} onClick={() => measures.redo()}>
          <IconArrowForwardUp size={17} stroke={1.6} />
        </ActionIcon>
        <span className={classes.grow} />
        <Button
          size="compact-xs"
          variant="default"
          disabled={all.length === 0}
          title="Copy all measures as a table, to be pasted in a spreadsheet"
          onClick={() =>
            void drawing.attempt(
              table(({ rows }) => {
                copyText(rows.map((row) => row.join("\t")).join("\n"));
                drawing.say("The table is on the clipboard.");
              }),
            )
          }
        >
          Copy table
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={all.length === 0}
          leftSection={<IconDownload size={13} />}
          onClick={() => void drawing.attempt(table(({ csv, fileName }) => saveText(csv, fileName, "text/csv;charset=utf-8")))}
        >
          CSV
        </Button>
      </div>
      {all.length === 0 ? (
        <p className={classes.hint}>
          Nothing is measured on this study yet. Choose{" "}
          {tools
            .filter(({ group }) => group === "measure")
            .map(({ name, key }) => `${name.split(":")[0]!.toLowerCase()} (${key})`)
            .join(", ")}
          , and drag or click on the image.
        </p>
      ) : (
        <ul className={classes.list} aria-label="Measures">
          {all.map((measure) => (
            <MeasureLine key={measure.id} measure={measure} desk={desk} measures={measures} say={(sentence) => drawing.say(sentence)} />
          ))}
        </ul>
      )}
    </div>
  );
}
