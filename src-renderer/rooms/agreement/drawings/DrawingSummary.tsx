import type { OverlapInShort } from "#shared/api/agreement.ts";
import { fixed } from "../numbers.ts";
import room from "../AgreementRoom.module.css";
import classes from "./Drawings.module.css";

/** What the drawings of a comparison come to, by region, role and segment. */
export function DrawingSummary({ overlaps }: { overlaps: readonly OverlapInShort[] }) {
  const groups = [...Map.groupBy(overlaps, ({ region, role, segment }) => JSON.stringify([region, role, segment])).values()];
  const choosesLevels = overlaps.some(({ chosen }) => chosen !== null);
  const headings = ["Cases", "Mean Dice", "Lowest Dice", "Mean HD95, mm", "Mean ASSD, mm", "Slices of one alone"];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls where segments are many, by keys too.
    <div className={classes.summary} tabIndex={0}>
      <table className={room.table} aria-label="Drawings in short">
        <thead>
          <tr>
            <th scope="col">Region, role, segment</th>
            {[...headings, ...(choosesLevels ? ["Levels apart, mean, mm"] : [])].map((heading) => (
              <th key={heading} scope="col" data-number>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((own) => {
            const { region, role, words, segment } = own[0]!;
            const dice = own.flatMap((overlap) => overlap.dice ?? []);
            return (
              <tr key={JSON.stringify([region, role, segment])}>
                <th scope="row">
                  {words}, {segment ?? "all segments"}
                </th>
                <td data-number>{own.length}</td>
                <td data-number>{fixed(meanOf(dice))}</td>
                <td data-number>{fixed(dice.length === 0 ? null : Math.min(...dice))}</td>
                <td data-number>{fixed(meanOf(own.flatMap(({ hd95 }) => hd95 ?? [])), 2)}</td>
                <td data-number>{fixed(meanOf(own.flatMap(({ assd }) => assd ?? [])), 2)}</td>
                <td data-number>{own.reduce((sum, { slicesOnlyA, slicesOnlyB }) => sum + slicesOnlyA + slicesOnlyB, 0)}</td>
                {choosesLevels && (
                  <td data-number>
                    {fixed(meanOf(own.flatMap(({ chosen }) => (chosen ?? []).flatMap(({ distanceMm }) => distanceMm ?? []))), 1)}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
