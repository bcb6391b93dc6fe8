import { Modal, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { FeatureDocumentation, FeatureSet } from "#shared/domain/featureSet.ts";
import { formatValue } from "../../../../ui/format.ts";
import { groupFeatures, partsOf } from "./featureNames.ts";
import classes from "./FeatureSheet.module.css";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly featureSet: FeatureSet;
  readonly documentation: readonly FeatureDocumentation[];
}

/** All features in full: value, meaning, formula, IBSI code. */
export function FeatureSheet({ opened, onClose, featureSet, documentation }: Props) {
  const [search, setSearch] = useState("");
  const groups = useMemo(() => groupFeatures(featureSet.features, search), [featureSet, search]);
  const byName = useMemo(() => new Map(documentation.map((entry) => [entry.name, entry])), [documentation]);
  return (
    <Modal opened={opened} onClose={onClose} size="90%" title={`Features of ${featureSet.segmentName}`} closeButtonProps={{ "aria-label": "Close" }}>
      <TextInput className={classes.search} aria-label="Search all features" placeholder="Search" leftSection={<IconSearch size={14} />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} data-autofocus />
      <table className={classes.table}>
        <thead><tr><th scope="col">Feature</th><th scope="col" className={classes.value}>Value</th><th scope="col">Meaning</th><th scope="col">Formula</th><th scope="col">IBSI</th></tr></thead>
        {groups.map((group) => (
          <tbody key={group.title}>
            <tr><th colSpan={5} scope="rowgroup" className={classes.group}>{group.title}</th></tr>
            {group.features.map(({ name, value, reason }) => (
              <tr key={name}>
                <td>{partsOf(name).feature}</td>
                <td className={classes.value} title={value === null ? undefined : String(value)}>{value === null ? "undefined" : formatValue(value)}</td>
                <td>{reason ?? byName.get(name)?.meaning}</td>
                <td><code>{byName.get(name)?.formula}</code></td>
                <td>{byName.get(name)?.ibsi}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Modal>
  );
}
