import type { AdjudicationOfProject, CasesToAdjudicate } from "#shared/api/adjudication.ts";
import type { ConsensusAsked } from "#shared/domain/project/consensus.ts";
import type { Author, Store } from "../../store/index.ts";
import { createCaseTables } from "../caseTables.ts";
import { currentProtocol, openProject } from "../openProject.ts";
import { createProjectTables } from "../projectTables.ts";
import { createReadingTables } from "../readings/readingTables.ts";
import { refuseOthers } from "../writeProject.ts";
import { createAdjudicationTables, type AdjudicationRow } from "./adjudicationTables.ts";
import { createConsensusContent } from "./consensusContent.ts";
import { createReadingPairs, refuseUnlessTwo, type ReadingPair } from "./readingPairs.ts";

/** What the rule asks of the pairs of a project's cases, by a pairKey: of a pair of which a reading changes the key is another one. */
export type AskedOfPairs = ReadonlyMap<string, ConsensusAsked | null>;

/** The pairs of all cases of a project as they were compared. */
export interface ComparedCases extends CasesToAdjudicate {
  readonly askedOfPairs: AskedOfPairs;
}

/** Compares the readings of all cases of a project: of many cases that takes long. */
export function createCompareCases(store: Store) {
  const [projects, cases, readings] = [createProjectTables(store), createCaseTables(store), createReadingTables(store)];
  const [tables, content] = [createAdjudicationTables(store), createConsensusContent(store)];
  const pairs = createReadingPairs(store, { projects, cases, readings });

  const described = (row: AdjudicationRow): AdjudicationOfProject => {
    const [a, b] = content.pairOf(row);
    const { id: adjudicationId, number, seed, state, version, openedAt, submittedAt, activeMs } = row;
    const adjudicators = tables.adjudicators(adjudicationId);
    const nameOf = (of: number) => projects.readerName(adjudicators.find((each) => each.number === of)!.readerId)!;
    return {
      adjudicationId,
      caseCode: content.codeOf(row),
      number,
      adjudicators: adjudicators.map((each) => nameOf(each.number)),
      a: a.readerNumber,
      b: b.readerNumber,
      seed,
      asked: content.askedOf(row),
      state,
      version,
      openedAt,
      submittedAt,
      activeMs,
      outdated: state === "withdrawn" ? null : pairs.whyOutdated(row),
      signatures: tables.signatures(adjudicationId).map(({ version: of, number: by, content: signed, publicKey, signature }) => ({
        version: of,
        name: nameOf(by),
        content: signed,
        publicKey,
        signature,
      })),
    };
  };

  /** A pair under the versions of its readings, and of the protocol, which has the rule. */
  const pairKey = ({ a, b }: ReadingPair): string =>
    JSON.stringify([a.id, a.version, b.id, b.version, projects.protocols(a.projectId).at(-1)!.contentHash]);

  return {
    described,
    /** What the rule asks of a pair, as it was compared before where nothing changed since. */
    asked: (pair: ReadingPair, known: AskedOfPairs): ConsensusAsked | null => {
      const before = known.get(pairKey(pair));
      return before === undefined ? (pairs.asked(pair) ?? null) : before;
    },
    /** Throws PlainError where the author is no coordinator, or no two readers read in the first pass. */
    all: (by: Author, projectId: string): ComparedCases => {
      refuseOthers(projects, by, projectId);
      const { state } = openProject(projects, projectId);
      refuseUnlessTwo(currentProtocol(projects, projectId));
      const all = readings.ofProject(projectId);
      const current = tables.ofProject(projectId).filter((row) => row.state !== "withdrawn");
      const counted = cases.list(projectId).filter((row) => row.state !== "excluded" && row.isTraining === 0);
      const askedOfPairs = new Map<string, ConsensusAsked | null>();
      const found = counted.map((row) => {
        const [pair, adjudication] = [pairs.ofCase(row, projectId, all), current.find(({ caseId }) => caseId === row.id)];
        if (adjudication)
          return { code: row.code, isWaiting: !pair, asked: content.askedOf(adjudication), adjudication: described(adjudication) };
        const asked = pair ? (pairs.asked(pair) ?? null) : null;
        if (pair) askedOfPairs.set(pairKey(pair), asked);
        return { code: row.code, isWaiting: !pair, asked, adjudication: null };
      });
      return {
        cases: found.flatMap(({ code, asked, adjudication }) => (asked ? [{ code, asked, adjudication }] : [])),
        waiting: state === "draft" ? 0 : found.filter(({ isWaiting }) => isWaiting).length,
        askedOfPairs,
      };
    },
  };
}
export type CompareCases = ReturnType<typeof createCompareCases>;
