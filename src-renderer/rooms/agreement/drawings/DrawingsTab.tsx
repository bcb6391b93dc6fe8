import { SegmentedControl } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState, type ReactNode } from "react";
import type { DrawingsInShort, OverlapInShort } from "#shared/api/agreement.ts";
import { comparisonKey } from "#shared/domain/agreement/analysedReading.ts";
import { trpc } from "../../../client/client.ts";
import { DataTable } from "../../../ui/table/DataTable.tsx";
import { sortedBy, sortRows, type TableSort } from "../../../ui/table/sortRows.ts";
import { Answered } from "../Answered.tsx";
import { ComparisonChoice } from "../ComparisonChoice.tsx";
import { ConsensusPart } from "./ConsensusPart.tsx";
import { drawingColumns, drawingSortValue, overlapRows, sliceRows, type DrawingRow } from "./drawingRows.ts";
import { DrawingSummary } from "./DrawingSummary.tsx";
import { PairView } from "./PairView.tsx";
import room from "../AgreementRoom.module.css";
import classes from "./Drawings.module.css";

/**
 * How drawings overlap: in short, slice by slice or case by case, the least agreement first, and both outlines on the image; of three readers or more their
 * consensus.
 */
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

const rowsShown = ["slices", "cases", "consensus"] as const;
const shownInWords = { slices: "Slices", cases: "Cases", consensus: "Consensus" } as const;

function Drawings({ projectId, drawings, chosen, onChoose }: Props) {
  const [asked, setBy] = useState<(typeof rowsShown)[number]>("slices");
  // Of two readers there is no consensus by rule.
  const isOfThree = new Set(drawings.comparisons.flatMap(({ readers }) => readers)).size > 2;
  const by = asked === "consensus" && !isOfThree ? "slices" : asked;
  const wordsOf = useCallback(
    ({ region, role }: Pick<OverlapInShort, "region" | "role">) =>
      drawings.overlaps.find((each) => each.region === region && each.role === role)?.words ?? `${region}, ${role}`,
    [drawings],
  );
  const bar = (
    <>
      <ComparisonChoice comparisons={drawings.comparisons} chosen={chosen} onChoose={onChoose} />
      <SegmentedControl
        aria-label="Rows"
        data={rowsShown.filter((each) => each !== "consensus" || isOfThree).map((value) => ({ value, label: shownInWords[value] }))}
        value={by}
        onChange={(next) => setBy(next)}
      />
    </>
  );
  return by === "consensus" ? (
    <ConsensusPart projectId={projectId} comparison={chosen} wordsOf={wordsOf} bar={bar} />
  ) : (
    <Compared key={by} projectId={projectId} drawings={drawings} comparison={chosen} by={by} bar={bar} />
  );
}

interface ComparedProps {
  readonly projectId: string;
  readonly drawings: DrawingsInShort;
  readonly comparison: string;
  readonly by: "slices" | "cases";
  readonly bar: ReactNode;
}

function Compared({ projectId, drawings, comparison, by, bar }: ComparedProps) {
  const [sort, setSort] = useState<TableSort>({ column: "dice", isDescending: false });
  const [selected, setSelected] = useState<string | null>(null);
  const rows = useMemo(() => {
    const all = by === "slices" ? sliceRows(drawings.overlaps) : overlapRows(drawings.overlaps);
    return sortRows(all, drawingSortValue(sort.column), sort);
  }, [drawings, by, sort]);
  const choosesLevels = drawings.overlaps.some(({ chosen }) => chosen !== null);
  const row = rows.find(({ key }) => key === selected) ?? rows[0];
  return (
    <div className={room.split} data-details>
      <div className={classes.drawings}>
        <div className={classes.top}>
          <div className={room.bar}>
            {bar}
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
        {row ? (
          <DataTable<DrawingRow>
            label={by === "slices" ? "Slices, least agreement first" : "Cases, least agreement first"}
            columns={drawingColumns(by, choosesLevels)}
            rows={rows}
            keyOf={keyOf}
            sort={sort}
            onSort={(column) => setSort(sortedBy(sort, column, false))}
            selected={row.key}
            onSelect={({ key }) => setSelected(key)}
          />
        ) : (
          <p className={room.waiting}>No slice was chosen by both readers: what they drew cannot be compared.</p>
        )}
      </div>
      <aside className={`${room.side} ${classes.side}`} aria-label="Both drawings">
        {row && (
          <PairView
            key={JSON.stringify([comparison, row.caseCode, row.region, row.role])}
            projectId={projectId}
            asked={{ comparison, caseCode: row.caseCode, region: row.region, role: row.role }}
            slice={row.slice}
          />
        )}
      </aside>
    </div>
  );
}

const keyOf = ({ key }: DrawingRow): string => key;
