import { Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState } from "react";
import type { FeatureOverview } from "#shared/api/agreement.ts";
import { comparisonInWords, comparisonKey } from "#shared/domain/agreement/analysedReading.ts";
import { formatCount } from "../../../ui/format.ts";
import { DataTable, type DataColumn } from "../../../ui/table/DataTable.tsx";
import { sortedBy, sortRows, type TableSort } from "../../../ui/table/sortRows.ts";
import { fixed, interval } from "../numbers.ts";
import {
  allFeatures,
  featureSortValue,
  filterFeatures,
  stabilityFilters,
  type FeatureFilter,
  type FeatureRow,
  type ShownComparison,
} from "./featureRows.ts";
import { MeasuredChoice } from "./MeasuredChoice.tsx";
import { StableSets } from "./StableSets.tsx";
import classes from "./FeaturesTab.module.css";

interface Props {
  readonly projectId: string;
  readonly overview: FeatureOverview;
  /** What the features are of: "" all of the drawings, else a partKey. */
  readonly measured: string;
  readonly onMeasured: (part: string) => void;
  readonly rows: readonly FeatureRow[];
  readonly comparisons: readonly ShownComparison[];
  readonly selected: string | null;
  readonly onSelect: (row: FeatureRow) => void;
}

/** Every feature of every region and role: to be sorted by any column, and filtered. */
export function FeatureTable({ projectId, overview, measured, onMeasured, rows, comparisons, selected, onSelect }: Props) {
  const [filter, setFilter] = useState<FeatureFilter>(allFeatures);
  const [sort, setSort] = useState<TableSort>({ column: "feature", isDescending: false });
  // While a word is typed the rows come after the letters.
  const shownFilter = useDeferredValue(filter);
  const sorted = useMemo(() => sortRows(rows, featureSortValue(sort.column), sort), [rows, sort]);
  const shown = useMemo(() => filterFeatures(sorted, shownFilter), [sorted, shownFilter]);
  const columns = useMemo(() => columnsOf(comparisons), [comparisons]);
  const change = (part: Partial<FeatureFilter>) => setFilter((before) => ({ ...before, ...part }));
  const featureClasses = useMemo(() => [...new Set(rows.map(({ featureClass }) => featureClass))].toSorted(), [rows]);
  const regions = namesById(overview.roles.map(({ region, regionName }) => [region, regionName]));
  const roles = namesById(overview.roles.map(({ role, roleName }) => [role, roleName]));
  return (
    <section className={classes.list} aria-label="Features">
      <search className={classes.toolbar} aria-label="Find features">
        <TextInput
          className={classes.search}
          aria-label="Name of a feature"
          placeholder="Name: wavelet glcm"
          leftSection={<IconSearch size={14} />}
          value={filter.text}
          spellCheck={false}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
        <MeasuredChoice overview={overview} measured={measured} onMeasured={onMeasured} />
        <Choice label="Region" data={regions} value={filter.region} onChange={(region) => change({ region })} />
        <Choice label="Role" data={roles} value={filter.role} onChange={(role) => change({ role })} />
        <Choice
          label="Class"
          data={featureClasses.map((value) => ({ value, label: value }))}
          value={filter.featureClass}
          onChange={(featureClass) => change({ featureClass })}
        />
        <Choice
          label="Stability"
          data={stabilityFilters.map((value) => ({ value, label: value }))}
          value={filter.stability}
          onChange={(stability) => change({ stability: stabilityFilters.find((each) => each === stability) ?? null })}
        />
        <StableSets projectId={projectId} overview={overview} />
      </search>
      <DataTable
        label="Features"
        columns={columns}
        rows={shown}
        keyOf={keyOf}
        sort={sort}
        onSort={(column) => setSort(sortedBy(sort, column, !["feature", "words"].includes(column)))}
        selected={selected}
        onSelect={onSelect}
      />
      <output className={classes.status}>
        {formatCount(shown.length)} of {formatCount(rows.length)} features. Values are rounded here; whole ones stand in icc.csv.
      </output>
    </section>
  );
}

const keyOf = ({ key }: FeatureRow): string => key;

const namesById = (pairs: readonly (readonly [value: string, label: string])[]) =>
  [...new Map(pairs)].map(([value, label]) => ({ value, label }));

function Choice({
  label,
  data,
  value,
  onChange,
}: {
  label: string;
  data: readonly { readonly value: string; readonly label: string }[];
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  return <Select aria-label={label} placeholder={label} w={128} clearable data={[...data]} value={value} onChange={onChange} />;
}

/** Of pairs of several readers the details tell. */
function columnsOf(comparisons: readonly ShownComparison[]): readonly DataColumn<FeatureRow>[] {
  return [
    { key: "feature", header: "Feature", width: "minmax(250px, 460px)", cell: ({ feature }) => feature, title: ({ feature }) => feature },
    { key: "words", header: "Region, role", width: "132px", cell: ({ words }) => words, title: ({ words }) => words },
    {
      key: "stable",
      header: "Stable",
      about: "By the protocol’s filter. “value only”: not by the lower limit of every interval.",
      width: "74px",
      cell: ({ stability }) => (stability === "yes" ? <span className={classes.stable}>yes</span> : stability),
      title: ({ stability }) =>
        stability === "value only" ? "Not every interval has a lower limit that reaches the threshold." : undefined,
    },
    ...comparisons.filter(({ kind }) => kind !== "pair").flatMap(comparisonColumns),
  ];
}

function comparisonColumns(comparison: ShownComparison): DataColumn<FeatureRow>[] {
  const key = comparisonKey(comparison);
  const words = comparisonInWords(comparison);
  const short =
    comparison.kind === "inter"
      ? `readers ${comparison.readers.join(", ")}`
      : `reader ${comparison.readers.join(", ")}, passes ${comparison.passes.join(", ")}`;
  const of = (row: FeatureRow) => row.columns.get(key);
  return [
    {
      key: `value:${key}`,
      header: `ICC(${comparison.form}) ${short}`,
      about: `The form that the protocol counts, ${words}.`,
      width: "104px",
      isNumber: true,
      cell: (row) => fixed(of(row)?.value[row.at]),
      title: (row) => of(row)?.reasons[row.at] ?? undefined,
    },
    {
      key: `lower:${key}`,
      header: "95 % interval",
      about: `Of the ICC, ${words}; sorted by the lower limit.`,
      width: "108px",
      leaveOut: 1,
      isNumber: true,
      cell: (row) => (
        <span className={classes.quietCell}>{interval(of(row)?.value[row.at], of(row)?.lower[row.at], of(row)?.upper[row.at])}</span>
      ),
      title: (row) => of(row)?.reasons[row.at] ?? undefined,
    },
    {
      key: `beside:${key}`,
      header: `ICC(${comparison.besideForm})`,
      about: "The form that stands beside it: where C,1 is much larger than A,1 the readings differ by an offset.",
      width: "64px",
      leaveOut: 2,
      isNumber: true,
      cell: (row) => <span className={classes.quietCell}>{fixed(of(row)?.beside[row.at])}</span>,
    },
    {
      key: `n:${key}`,
      header: "n",
      about: `Cases, ${words}.`,
      width: "30px",
      leaveOut: 3,
      isNumber: true,
      cell: (row) => of(row)?.n[row.at] ?? "",
    },
  ];
}
