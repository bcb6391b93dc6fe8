import { SegmentedControl } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { DrawingsInShort } from "#shared/api/agreement.ts";
import { comparisonKey } from "#shared/domain/agreement/analysedReading.ts";
import { trpc } from "../../../client/client.ts";
import { DataTable } from "../../../ui/table/DataTable.tsx";
import { sortedBy, sortRows, type TableSort } from "../../../ui/table/sortRows.ts";
import { Answered } from "../Answered.tsx";
import { ComparisonChoice } from "../ComparisonChoice.tsx";
import { drawingColumns, drawingSortValue, overlapRows, sliceRows, type DrawingRow } from "./drawingRows.ts";
import { DrawingSummary } from "./DrawingSummary.tsx";
import { PairView } from "./PairView.tsx";
import room from "../AgreementRoom.module.css";
import classes from "./Drawings.module.css";

/** How drawings overlap: in short, slice by slice or case by case, the least agreement first, and both outlines on the image. */
export function DrawingsTab({ projectId }: { projectId: string }) {
  const [asked, setAsked] = useState("");
  const query = useQuery(trpc.agreement.drawings.queryOptions({ projectId, comparison: asked }, { placeholderData: keepPreviousData }));
  return (
    <Answered query={query} waiting="Comparing the drawings slice by slice …">
      {(drawings) => {
        const first = drawings.comparisons[0];
        if (!first || drawings.overlaps.length === 0)
          return <p className={room.waiting}>No case was drawn in two of the locked readings.</p>;
        const chosen = drawings.comparisons.some((each) => comparisonKey(each) === asked) ? asked : comparisonKey(first);
        return <Drawings projectId={projectId} drawings={drawings} chosen={chosen} onChoose={setAsked} />;
      }}
    </Answered>
  );
}

interface Props {
  readonly projectId: string;
  readonly drawings: DrawingsInShort;
  /** The comparison's key. */
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}

function Drawings({ projectId, drawings, chosen, onChoose }: Props) {
  const [by, setBy] = useState<"slices" | "cases">("slices");
  const [sort, setSort] = useState<TableSort>({ column: "dice", isDescending: false });
  const [selected, setSelected] = useState<string | null>(null);
  const rows = useMemo(() => {
    const all = by === "slices" ? sliceRows(drawings.overlaps) : overlapRows(drawings.overlaps);
    return sortRows(all, drawingSortValue(sort.column), sort);
  }, [drawings, by, sort]);
  const row = rows.find(({ key }) => key === selected) ?? rows[0]!;
  return (
    <div className={room.split} data-details>
      <div className={classes.drawings}>
        <div className={classes.top}>
          <div className={room.bar}>
            <ComparisonChoice comparisons={drawings.comparisons} chosen={chosen} onChoose={onChoose} />
            <SegmentedControl
              aria-label="Rows"
              data={[
                { value: "slices", label: "Slices" },
                { value: "cases", label: "Cases" },
              ]}
              value={by}
              onChange={(next) => setBy(next)}
            />
            <p className={`${room.note} ${classes.about}`}>
              In the plane of each slice; over slices pooled by contour length. A slice that one alone drew lowers Dice and has no distance.
              A is the first reading, B the second.
            </p>
          </div>
          <DrawingSummary overlaps={drawings.overlaps} />
          {drawings.notes.map((note) => (
            <p key={note} className={room.warning}>
              {note}
            </p>
          ))}
        </div>
        <DataTable<DrawingRow>
          label={by === "slices" ? "Slices, least agreement first" : "Cases, least agreement first"}
          columns={drawingColumns(by)}
          rows={rows}
          keyOf={keyOf}
          sort={sort}
          onSort={(column) => setSort(sortedBy(sort, column, false))}
          selected={row.key}
          onSelect={({ key }) => setSelected(key)}
        />
      </div>
      <aside className={`${room.side} ${classes.side}`} aria-label="Both drawings">
        <PairView
          key={JSON.stringify([chosen, row.caseCode, row.region, row.role])}
          projectId={projectId}
          asked={{ comparison: chosen, caseCode: row.caseCode, region: row.region, role: row.role }}
          slice={row.slice}
        />
      </aside>
    </div>
  );
}

const keyOf = ({ key }: DrawingRow): string => key;
