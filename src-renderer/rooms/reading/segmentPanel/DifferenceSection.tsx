import { Checkbox, CloseButton } from "@mantine/core";
import { differenceColors, type Difference } from "../../../drawing/difference.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { useObservable } from "../../../ui/observable.ts";
import classes from "./Difference.module.css";

/** The comparison of the segmentation that is open with another one, where one is on show: what the colours mean, and counts and Dice of each segment. */
export function DifferenceSection({ drawing, session }: { readonly drawing: DrawingDesk; readonly session: DrawingSession }) {
  const shown = useObservable(drawing.difference.shown);
  return shown?.a === session ? <Shown drawing={drawing} difference={shown} /> : null;
}

const meanings = [
  ["onlyA", "A only"],
  ["onlyB", "B only"],
  ["both", "Both"],
  ["otherSegment", "Other segment"],
] as const;

function Shown({ drawing, difference }: { readonly drawing: DrawingDesk; readonly difference: Difference }) {
  useObservable(drawing.difference.changes);
  const { segmentation, activeSegment } = useObservable(difference.a.state);
  const { revision } = difference.b;
  const rows = difference.counts();
  return (
    <section className={classes.section} aria-label="Difference">
      <div className={classes.head}>
        <h2 className={classes.heading}>Difference</h2>
        <CloseButton size="sm" aria-label="Hide the difference" title="Hide (Shift+Y)" onClick={() => drawing.difference.hide()} />
      </div>
      <p className={classes.names}>
        A: {segmentation.name}
        <br />
        B: {difference.b.segmentation.name}, revision {revision}
      </p>
      <ul className={classes.legend} aria-label="Colours">
        {meanings.map(([what, words]) => (
          <li key={what}>
            <span className={classes.swatch} style={{ backgroundColor: differenceColors[what] }} aria-hidden="true" />
            {words}
          </li>
        ))}
      </ul>
      <Checkbox
        label="Active segment alone in the image"
        checked={difference.isOne}
        disabled={activeSegment === null}
        onChange={(event) => difference.showOne(event.currentTarget.checked)}
      />
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Voxels of</th>
            <th scope="col">A only</th>
            <th scope="col">B only</th>
            <th scope="col">Both</th>
            <th scope="col">Dice</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ words, a, b, counts, dice }) => (
            <tr key={`${a} ${b}`} data-active={a !== null && a === activeSegment}>
              <th scope="row">{words}</th>
              <td>{a === null ? "–" : counts.a - counts.both}</td>
              <td>{b === null ? "–" : counts.b - counts.both}</td>
              <td>{counts.both}</td>
              <td>{dice === null ? "not drawn" : dice.toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
