import { ActionIcon } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import type { Measure } from "#shared/domain/measure/measure.ts";
import { measureLines } from "#shared/domain/measure/measureWords.ts";
import type { MeasureDesk } from "../../../../drawing/measures/measureDesk.ts";
import { useObservable } from "../../../../ui/observable.ts";
import type { Desk } from "../../desk.ts";
import { NameField } from "../../segmentPanel/NameField.tsx";
import { volumeTitle } from "../../volumeTitle.ts";
import classes from "./MeasuresPanel.module.css";

interface Props {
  readonly measure: Measure;
  readonly desk: Desk;
  readonly measures: MeasureDesk;
  readonly say: (sentence: string) => void;
}

/** One measure: a click goes to it; its own reader renames and removes it. */
export function MeasureLine({ measure, desk, measures, say }: Props) {
  const { selected } = useObservable(measures.state);
  const [isRenaming, setRenaming] = useState(false);
  const line = useRef<HTMLLIElement>(null);
  const { id, name, isOwn, reader, plane, sliceIndex, volumeId } = measure;
  const isSelected = id === selected;
  const values = measures.valuesOf(measure);
  const shown = desk.volume(volumeId);
  const where = sliceIndex === null ? plane : `slice ${sliceIndex + 1}`;

  useEffect(() => {
    if (isSelected) line.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected]);

  return (
    <li ref={line} className={classes.measure} data-selected={isSelected} data-measure={id} aria-current={isSelected}>
      {isRenaming ? (
        <NameField
          label={`Name of ${name}`}
          name={name}
          onDone={(next) => {
            setRenaming(false);
            if (next) measures.change(id, { name: next });
          }}
        />
      ) : (
        <button
          type="button"
          className={classes.name}
          data-own-keys
          title={isOwn ? "Go to it. Double-click or F2: rename. Delete: remove" : "Go to it"}
          onClick={() => {
            measures.select(id);
            desk.goToMeasure(measure);
          }}
          onDoubleClick={() => setRenaming(isOwn)}
          onKeyDown={(event) => {
            if (event.key !== "F2" && event.key !== "Delete") return;
            // Whatever the tool: what was clicked is the measure, not what is drawn on the slice.
            event.preventDefault();
            if (!isOwn) say(`“${name}” is a measure of ${reader}: only its reader changes it.`);
            else if (event.key === "F2") setRenaming(true);
            else measures.remove(id);
          }}
        >
          <span>{name}</span>
          {values && measureLines(values).map((words) => <strong key={words}>{words}</strong>)}
          <small>
            {shown ? `${volumeTitle(shown)}, ` : ""}
            {where}
            {isOwn ? "" : ` · ${reader}`}
          </small>
        </button>
      )}
      {isOwn && !isRenaming && (
        <>
          <ActionIcon size={22} aria-label={`Rename ${name}`} title="Rename (F2)" onClick={() => setRenaming(true)}>
            <IconPencil size={15} stroke={1.6} opacity={0.7} />
          </ActionIcon>
          <ActionIcon size={22} aria-label={`Remove ${name}`} title="Remove (Undo brings it back)" onClick={() => measures.remove(id)}>
            <IconTrash size={15} stroke={1.6} opacity={0.7} />
          </ActionIcon>
        </>
      )}
    </li>
  );
}
