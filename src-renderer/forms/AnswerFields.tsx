import { useId } from "react";
import type { FormCell } from "#shared/domain/project/formCells.ts";
import type { CellControls } from "./cellControls.ts";
import { AnswerCell } from "./AnswerCell.tsx";
import type { Section } from "./formLayout.ts";
import classes from "./FormPanel.module.css";

interface Props {
  readonly fields: Extract<Section, { kind: "fields" }>;
  readonly controls: CellControls;
}

/** What is asked once a case, a level, or a level and series: a line each. */
export function AnswerFields({ fields: { item, cells }, controls }: Props) {
  const titleId = useId();
  return (
    <fieldset aria-labelledby={titleId} className={classes.fields}>
      <h3 className={classes.title}>
        <span id={titleId}>{item.label}</span>
        {!item.isRequired && <span className={classes.quiet}> (may be left empty)</span>}
      </h3>
      {cells.map((cell) => (
        <Line key={cell.key} cell={cell} titleId={titleId} controls={controls} />
      ))}
    </fieldset>
  );
}

function Line({ cell, titleId, controls }: { cell: FormCell; titleId: string; controls: CellControls }) {
  const id = useId();
  const hasName = cell.about !== "";
  return (
    <div className={classes.line} data-current={controls.current === cell || undefined}>
      {hasName && (
        <span id={id} className={classes.name}>
          {cell.about}
        </span>
      )}
      <AnswerCell cell={cell} controls={controls} labelledBy={hasName ? `${titleId} ${id}` : titleId} />
    </div>
  );
}
