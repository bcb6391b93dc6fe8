import { isWritable } from "#shared/domain/project/states.ts";
import type { Store } from "../../store/index.ts";
import { sha256 } from "../subjects.ts";
import { createAdjudicationTables } from "./adjudicationTables.ts";
import { createConsensusContent } from "./consensusContent.ts";

/** What the readings of a project ask of its consensus. */
export function createConsensusOfProject(store: Store) {
  const [tables, content] = [createAdjudicationTables(store), createConsensusContent(store)];
  const seen = store.database
    .prepare<[string, number], number>(
      `SELECT 1 FROM adjudication JOIN adjudicator ON adjudication_id = adjudication.id
       WHERE case_id = ? AND reader_id = ? AND opened_at IS NOT NULL LIMIT 1`,
    )
    .pluck();
  return {
    /** Whether a reader has seen both first readings of a case. */
    hasSeen: (caseId: string, readerId: number): boolean => seen.get(caseId, readerId) !== undefined,
    /** The codes of cases whose consensus is not submitted. */
    open: (projectId: string): string[] =>
      tables
        .ofProject(projectId)
        .filter(({ state }) => isWritable(state))
        .map(content.codeOf),
    /** As a project's manifest names it. */
    manifest: (projectId: string) =>
      tables.ofProject(projectId).map((row) => {
        const [a, b] = content.pairOf(row);
        return {
          code: content.codeOf(row),
          number: row.number,
          state: row.state,
          version: row.version,
          a: { readerNumber: a.readerNumber, version: a.version },
          b: { readerNumber: b.readerNumber, version: b.version },
          signed: tables.signatures(row.id).map(({ content: text }) => sha256(text)),
        };
      }),
  };
}
export type ConsensusOfProject = ReturnType<typeof createConsensusOfProject>;
