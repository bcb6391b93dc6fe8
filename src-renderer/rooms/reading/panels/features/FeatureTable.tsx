import { Tooltip } from "@mantine/core";
import { useMemo } from "react";
import type { FeatureDocumentation, FeatureSet } from "#shared/domain/featureSet.ts";
import { formatValue } from "../../../../ui/format.ts";
import { groupFeatures, partsOf } from "./featureNames.ts";
import classes from "./FeatureTable.module.css";

interface Props {
  readonly features: FeatureSet["features"];
  readonly search: string;
  readonly documentation: readonly FeatureDocumentation[];
}

/** What a feature means, its formula and its IBSI code. */
function Explanation({ entry, reason }: { entry: FeatureDocumentation | undefined; reason: string | undefined }) {
  return (
    <div className={classes.explanation}>
      {reason && <p className={classes.reason}>{reason}</p>}
      {entry && <><p>{entry.meaning}</p><code>{entry.formula}</code><p>{entry.edge}</p><p className={classes.code}>IBSI: {entry.ibsi}</p></>}
    </div>
  );
}

/** Features by class, with their values; a name explains itself under the mouse. */
export function FeatureTable({ features, search, documentation }: Props) {
  const groups = useMemo(() => groupFeatures(features, search), [features, search]);
  const byName = useMemo(() => new Map(documentation.map((entry) => [entry.name, entry])), [documentation]);
  if (groups.length === 0) return <p className={classes.none}>No feature fits this search.</p>;
  return (
    <table className={classes.table} aria-label="Features">
      {groups.map((group) => (
        <tbody key={group.title}>
          <tr><th colSpan={2} scope="rowgroup">{group.title}<span className={classes.count}>{group.features.length}</span></th></tr>
          {group.features.map(({ name, value, reason }) => (
            <Tooltip key={name} label={<Explanation entry={byName.get(name)} reason={reason} />} position="left" maw={420} disabled={!byName.has(name) && !reason} withinPortal>
              <tr>
                <td className={classes.name}>{partsOf(name).feature}</td>
                <td className={classes.value} title={value === null ? undefined : String(value)}>{value === null ? <span className={classes.undefined}>undefined</span> : formatValue(value)}</td>
              </tr>
            </Tooltip>
          ))}
        </tbody>
      ))}
    </table>
  );
}
