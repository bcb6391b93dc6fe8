import { useCallback, useState } from "react";
import type { Series } from "#shared/api/study.ts";
import type { WorklistRow } from "#shared/api/worklist.ts";
import { client, queryClient, trpc } from "../../client/client.ts";
import type { WorklistFilter } from "./worklistFilter.ts";

/** What stands below an opened row: a study's series, or a patient's studies. */
export type ChildRow =
  | { readonly kind: "series"; readonly studyInstanceUid: string; readonly series: Series }
  | { readonly kind: "study"; readonly row: WorklistRow };

const rowsAtOnce = 500;

async function childrenOf(row: WorklistRow, level: WorklistFilter["level"]): Promise<readonly ChildRow[]> {
  if (level === "study") {
    const study = await queryClient.fetchQuery(trpc.study.describe.queryOptions({ studyInstanceUid: row.studyInstanceUid }));
    return study.series.map((series) => ({ kind: "series", studyInstanceUid: row.studyInstanceUid, series }));
  }
  // The list finds words, also inside other ids: what is not this patient's is left out, and the next window asked for until all are found.
  const studies: WorklistRow[] = [];
  for (let offset = 0, total = 1; studies.length < row.studies && offset < total; offset += rowsAtOnce) {
    const page = await client.worklist.list.query({
      level: "study",
      search: row.patientId || row.patientName,
      sort: "studyDate",
      descending: true,
      offset,
      limit: rowsAtOnce,
    });
    studies.push(...page.rows.filter((other) => other.patientId === row.patientId && other.patientName === row.patientName));
    total = page.total;
  }
  return studies.map((study) => ({ kind: "study", row: study }));
}

/** Says whether a row is the one that was opened, with as much below it. */
function identityOf({ key, studies, series, instances }: WorklistRow): string {
  return [key, studies, series, instances].join(" ");
}

/** An opened row by its identity, and what stands below it. */
interface Opened {
  readonly identity: string;
  readonly rows: readonly ChildRow[];
}

/**
 * Which rows are opened, by their number in the list as it stands: a new filter, order or level closes them all, and so is one closed in whose
 * place another row stands since. `rowAt` is undefined for rows that are on their way.
 */
export function useOpenedRows(filter: WorklistFilter, rowAt: (top: number) => WorklistRow | undefined) {
  const key = JSON.stringify(filter);
  const [state, setState] = useState<{ key: string; opened: ReadonlyMap<number, Opened> }>({ key, opened: new Map() });
  const standing = [...(state.key === key ? state.opened : [])].filter(([top, { identity }]) => {
    const row = rowAt(top);
    return row === undefined || identityOf(row) === identity;
  });
  const children: ReadonlyMap<number, readonly ChildRow[]> = new Map(standing.map(([top, { rows }]) => [top, rows]));
  const counts = new Map([...children].map(([top, rows]) => [top, rows.length]));

  const open = useCallback(
    async (top: number, row: WorklistRow) => {
      if (filter.level === "series") return;
      const rows = await childrenOf(row, filter.level);
      setState((before) => ({
        key,
        opened: new Map(before.key === key ? before.opened : []).set(top, { identity: identityOf(row), rows }),
      }));
    },
    [filter.level, key],
  );

  const close = useCallback(
    (top: number) => {
      setState((before) => {
        const next = new Map(before.key === key ? before.opened : []);
        next.delete(top);
        return { key, opened: next };
      });
    },
    [key],
  );

  return { children, counts, open, close };
}
