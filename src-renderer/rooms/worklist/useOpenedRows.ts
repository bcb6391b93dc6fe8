import { useCallback, useMemo, useState } from "react";
import type { Series } from "#shared/api/study.ts";
import type { WorklistRow } from "#shared/api/worklist.ts";
import { client, queryClient, trpc } from "../../client/client.ts";
import type { WorklistFilter } from "./worklistFilter.ts";

/** What stands below an opened row: a study's series, or a patient's studies. */
export type ChildRow = { readonly kind: "series"; readonly studyInstanceUid: string; readonly series: Series } | { readonly kind: "study"; readonly row: WorklistRow };

const rowsAtOnce = 500;

async function childrenOf(row: WorklistRow, level: WorklistFilter["level"]): Promise<readonly ChildRow[]> {
  if (level === "study") {
    const study = await queryClient.fetchQuery(trpc.study.describe.queryOptions({ studyInstanceUid: row.studyInstanceUid }));
    return study.series.map((series) => ({ kind: "series", studyInstanceUid: row.studyInstanceUid, series }));
  }
  // The list finds words, also inside other ids: what is not this patient's is left out, and the next window asked for until all are found.
  const studies: WorklistRow[] = [];
  for (let offset = 0, total = 1; studies.length < row.studies && offset < total; offset += rowsAtOnce) {
    const page = await client.worklist.list.query({ level: "study", search: row.patientId || row.patientName, sort: "studyDate", descending: true, offset, limit: rowsAtOnce });
    studies.push(...page.rows.filter((other) => other.patientId === row.patientId && other.patientName === row.patientName));
    total = page.total;
  }
  return studies.map((study) => ({ kind: "study", row: study }));
}

/** Which rows are opened, by their number in the list as it stands: a new filter, order or level closes them all. */
export function useOpenedRows(filter: WorklistFilter) {
  const key = JSON.stringify(filter);
  const [state, setState] = useState<{ key: string; children: ReadonlyMap<number, readonly ChildRow[]> }>({ key, children: new Map() });
  const children = useMemo(() => (state.key === key ? state.children : new Map<number, readonly ChildRow[]>()), [state, key]);
  const counts = useMemo(() => new Map([...children].map(([top, rows]) => [top, rows.length])), [children]);

  const open = useCallback(async (top: number, row: WorklistRow) => {
    if (filter.level === "series") return;
    const rows = await childrenOf(row, filter.level);
    setState((before) => ({ key, children: new Map(before.key === key ? before.children : []).set(top, rows) }));
  }, [filter.level, key]);

  const close = useCallback((top: number) => {
    setState((before) => {
      const next = new Map(before.key === key ? before.children : []);
      next.delete(top);
      return { key, children: next };
    });
  }, [key]);

  return { children, counts, open, close };
}
