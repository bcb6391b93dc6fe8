import type { ScoreCell, ScoresInShort } from "#shared/api/agreement.ts";
import { fixed, interval } from "../numbers.ts";
import { Value } from "../Value.tsx";
import room from "../AgreementRoom.module.css";
import classes from "./ScoresTab.module.css";

interface Props {
  readonly scores: ScoresInShort;
  readonly item: ScoresInShort["items"][number];
  /** The comparison's place. */
  readonly at: number;
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
}

/** Muscles by sides; of what is not asked per muscle, field by field. A click on a muscle and side shows its table of grades. */
export function ScoreTable({ scores, item, at, selected, onSelect }: Props) {
  const rows = scores.rows.filter((row) => row.item === item.item);
  const muscles = [...Map.groupBy(rows, ({ muscle, words }) => muscle ?? words)];
  const sides = [...new Set(rows.map(({ side }) => side))];
  const comparison = scores.comparisons[at]!;
  const isPair = comparison.readers.length * comparison.passes.length === 2;
  const weightings = item.isGraded ? scores.weightings : [];
  const span = 1 + (item.isGraded ? 2 + weightings.length : 0);
  return (
    <div className={`${room.tableScroll} ${classes.fitting}`}>
      <table className={room.table} aria-label={`Agreement on ${item.label}`}>
        <thead>
          <tr>
            <td aria-label="Sides" />
            {sides.map((side) => (
              <th key={side ?? "none"} scope="colgroup" colSpan={span} data-first>
                {side ?? ""}
              </th>
            ))}
          </tr>
          <tr>
            <th scope="col">{item.isPerMuscle ? "Muscle" : "Field"}</th>
            {sides.map((side) => (
              <HeadCells key={side ?? "none"} weightings={weightings} isGraded={item.isGraded} isPair={isPair} />
            ))}
          </tr>
        </thead>
        <tbody>
          {muscles.map(([name, own]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {sides.map((side) => {
                const row = own.find((each) => each.side === side);
                return row ? (
                  <Cells
                    key={side ?? "none"}
                    cell={row.cells[at]!}
                    weightings={weightings}
                    isGraded={item.isGraded}
                    isSelected={row.key === selected}
                    label={row.words}
                    onSelect={() => onSelect(row.key)}
                  />
                ) : (
                  <td key={side ?? "none"} colSpan={span} aria-label="not asked" />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HeadCells({ weightings, isGraded, isPair }: { weightings: ScoresInShort["weightings"]; isGraded: boolean; isPair: boolean }) {
  return (
    <>
      <th scope="col" data-number data-first>
        n
      </th>
      {isGraded && (
        <>
          <th scope="col" data-number>
            Same
          </th>
          <th scope="col" data-number>
            Within 1
          </th>
        </>
      )}
      {weightings.map((weighting) => (
        <th key={weighting} scope="col" data-number>
          {isPair ? "Kappa" : "Conger’s kappa"}, {weighting}
          <span className={classes.interval}> (95 %)</span>
        </th>
      ))}
    </>
  );
}

interface CellsProps {
  readonly cell: ScoreCell;
  readonly weightings: ScoresInShort["weightings"];
  readonly isGraded: boolean;
  readonly isSelected: boolean;
  readonly label: string;
  readonly onSelect: () => void;
}

function Cells({ cell, weightings, isGraded, isSelected, label, onSelect }: CellsProps) {
  const { n, incomplete, exactAgreement, withinOne, kappa } = cell;
  const share = (value: number | null) => (value === null ? "–" : `${(100 * value).toFixed(0)} %`);
  return (
    <>
      <td data-number data-first title={incomplete > 0 ? `${incomplete} cases lack one of the scores` : undefined}>
        <button
          type="button"
          className={room.choose}
          aria-label={`${n}${incomplete > 0 ? "*" : ""} cases, details of ${label}`}
          aria-pressed={isSelected}
          onClick={onSelect}
        >
          {n}
          {incomplete > 0 && "*"}
        </button>
      </td>
      {isGraded && (
        <>
          <td data-number>{share(exactAgreement)}</td>
          <td data-number>{share(withinOne)}</td>
        </>
      )}
      {weightings.map((weighting) => {
        const { value, lower, upper, reason, bootstrap } = kappa[weighting];
        const isResampled = bootstrap !== null && bootstrap.lower !== null && bootstrap.upper !== null;
        const words = isResampled ? `${interval(value, bootstrap.lower, bootstrap.upper, 2)} †` : interval(value, lower, upper, 2);
        return (
          // Where the table has no room for it.
          <td key={weighting} data-number title={words === "" ? undefined : `95 %: ${words}`}>
            <Value reason={reason}>{fixed(value, 2)}</Value>{" "}
            <span className={classes.interval} data-quiet>
              {words}
            </span>
          </td>
        );
      })}
    </>
  );
}
