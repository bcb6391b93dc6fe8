import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { SegmentCheck } from "#shared/api/firstDrawing.ts";
import { queryClient } from "../../../client/client.ts";
import { checkSegment, segmentChecks } from "../../../client/segmentationDoor.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { useObservable } from "../../../ui/observable.ts";

const keyOf = (segmentationId: string) => ["segmentChecks", segmentationId];

/** Who checked which segment, and which were changed since: asked anew whenever something more is on disk. Empty where it cannot be asked. */
export function useSegmentChecks(session: DrawingSession): readonly SegmentCheck[] {
  const { segmentation } = useObservable(session.state);
  const { data } = useQuery({
    queryKey: [...keyOf(segmentation.id), session.revision],
    queryFn: () => segmentChecks(segmentation.id),
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: 0,
  });
  return data ?? [];
}

/** True where a segment was checked and is as it was then. */
export function isChecked(check: SegmentCheck | undefined): boolean {
  return check !== undefined && !check.isChanged;
}

/** Marks a segment as checked as it is now, when all that was drawn is on disk; takes the mark from one that is. */
export async function toggleCheck(session: DrawingSession, number: number): Promise<void> {
  const { id } = session.state.value.segmentation;
  await session.settled();
  const before = (await segmentChecks(id)).find((check) => check.number === number);
  await checkSegment(id, { number, revision: session.revision, isChecked: !isChecked(before) });
  await queryClient.invalidateQueries({ queryKey: keyOf(id) });
}

/** How long nothing more is saved before what takes long is counted, ms. */
const quietMs = 700;

/** The revision on disk, once the hand rests; what is counted at every revision would be counted for nothing while somebody draws. */
export function useRestingRevision(session: DrawingSession): number {
  useObservable(session.state);
  const { revision } = session;
  const [resting, setResting] = useState(revision);
  useEffect(() => {
    const timer = window.setTimeout(() => setResting(revision), quietMs);
    return () => window.clearTimeout(timer);
  }, [revision]);
  return resting;
}
