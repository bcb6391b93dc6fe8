import type { ScoresInShort } from "#shared/api/agreement.ts";
import { comparisonInWords, comparisonKey } from "#shared/domain/agreement/analysedReading.ts";
import { fixed, interval } from "../numbers.ts";
import { Value } from "../Value.tsx";
import room from "../AgreementRoom.module.css";

/** Kappa over all muscles and sides together, with an interval that resamples cases whole. */
export function PooledTable({ scores, item }: { scores: ScoresInShort; item: string }) {
  const rows = scores.pooled.filter((each) => each.item === item);
  if (rows.length === 0) return null;
  return (
    <section aria-label="All fields together">
      <h2>All together</h2>
      <p className={room.note}>Intervals by 2,000 resamples of cases (seed 1): muscles and sides of a case are not independent.</p>
      <div className={room.tableScroll}>
        <table className={room.table} aria-label="Pooled kappa">
          <thead>
            <tr>
              <th scope="col">Compared</th>
              <th scope="col" data-number>
                Cases
              </th>
              <th scope="col" data-number>
                Pairs of grades
              </th>
              <th scope="col" data-number>
                Same
              </th>
              {scores.weightings.map((weighting) => (
                <th key={weighting} scope="col" data-number>
                  Kappa, {weighting} (95 %)
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((each) => (
              <tr key={comparisonKey(each)}>
                <th scope="row">{comparisonInWords(each)}</th>
                <td data-number>{each.cases}</td>
                <td data-number>{each.pairs}</td>
                <td data-number>{each.exactAgreement === null ? "–" : `${(100 * each.exactAgreement).toFixed(0)} %`}</td>
                {scores.weightings.map((weighting) => {
                  const { value, interval: resampled, reason } = each.kappa[weighting];
                  return (
                    <td key={weighting} data-number>
                      <Value reason={reason}>{fixed(value)}</Value>{" "}
                      <span data-quiet>{interval(value, resampled.lower, resampled.upper)}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
