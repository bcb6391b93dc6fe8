import { ActionIcon, Group, Select, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconArrowsMaximize, IconSearch, IconX } from "@tabler/icons-react";
import { useMemo, useState, type ReactNode } from "react";
import { trpc } from "../../../../client/client.ts";
import { formatCounted, formatMoment } from "../../../../ui/format.ts";
import { asTsv, filterRows, sortRows, type RowOrder } from "./comparison.ts";
import { CopyAction } from "./CopyAction.tsx";
import { settingsInWords } from "../../../../settings/imageTypeWords.ts";
import { FeatureDetail } from "./FeatureDetail.tsx";
import { FeatureGrid } from "./FeatureGrid.tsx";
import { documentedName } from "#shared/domain/featureNames.ts";
import { FeatureSheet } from "./FeatureSheet.tsx";
import { SaveFeatures } from "./SaveFeatures.tsx";
import { IccChoice } from "./IccChoice.tsx";
import { iccOf, useStudyIcc } from "./studyIcc.ts";
import type { Results } from "./useResults.ts";
import classes from "./ResultsView.module.css";

interface Props {
  readonly results: Results;
  readonly onSettings: (settingsHash: string) => void;
  readonly histogram: ReactNode;
}

/** What came out of an extraction, in the narrow panel; a feature explains itself beside the table, and all of it opens in a sheet. */
export function ResultsView({
  results: { sets, columns, rows, settings, settingsHash, missing, isOutdated, isOfOtherEngine },
  onSettings,
  histogram,
}: Props) {
  const study = useStudyIcc();
  const [search, setSearch] = useState("");
  const [order, setOrder] = useState<RowOrder | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const documentation = useQuery(trpc.featureSet.documentation.queryOptions()).data ?? [];
  const shown = useMemo(
    () => sortRows(filterRows(rows, { search, imageTypes: new Set(), classes: new Set() }), order),
    [rows, search, order],
  );
  const selectedRow = rows.find(({ name }) => name === selected);
  const newest = sets.reduce((latest, set) => (set.createdAt > latest ? set.createdAt : latest), "");
  const count = `${formatCounted(rows.length, "feature", "features")}${sets.length > 1 ? ` of ${sets.length} segments` : ""}`;
  const how = sets[0] ? `${settingsInWords(sets[0].settings)}${sets[0].settings.correctMask ? ", mask resampled" : ""}` : "";

  return (
    <section className={classes.results} aria-label="Extracted features">
      <div>
        {settings.length > 1 ? (
          <Select
            aria-label="Results of which settings"
            allowDeselect={false}
            value={settingsHash}
            onChange={(hash) => {
              if (hash) onSettings(hash);
            }}
            data={settings.map((set) => ({
              value: set.settingsHash,
              label: `${settingsInWords(set.settings)}, ${formatMoment(set.createdAt)}`,
            }))}
            mb={4}
          />
        ) : null}
        <Text size="xs" c="dimmed">
          {count}, {how}, {formatMoment(newest)}
        </Text>
        {isOfOtherEngine && (
          <Text size="xs" c="var(--warning)" role="note">
            Measured by another version of the engine, whose values may differ. Extract again before you compare or publish them.
          </Text>
        )}
        {isOutdated && (
          <Text size="xs" c="var(--warning)" role="note">
            The segmentation has changed since. Extract again to measure what is drawn now.
          </Text>
        )}
        {missing.length > 0 && (
          <Text size="xs" c="var(--warning)" role="note">
            Not measured with these settings: {missing.map(({ name }) => name).join(", ")}.
          </Text>
        )}
      </div>
      <IccChoice study={study} settingsHash={settingsHash} />
      <Group gap={6} wrap="nowrap">
        <TextInput
          className={classes.search}
          aria-label="Search features"
          placeholder="Search"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <ActionIcon
          size={30}
          variant="default"
          aria-label="Show all with documentation"
          title="Show all, large"
          onClick={() => {
            setSelected(null);
            setSheetOpen(true);
          }}
        >
          <IconArrowsMaximize size={14} />
        </ActionIcon>
        <CopyAction size={30} label="Copy the table" text={() => asTsv(columns, shown)} />
        <SaveFeatures columns={columns} />
      </Group>
      {shown.length > 0 ? (
        <div className={classes.grid}>
          <FeatureGrid
            columns={columns}
            rows={shown}
            order={order}
            onOrder={setOrder}
            selected={selected}
            onSelect={(name) => setSelected(name === selected ? null : name)}
            isNarrow
            icc={study.icc}
          />
        </div>
      ) : (
        <Text size="xs" c="dimmed">
          No feature fits this search.
        </Text>
      )}
      {selectedRow && !isSheetOpen && (
        <section className={classes.card} aria-label="Description of the feature">
          <ActionIcon className={classes.close} size={26} aria-label="Close the description" onClick={() => setSelected(null)}>
            <IconX size={15} />
          </ActionIcon>
          <FeatureDetail
            row={selectedRow}
            columns={columns}
            documentation={documentation.find(({ name }) => name === documentedName(selectedRow.name))}
            icc={iccOf(study, selectedRow.name)}
          />
        </section>
      )}
      <FeatureSheet
        opened={isSheetOpen}
        onClose={() => setSheetOpen(false)}
        columns={columns}
        rows={rows}
        documentation={documentation}
        subtitle={`${count}, ${how}`}
        histogram={histogram}
        study={study}
      />
    </section>
  );
}
