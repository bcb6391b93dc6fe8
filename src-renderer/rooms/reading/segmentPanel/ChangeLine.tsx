import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { copyChanges, firstDrawing } from "../../../client/segmentationDoor.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { formatCount } from "../../../ui/format.ts";
import { useRestingRevision } from "./segmentChecks.ts";
import classes from "./SegmentPanel.module.css";

/** What was changed in a segment since the first drawing; nothing where the segmentation was begun here. */
export function ChangeLine({ session, number }: { session: DrawingSession; number: number }) {
  const { id } = session.state.value.segmentation;
  const revision = useRestingRevision(session);
  const { data: first } = useQuery({ queryKey: ["firstDrawing", id], queryFn: () => firstDrawing(id) });
  const { data: changes } = useQuery({
    queryKey: ["changesSinceFirst", id, revision],
    queryFn: () => copyChanges(id),
    enabled: Boolean(first),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const change = changes?.find((each) => each.number === number);
  if (!first || !change) return null;
  const { added, erased, dice } = change;
  const words =
    added + erased === 0
      ? "as it came"
      : `${formatCount(added)} added, ${formatCount(erased)} erased${dice === null ? "" : `, Dice ${dice.toFixed(3)}`}`;
  return (
    <p className={classes.note} data-testid="segment-change">
      Since the first drawing: {words}
    </p>
  );
}
