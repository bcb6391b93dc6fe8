import { useCallback } from "react";
import type { ChartTheme } from "#shared/charts/chartTheme.ts";
import { histogramChart } from "#shared/charts/histogramChart.ts";
import type { FeatureOverview, RoleFeatures } from "#shared/api/agreement.ts";
import { comparisonInWords, comparisonKey } from "#shared/domain/agreement/analysedReading.ts";
import { ruleInWords } from "#shared/domain/agreement/stableSet.ts";
import { Chart } from "../../../ui/charts/Chart.tsx";
import { formatCounted } from "../../../ui/format.ts";
import { fixed, interval } from "../numbers.ts";
import room from "../AgreementRoom.module.css";
import classes from "./FeaturesTab.module.css";

interface Props {
  readonly overview: FeatureOverview;
  readonly answers: readonly RoleFeatures[];
}

/** A card a region and role: what a paper's table says of all its features, and how their ICCs are spread. */
export function SummaryCards({ overview, answers }: Props) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways where regions are many, by keys too.
    <section className={classes.cards} aria-label="All features" tabIndex={0}>
      {overview.roles.map((role) => (
        <Card
          key={`${role.region}/${role.role}`}
          role={role}
          rule={overview.rule && ruleInWords(overview.rule)}
          answer={answers.find((each) => each.region === role.region && each.role === role.role)}
        />
      ))}
    </section>
  );
}

function Card({
  role: { words, notes, summary, count, stable },
  rule,
  answer,
}: {
  role: FeatureOverview["roles"][number];
  rule: string | null;
  answer: RoleFeatures | undefined;
}) {
  const threshold = summary[0]?.threshold ?? null;
  const make = useCallback(
    (theme: ChartTheme) => {
      const own = (answer?.comparisons ?? []).filter(({ kind }) => kind !== "pair");
      return histogramChart(
        {
          axis: [...new Set(own.map(({ form }) => `ICC(${form})`))].join(", "),
          from: 0,
          to: 1,
          bins: 25,
          mark: threshold,
          series: own.map((columns) => ({ name: comparisonInWords(columns), values: columns.value.filter((value) => value !== null) })),
        },
        theme,
      );
    },
    [answer, threshold],
  );
  return (
    <article className={room.card} aria-label={words}>
      <h2 title={notes.join(" ")}>
        {words} <span className={room.note}>{formatCounted(count, "feature", "features")}</span>
      </h2>
      <div className={classes.cardBody}>
        <div className={classes.cardWords}>
          <table className={room.table}>
            <thead>
              <tr>
                <th scope="col">Compared</th>
                <th
                  scope="col"
                  data-number
                  title="Mean of the features' ICCs, and its interval over features, which are correlated; not that of an ICC."
                >
                  Mean ICC over features
                </th>
                <th scope="col" data-number>
                  ≥ {threshold}
                </th>
                <th scope="col" data-number title="The lower limit of the feature's own 95 % interval reaches it too.">
                  lower too
                </th>
              </tr>
            </thead>
            <tbody>
              {summary
                .filter(({ kind }) => kind !== "pair")
                .map((each) => (
                  <tr key={comparisonKey(each)}>
                    <td>
                      {comparisonInWords(each)}, ICC({each.form})
                    </td>
                    <td
                      data-number
                      title={`95 % interval over features: ${interval(each.meanLower, each.meanUpper)}. Without ICC: ${each.undefinedFeatures}.`}
                    >
                      {fixed(each.mean)} <span data-quiet>m = {each.features - each.undefinedFeatures}</span>
                    </td>
                    <td data-number>{each.reached}</td>
                    <td data-number>{each.reachedByLower}</td>
                  </tr>
                ))}
            </tbody>
          </table>
          <p className={room.note} title={notes.join(" ")}>
            {rule === null
              ? "The protocol has no filter."
              : stable === null
                ? `Stable (${rule}): not to be compared.`
                : `Stable (${rule}): ${stable} of ${count}.`}
          </p>
          <p className={room.note}>{notes.join(" ")}</p>
        </div>
        <div className={classes.cardChart}>
          {answer && (
            <Chart label={`ICC of the features, ${words}`} make={make} height={150} fileName={`icc-${words.replaceAll(/\W+/g, "-")}`} />
          )}
        </div>
      </div>
    </article>
  );
}
