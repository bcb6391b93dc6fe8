import { Tooltip } from "@mantine/core";
import { whyNoReformat, type Plane } from "../../../viewer/planes.ts";
import type { Desk } from "../desk.ts";
import { useStore } from "../store.ts";
import classes from "./Toolbar.module.css";

const planes: ReadonlyArray<{ plane: Plane; word: string; name: string; key: string }> = [
  { plane: "acquisition", word: "As acquired", name: "As acquired", key: "Shift+Q" },
  { plane: "axial", word: "Axial", name: "Axial reformat", key: "Shift+A" },
  { plane: "coronal", word: "Coronal", name: "Coronal reformat", key: "Shift+C" },
  { plane: "sagittal", word: "Sagittal", name: "Sagittal reformat", key: "Shift+S" },
];

const reasonId = "why-no-reformat";

/** The plane in which the active viewport cuts its volume; where a volume allows no reformat, the reason. */
export function PlaneChoice({ desk }: { desk: Desk }) {
  const { panes, activePane } = useStore(desk.state);
  const active = desk.activeVolume;
  const reason = active ? whyNoReformat(active.volume) : "Nothing is shown in this viewport.";
  const choices = planes.map(({ plane, word, name, key }) => {
    const whyNot = plane === "acquisition" ? null : reason;
    return (
      <Tooltip key={plane} label={whyNot ?? `${name} (${key})`} maw={280}>
        <button
          type="button" className={classes.word} aria-label={name} aria-pressed={panes[activePane]?.plane === plane} aria-disabled={whyNot !== null}
          aria-describedby={whyNot === null ? undefined : reasonId}
          onClick={() => desk.setPlane(plane)}
        >
          {word}
        </button>
      </Tooltip>
    );
  });
  return (
    <>
      {choices}
      {reason !== null && <span id={reasonId} hidden>{reason}</span>}
    </>
  );
}
