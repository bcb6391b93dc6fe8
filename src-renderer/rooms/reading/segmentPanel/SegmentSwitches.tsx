import { ActionIcon } from "@mantine/core";
import { IconEye, IconEyeOff, IconLock, IconLockOpen } from "@tabler/icons-react";
import type { Segment } from "#shared/domain/segment.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { useObservable } from "../../../ui/observable.ts";

/** Hides and locks a segment. */
export function SegmentSwitches({ segment: { number, name }, session }: { readonly segment: Segment; readonly session: DrawingSession }) {
  const { hidden, locked } = useObservable(session.state);
  const isHidden = hidden.has(number);
  const isLocked = locked.has(number);
  return (
    <>
      <ActionIcon
        size={22}
        aria-label={isHidden ? `Show ${name}` : `Hide ${name}`}
        title={isHidden ? "Show" : "Hide"}
        onClick={() => session.setHidden(number, !isHidden)}
      >
        {isHidden ? <IconEyeOff size={15} stroke={1.6} /> : <IconEye size={15} stroke={1.6} />}
      </ActionIcon>
      <ActionIcon
        size={22}
        aria-label={isLocked ? `Unlock ${name}` : `Lock ${name}`}
        title={isLocked ? "Unlock" : "Lock: no tool changes it"}
        onClick={() => session.setLocked(number, !isLocked)}
      >
        {isLocked ? <IconLock size={15} stroke={1.6} /> : <IconLockOpen size={15} stroke={1.6} opacity={0.5} />}
      </ActionIcon>
    </>
  );
}
