import type { CellControls } from "./cellControls.ts";
import { AnswerCell } from "./AnswerCell.tsx";
import { isTyped } from "./cellOptions.ts";
import type { Section } from "./formLayout.ts";
import { rangeInWords } from "./typedAnswer.ts";
import classes from "./FormPanel.module.css";

interface Props {
  readonly grid: Extract<Section, { kind: "grid" }>;
  readonly controls: CellControls;
}

/** Muscles by sides: right on the left, as in the image. */
export function AnswerGrid({ grid: { item, level, sides, rows }, controls }: Props) {
  const range = rangeInWords(item);
  return (
    <table className={classes.grid} data-typed={isTyped(item) || undefined} data-pair={controls.pair !== undefined || undefined}>
      <caption className={classes.title}>
        {level === "" ? item.label : `${item.label}, ${level}`}
        {range !== "" && <span className={classes.quiet}> ({range})</span>}
      </caption>
      <thead>
        <tr>
          <th scope="col">Muscle</th>
          {sides.map((side) => (
            <th key={side} scope="col" abbr={side} className={classes.side}>
              {side === "right" ? "Right" : "Left"}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ muscle, name, cells }) => (
          <tr key={muscle} data-current={controls.current?.muscle === muscle && sides.some((side) => cells[side] === controls.current)}>
            <th scope="row">{name}</th>
            {sides.map((side) => {
              const cell = cells[side];
              return <td key={side}>{cell && <AnswerCell cell={cell} controls={controls} />}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
