import { Tooltip } from "@mantine/core";
import { useCallback } from "react";
import { screenTheme, type ChartTheme } from "#shared/charts/chartTheme.ts";
import { histogramChart } from "#shared/charts/histogramChart.ts";
import type { RoleFeatures, RoleInShort } from "#shared/api/agreement.ts";
import { comparisonInWords, comparisonKey } from "#shared/domain/agreement/analysedReading.ts";
import { ruleInWords, type StableRule } from "#shared/domain/agreement/stableSet.ts";
import { Chart } from "../../../ui/charts/Chart.tsx";
import { formatCount, formatCounted } from "../../../ui/format.ts";
import { fixed, interval } from "../numbers.ts";
import { keyOfMeasured } from "./featureRows.ts";
import room from "../AgreementRoom.module.css";
import classes from "./FeaturesTab.module.css";

interface Props {
  /** Whole drawings, or a part of them. */
  readonly roles: readonly RoleInShort[];
  readonly rule: StableRule | null;
  readonly answers: readonly RoleFeatures[];
}

/** A card a region and role: what a paper's table says of all its features, and how their ICCs are spread. */
export function SummaryCards({ roles, rule, answers }: Props) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways where regions are many, by keys too.
    <section className={classes.cards} aria-label="All features" tabIndex={0}>
      {roles.map((role) => (
        <Card
          key={keyOfMeasured(role)}
          role={role}
          rule={rule && ruleInWords(rule)}
          answer={answers.find((each) => keyOfMeasured(each) === keyOfMeasured(role))}
        />
      ))}
    </section>
  );
}

function Card({
  role: { words, notes, summary, count, stable, stableByLower },
  rule,
  answer,
}: {
  role: RoleInShort;
  rule: string | null;
  answer: RoleFeatures | undefined;
}) {
  const threshold = summary[0]?.threshold ?? null;
  const make = useCallback(
    (theme: ChartTheme, isSmall: boolean) => {
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
        isSmall,
      );
    },
    [answer, threshold],
  );
  const shown = summary.filter(({ kind }) => kind !== "pair");
  const settings = notes.join(" ");
  const stableWords = stableInWords({ rule, stable, stableByLower, count });
  return (
    <article className={classes.card} aria-label={words}>
      <div>
        <h2 title={`${words}: ${stableWords}${rule === null ? "" : ` (${rule})`}`}>
          {words} <span className={room.note}>{stableWords}</span>
        </h2>
        <table>
          <thead>
            <tr>
              <th scope="col">Mean ICC over features</th>
              <th scope="col" title="Mean of the features' ICCs, and its interval over features, which are correlated; not that of an ICC.">
                mean
              </th>
              <th scope="col" title="Features with an ICC">
                m
              </th>
              <th scope="col">≥ {threshold}</th>
              <th scope="col" title="The lower limit of the feature's own 95 % interval reaches it too.">
                lower too
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((each, at) => (
              <tr key={comparisonKey(each)}>
                <th scope="row">
                  <span className={classes.swatch} style={{ background: screenTheme.series[at % screenTheme.series.length] }} aria-hidden />
                  {comparisonInWords(each)}, ICC({each.form})
                </th>
                <td
                  title={`95 % interval over features: ${interval(each.mean, each.meanLower, each.meanUpper)}. Without ICC: ${each.undefinedFeatures}.`}
                >
                  {fixed(each.mean)}
                </td>
                <td>{formatCount(each.features - each.undefinedFeatures)}</td>
                <td>{formatCount(each.reached)}</td>
                <td>{formatCount(each.reachedByLower)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Tooltip label={settings} multiline w={420} position="bottom-start" events={{ hover: true, focus: true, touch: true }}>
          <button type="button" className={classes.notes}>
            {settings}
          </button>
        </Tooltip>
      </div>
      {answer && (
        <Chart
          label={`ICC of the features, ${words}`}
          make={make}
          isSmall
          height={58 + 17 * shown.length}
          fileName={`icc-${words.replaceAll(/\W+/g, "-")}`}
        />
      )}
    </article>
  );
}

interface Counts extends Pick<RoleInShort, "stable" | "stableByLower" | "count"> {
  readonly rule: string | null;
}

function stableInWords({ rule, stable, stableByLower, count }: Counts): string {
  if (rule === null) return `${formatCounted(count, "feature", "features")}; the protocol has no filter`;
  if (stable === null) return `${formatCounted(count, "feature", "features")}; which are stable cannot be said`;
  const byLower = stableByLower === null ? "" : `, by lower limits ${formatCount(stableByLower)}`;
  return `${formatCount(stable)} of ${formatCount(count)} stable${byLower}`;
}
