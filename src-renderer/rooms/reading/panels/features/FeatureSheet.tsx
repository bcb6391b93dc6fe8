import { Modal, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState, type ReactNode } from "react";
import type { FeatureDocumentation } from "#shared/domain/featureSet.ts";
import { formatCounted } from "../../../../ui/format.ts";
import { asTsv, filterRows, sortRows, type ComparedColumn, type FeatureRow, type RowOrder } from "./comparison.ts";
import { CopyAction } from "./CopyAction.tsx";
import { FeatureDetail } from "./FeatureDetail.tsx";
import { FeatureGrid } from "./FeatureGrid.tsx";
import { classTitles, documentedName, imageTypeTitle } from "#shared/domain/featureNames.ts";
import { SaveFeatures } from "./SaveFeatures.tsx";
import { iccOf, type ChosenStudy } from "./studyIcc.ts";
import classes from "./FeatureSheet.module.css";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly columns: readonly ComparedColumn[];
  readonly rows: readonly FeatureRow[];
  readonly documentation: readonly FeatureDocumentation[];
  /** How they were measured, in words. */
  readonly subtitle: string;
  readonly histogram: ReactNode;
  /** Whose ICCs stand beside the values. */
  readonly study: ChosenStudy;
}

/** All features of the segments side by side, with filters; beside them the documentation of the one chosen, and the histogram. */
export function FeatureSheet({ opened, onClose, columns, rows, documentation, subtitle, histogram, study }: Props) {
  const [search, setSearch] = useState("");
  const [imageTypes, setImageTypes] = useState<ReadonlySet<string>>(new Set());
  const [chosenClasses, setChosenClasses] = useState<ReadonlySet<string>>(new Set());
  const [order, setOrder] = useState<RowOrder | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const shown = useMemo(
    () => sortRows(filterRows(rows, { search, imageTypes, classes: chosenClasses }), order),
    [rows, search, imageTypes, chosenClasses, order],
  );
  const selectedRow = rows.find(({ name }) => name === selected);

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="calc(100vw - 64px)"
      closeButtonProps={{ "aria-label": "Close" }}
      classNames={{ content: classes.content, body: classes.body }}
      title={
        <span className={classes.heading}>
          Features <span className={classes.subtitle}>{subtitle}</span>
        </span>
      }
    >
      <div className={classes.bar}>
        <TextInput
          className={classes.search}
          aria-label="Search all features"
          placeholder="Search: name, IBSI code, meaning"
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-autofocus
        />
        <Chips
          label="Image types"
          all={countedBy(rows, (row) => row.imageType)}
          titleOf={imageTypeTitle}
          chosen={imageTypes}
          onChange={setImageTypes}
        />
        <Chips
          label="Classes"
          all={countedBy(rows, (row) => row.featureClass ?? "")}
          titleOf={(name) => classTitles[name as keyof typeof classTitles] ?? "Other"}
          chosen={chosenClasses}
          onChange={setChosenClasses}
        />
        <span className={classes.space} />
        <Text component="output" size="xs" c="dimmed">
          {formatCounted(shown.length, "feature", "features")}
        </Text>
        <CopyAction size={30} label="Copy the table" text={() => asTsv(columns, shown)} />
        <SaveFeatures columns={columns} />
      </div>
      <div className={classes.columns}>
        {shown.length > 0 ? (
          <FeatureGrid
            columns={columns}
            rows={shown}
            order={order}
            onOrder={setOrder}
            selected={selected}
            onSelect={setSelected}
            hasArrowKeys
            icc={study.icc}
          />
        ) : (
          <p className={classes.none}>
            No feature fits.{" "}
            <UnstyledButton
              className={classes.reset}
              onClick={() => {
                setSearch("");
                setImageTypes(new Set());
                setChosenClasses(new Set());
              }}
            >
              Show all
            </UnstyledButton>
          </p>
        )}
        <aside className={classes.side}>
          {selectedRow ? (
            <FeatureDetail
              row={selectedRow}
              columns={columns}
              documentation={documentation.find(({ name }) => name === documentedName(selectedRow.name))}
              icc={iccOf(study, selectedRow.name)}
            />
          ) : (
            <p className={classes.hint}>Choose a feature to read what it means, how it is computed, and how the segments compare.</p>
          )}
          <section className={classes.histogram} aria-label="Histogram of these segments">
            <h3>Histogram</h3>
            {histogram}
          </section>
        </aside>
      </div>
    </Modal>
  );
}

function countedBy(rows: readonly FeatureRow[], keyOf: (row: FeatureRow) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return counts;
}

/** Kinds to filter by; none pressed means all. Nothing where there is only one kind. */
function Chips({
  label,
  all,
  titleOf,
  chosen,
  onChange,
}: {
  label: string;
  all: ReadonlyMap<string, number>;
  titleOf: (name: string) => string;
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}) {
  if (all.size < 2) return null;
  const toggle = (name: string) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    onChange(next);
  };
  return (
    <fieldset aria-label={label} className={classes.chips}>
      {[...all].map(([name, count]) => (
        <UnstyledButton key={name} className={classes.chip} aria-pressed={chosen.has(name)} onClick={() => toggle(name)}>
          {titleOf(name)} <span className={classes.count}>{count}</span>
        </UnstyledButton>
      ))}
    </fieldset>
  );
}
