import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";
import type { ConsensusOfDrawing } from "#shared/api/agreement.ts";
import { consensusMethods, type ConsensusMethod } from "#shared/statistics/overlap/consensusMask.ts";
import { trpc } from "../../../client/client.ts";
import { DataTable } from "../../../ui/table/DataTable.tsx";
import { sortedBy, sortRows, type TableSort } from "../../../ui/table/sortRows.ts";
import { Answered } from "../Answered.tsx";
import { consensusColumns, consensusRows, consensusSortValue, type ConsensusRow } from "./consensusRows.ts";
import { PairView } from "./PairView.tsx";
import room from "../AgreementRoom.module.css";
import classes from "./Drawings.module.css";

interface Props {
  readonly projectId: string;
  /** The comparison whose two readings are outlined beside the consensus. */
  readonly comparison: string;
  readonly wordsOf: (drawing: Pick<ConsensusOfDrawing, "region" | "role">) => string;
  readonly bar: ReactNode;
}

/** The consensus of the first readings of three readers or more, by a rule, and how each of them agrees with it. */
export function ConsensusPart({ bar, ...props }: Props) {
  const [method, setMethod] = useState<ConsensusMethod>("majority");
  const query = useQuery(trpc.agreement.consensus.queryOptions({ projectId: props.projectId, method }));
  const head = (
    <div className={classes.top}>
      <div className={room.bar}>
        {bar}
        <SegmentedControl
          aria-label="Rule of the consensus"
          data={[...consensusMethods]}
          value={method}
          onChange={(next) => setMethod(next)}
        />
        <p className={`${room.note} ${classes.about}`}>
          Of the first readings of all readers. Readings stay as they are, and agreement between readers is never computed from a consensus.
        </p>
      </div>
    </div>
  );
  return (
    <Answered query={query} waiting="Making the consensus of each drawing …">
      {(consensus) => <Consensus key={method} {...props} head={head} method={method} consensus={consensus} />}
    </Answered>
  );
}

interface ConsensusProps extends Omit<Props, "bar"> {
  readonly head: ReactNode;
  readonly method: ConsensusMethod;
  readonly consensus: readonly ConsensusOfDrawing[];
}

function Consensus({ projectId, comparison, wordsOf, head, method, consensus }: ConsensusProps) {
  const [sort, setSort] = useState<TableSort>({ column: "lowest", isDescending: false });
  const [selected, setSelected] = useState<string | null>(null);
  const rows = useMemo(
    () => sortRows(consensusRows(consensus, wordsOf), consensusSortValue(sort.column), sort),
    [consensus, wordsOf, sort],
  );
  const columns = useMemo(() => consensusColumns(rows), [rows]);
  const row = rows.find(({ key }) => key === selected) ?? rows[0];
  return (
    <div className={room.split} data-details>
      <div className={classes.drawings}>
        {head}
        {row ? (
          <DataTable<ConsensusRow>
            label="Consensus, least agreement first"
            columns={columns}
            rows={rows}
            keyOf={keyOf}
            sort={sort}
            onSort={(column) => setSort(sortedBy(sort, column, false))}
            selected={row.key}
            onSelect={({ key }) => setSelected(key)}
          />
        ) : (
          <p className={room.waiting}>No case was drawn by three readers.</p>
        )}
      </div>
      <aside className={`${room.side} ${classes.side}`} aria-label="Drawings and consensus">
        {row && (
          <PairView
            key={JSON.stringify([comparison, row.caseCode, row.region, row.role])}
            projectId={projectId}
            asked={{ comparison, caseCode: row.caseCode, region: row.region, role: row.role }}
            slice={null}
            consensus={method}
          />
        )}
      </aside>
    </div>
  );
}

const keyOf = ({ key }: ConsensusRow): string => key;
