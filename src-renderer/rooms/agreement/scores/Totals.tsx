import type { ScoresInShort } from "#shared/api/agreement.ts";
import { comparisonInWords } from "#shared/domain/agreement/analysedReading.ts";
import { PairCharts } from "../PairCharts.tsx";
import { ReportNumbers } from "../ReportNumbers.tsx";
import room from "../AgreementRoom.module.css";
import classes from "./Totals.module.css";

/** The sum of an item's scores: how well it agrees, of the comparison that is shown. */
export function Totals({ scores, item, at }: { scores: ScoresInShort; item: string; at: number }) {
  const total = scores.totals.find((each) => each.item === item);
  const compared = total?.comparisons[at];
  if (!total || !compared) return null;
  return (
    <section aria-label="Total">
      <h2>Total of {total.columns} scores</h2>
      <p className={room.note}>{comparisonInWords(compared)}; cases in which every score was given.</p>
      <div className={classes.parts}>
        {compared.points && (
          <div className={classes.charts}>
            <PairCharts what="total score" compared={compared} points={compared.points} />
          </div>
        )}
        <div className={classes.numbers}>
          <ReportNumbers report={compared.report} form={compared.form} />
        </div>
      </div>
    </section>
  );
}
