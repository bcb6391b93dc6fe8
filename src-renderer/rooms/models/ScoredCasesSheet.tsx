import { Button, Group, Modal, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { CaseScores, NetworkTableResult, ScoredCases } from "#shared/api/network.ts";
import { formatProbability } from "#shared/domain/formatProbability.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { formatCount, formatCounted, formatValue } from "../../ui/format.ts";
import { fileNameOf, saveText } from "../../ui/saveText.ts";
import { DataTable, type DataColumn } from "../../ui/table/DataTable.tsx";
import { sortedBy, sortRows, type SortValue, type TableSort } from "../../ui/table/sortRows.ts";
import classes from "./ScoredCasesSheet.module.css";

interface Props {
  readonly result: NetworkTableResult;
  readonly onClose: () => void;
}

const mostNotes = 100;
const keyOf = ({ row }: CaseScores) => String(row);

/** What a network said of each row of a table, in the table's order or by any column, and the way to keep it. */
export function ScoredCasesSheet({ result: { scored, csv }, onClose }: Props) {
  const { model, notes, rows } = scored;
  const [sort, setSort] = useState<TableSort>({ column: "row", isDescending: false });
  const [selected, setSelected] = useState<string | null>(null);
  const columns = useMemo(() => columnsOf(scored), [scored]);
  const shown = useMemo(() => sortRows(rows, columns.find(({ key }) => key === sort.column)!.value, sort), [rows, columns, sort]);
  return (
    <Modal opened onClose={onClose} title={`${model.name} ${model.version}`} size="xl" closeButtonProps={{ "aria-label": "Close" }}>
      {[...(model.notice === null ? [] : [model.notice]), ...(model.notice?.includes(researchUseNotice) ? [] : [researchUseNotice])].map(
        (words) => (
          <Text key={words} size="xs" c="var(--warning)" role="note">
            {words}
          </Text>
        ),
      )}
      <div className={classes.table}>
        <DataTable
          label="Cases"
          columns={columns}
          rows={shown}
          keyOf={keyOf}
          sort={sort}
          onSort={(column) => setSort(sortedBy(sort, column, column !== "row"))}
          selected={selected}
          onSelect={(row) => setSelected(keyOf(row))}
        />
      </div>
      {notes.length > 0 && (
        <ul className={classes.notes} aria-label="To be careful of">
          {notes.slice(0, mostNotes).map((note) => (
            <li key={note}>{note}</li>
          ))}
          {notes.length > mostNotes && <li>{formatCount(notes.length - mostNotes)} more: they stand in the CSV.</li>}
        </ul>
      )}
      <Group justify="space-between" mt="sm">
        <Text size="xs" c="dimmed">
          {formatCounted(rows.length, "case", "cases")}. Nothing of it is kept here: save it.
        </Text>
        <Button
          leftSection={<IconDownload size={14} />}
          onClick={() => saveText(csv, `${fileNameOf(`${model.name} ${model.version}`, "network")}.csv`, "text/csv")}
        >
          Save as CSV
        </Button>
      </Group>
    </Modal>
  );
}

/** A column, and what it is sorted by. */
type ScoreColumn = DataColumn<CaseScores> & { readonly value: (row: CaseScores) => SortValue };

function columnsOf({ value, positiveClass, threshold, rows }: ScoredCases): readonly ScoreColumn[] {
  const number = { width: "minmax(90px, 1fr)", isNumber: true } as const;
  const probability = (name: string): ScoreColumn => {
    const of = ({ probabilities }: CaseScores) => probabilities![name]!;
    return {
      ...number,
      key: `probability ${name}`,
      header: name,
      about: `The probability of ${name}`,
      value: of,
      cell: (row) => formatProbability(of(row)),
      title: (row) => String(of(row)),
    };
  };
  const answers: readonly ScoreColumn[] = value
    ? [
        {
          ...number,
          key: "value",
          header: value.unit === "" ? value.name : `${value.name}, ${value.unit}`,
          value: (row) => row.value!,
          cell: (row) => formatValue(row.value!),
          title: (row) => String(row.value!),
        },
      ]
    : [
        {
          key: "class",
          header: "Class",
          about: `${positiveClass!} from a probability of ${threshold!}`,
          width: "minmax(110px, 1fr)",
          value: (row) => row.predictedClass!,
          cell: (row) => row.predictedClass,
        },
        ...Object.keys(rows[0]!.probabilities!).map(probability),
      ];
  const { members } = rows[0]!;
  const scores =
    members.length < 2
      ? []
      : members.map(({ name }, index): ScoreColumn => {
          const of = (row: CaseScores) => row.members[index]!.score;
          return {
            ...number,
            key: `member ${name}`,
            header: name,
            about: `The score of the member ${name}`,
            leaveOut: members.length - index,
            value: of,
            cell: (row) => formatValue(of(row)),
            title: (row) => String(of(row)),
          };
        });
  return [
    {
      key: "row",
      header: "Row",
      about: "Of the table, below its header",
      width: "60px",
      isNumber: true,
      value: ({ row }) => row,
      cell: ({ row }) => row,
    },
    ...answers,
    ...scores,
  ];
}
