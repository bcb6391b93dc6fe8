import { useRef, useState } from "react";
import type { WorklistRow } from "#shared/api/worklist.ts";
import { client } from "../../client/client.ts";
import type { WorklistFilter } from "./worklistFilter.ts";

type Marked = ReadonlyMap<string, WorklistRow>;
const mostAtOnce = 500;

/** Studies that are marked to do something with many at once. They stay marked while another search is typed. */
export function useMarkedStudies(filter: WorklistFilter) {
  const [marked, setMarked] = useState<Marked>(new Map());
  // Numbers of rows are those of one list.
  const key = JSON.stringify(filter);
  const anchor = useRef<{ readonly key: string; readonly top: number } | null>(null);
  const set = (rows: readonly WorklistRow[], isMarked: boolean) =>
    setMarked((before) => {
      const next = new Map(before);
      for (const row of rows) {
        if (isMarked) next.set(row.studyInstanceUid, row);
        else next.delete(row.studyInstanceUid);
      }
      return next;
    });
  return {
    marked,
    /** Marks a row, or takes its mark away. `top` is its number in the list. */
    toggle: (top: number, row: WorklistRow) => {
      anchor.current = { key, top };
      set([row], !marked.has(row.studyInstanceUid));
    },
    /** Marks all rows from the one that was marked last, or from another one, to a row, also those that are not loaded. Rejects where they cannot be had. */
    markTo: async (top: number, from = anchor.current?.key === key ? anchor.current.top : top) => {
      anchor.current = { key, top: from };
      const [first, last] = [Math.min(from, top), Math.max(from, top)];
      for (let offset = first; offset <= last; offset += mostAtOnce) {
        const limit = Math.min(mostAtOnce, last - offset + 1);
        set((await client.worklist.list.query({ ...filter, offset, limit })).rows, true);
      }
    },
    clear: () => setMarked(new Map()),
  };
}
export type MarkedStudies = ReturnType<typeof useMarkedStudies>;
