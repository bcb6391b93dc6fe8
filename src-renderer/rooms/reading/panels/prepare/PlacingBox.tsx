import { Button, Group } from "@mantine/core";
import type { RigidTransform } from "#shared/domain/transform/transform.ts";
import { movedSoFar, type Placing } from "../../../../drawing/placing/placingDesk.ts";
import { useObservable } from "../../../../ui/observable.ts";
import type { Desk } from "../../desk.ts";
import classes from "./Prepare.module.css";

const anatomical = [
  ["left", "right"],
  ["posterior", "anterior"],
  ["head", "feet"],
] as const;

/** "3.2 mm to the left, 10 mm to the head, turned by 4.5°"; "where its files say" where nothing was moved. */
export function placedInWords(placing: Placing): string {
  const { shiftMm, degrees } = movedSoFar(placing);
  const parts = shiftMm.flatMap((shift, axis) => {
    const words = anatomical[axis]![shift > 0 ? 0 : 1];
    return Math.abs(shift) < 0.05 ? [] : [`${Math.abs(shift).toFixed(1)} mm to the ${words}`];
  });
  if (degrees >= 0.05) parts.push(`turned by ${degrees.toFixed(1)}°`);
  return parts.length === 0 ? "where its files say" : parts.join(", ");
}

interface Props {
  readonly desk: Desk;
  /** The role of the moving image. */
  readonly moving: string;
  /** Where the registration begins; null where the files say. */
  readonly onKeep: (start: RigidTransform | null) => void;
  readonly onGiveUp: () => void;
}

/** Beside a moving image that is placed by hand: how, where it is now, and the ways out. */
export function PlacingBox({ desk, moving, onKeep, onGiveUp }: Props) {
  const placing = useObservable(desk.placing.state);
  const { tool } = useObservable(desk.state);
  if (!placing) return null;
  return (
    <section className={classes.placing} aria-label={`Placing ${moving} by hand`}>
      <p>
        Drag <b>{moving}</b> over the image below; the ring, or Shift, turns it. Arrows move by 1 mm, <kbd>,</kbd> and <kbd>.</kbd> turn by
        1°.
      </p>
      <output data-testid="placed">
        {moving} lies {placedInWords(placing)}.
      </output>
      <Group gap={6}>
        {tool !== "place" && (
          <Button size="compact-xs" variant="default" onClick={() => desk.setTool("place")}>
            Go on placing
          </Button>
        )}
        <Button size="compact-xs" variant="default" onClick={() => desk.placing.reset()}>
          Reset
        </Button>
        <Button size="compact-xs" variant="default" onClick={onGiveUp}>
          Give up
        </Button>
        <Button size="compact-xs" onClick={() => onKeep(desk.placing.start)}>
          Start from here
        </Button>
      </Group>
    </section>
  );
}
