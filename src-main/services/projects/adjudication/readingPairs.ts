import { PlainError } from "#shared/domain/plainError.ts";
import { anonymousReaders, adjudicationSeed } from "#shared/domain/project/adjudication.ts";
import type { ConsensusAsked } from "#shared/domain/project/consensus.ts";
import { parseProtocol, type Protocol } from "#shared/domain/project/protocol.ts";
import { isAnalysed } from "#shared/domain/project/states.ts";
import type { Store } from "../../store/index.ts";
import type { CaseRow, CaseTables } from "../caseTables.ts";
import type { ProjectTables } from "../projectTables.ts";
import { sha256 } from "../subjects.ts";
import { changedParts } from "../readings/comparableParts.ts";
import { createReadingLevels } from "../readings/createReadingLevels.ts";
import type { ReadingRow, ReadingTables } from "../readings/readingTables.ts";
import { sharedLevels } from "../readings/sharedLevels.ts";
import { protocolOfPair } from "./protocolOfPair.ts";
import { whyAdjudicate, type ComparedReading, type Drawn } from "./whyAdjudicate.ts";

/** The two locked first-pass readings of a case, in the order in which they are shown. */
export interface ReadingPair {
  readonly seed: number;
  readonly a: ReadingRow;
  readonly b: ReadingRow;
}

/** How many readers read in the first pass. */
function firstReaders({ passes, readerCount }: Protocol): number {
  const { readers } = passes[0]!;
  return readers === "all" ? readerCount : readers.length;
}

/** Throws PlainError where a study's consensus is none of two readings. */
export function refuseUnlessTwo(protocol: Protocol): void {
  const count = firstReaders(protocol);
  if (count !== 2)
    throw new PlainError(`A consensus is made of the first readings of two readers, and ${count} read in the first pass of this study.`);
}

/** Finds and compares the pairs of readings that a consensus is made of. */
export function createReadingPairs(
  store: Store,
  {
    projects,
    cases,
    readings,
  }: {
    readonly projects: Pick<ProjectTables, "protocols">;
    readonly cases: Pick<CaseTables, "findById" | "roles">;
    readonly readings: ReadingTables;
  },
) {
  const levels = createReadingLevels(store, cases);
  const newest = store.database.prepare<[string], { sliceIndex: number; runs: Buffer }>(
    `SELECT slice_index AS sliceIndex, labels AS runs FROM segmentation_slice AS slice WHERE segmentation_id = ?
     AND revision = (SELECT max(revision) FROM segmentation_slice WHERE segmentation_id = slice.segmentation_id AND slice_index = slice.slice_index)`,
  );
  const sizeOf = store.database.prepare<[string], number>("SELECT columns * rows FROM segmentation WHERE id = ?").pluck();

  const compared = (row: ReadingRow): ComparedReading => {
    const images = readings.images(row.id);
    return {
      answers: readings.latestAnswers(row.id),
      drawn: (region, role): Drawn | undefined => {
        const id = images.find((image) => image.region === region && image.role === role)?.segmentationId ?? null;
        if (id === null) return undefined;
        return { voxels: sizeOf.get(id)!, slices: new Map(newest.all(id).map(({ sliceIndex, runs }) => [sliceIndex, runs])) };
      },
    };
  };

  /** What was drawn on a series that was replaced since lies on no image that is shown. */
  const isOfReplaced = (readingId: string) => readings.images(readingId).some(({ volumeId }) => volumeId !== null);

  /** Read by two versions of the protocol, whose segments, levels or scales are others: numbers of segments and grades do not mean the same. */
  const isOfOtherMeaning = (a: ReadingRow, b: ReadingRow): boolean => {
    if (a.protocolVersion === b.protocolVersion) return false;
    const [one, other] = [a, b].map(({ projectId, protocolVersion }) =>
      parseProtocol(JSON.parse(projects.protocols(projectId).find(({ version }) => version === protocolVersion)!.content)),
    );
    const { regions, forms } = changedParts(one!, other!);
    return regions.length + forms.length > 0;
  };

  return {
    /**
     * The pair of a case whose two first readings are locked and counted, on series that are those of the case still and by protocols that
     * mean the same; undefined where they are not.
     */
    ofCase: (
      { id: caseId, state, isTraining }: CaseRow,
      projectId: string,
      rows = readings.ofProject(projectId),
    ): ReadingPair | undefined => {
      const locked = rows.filter(
        (row) => row.caseId === caseId && row.pass === 1 && isAnalysed(row.state, { state, isTraining: isTraining === 1 }),
      );
      if (locked.some(({ id }) => isOfReplaced(id))) return undefined;
      if (locked.length !== 2 || isOfOtherMeaning(locked[0]!, locked[1]!)) return undefined;
      const of = { project: projectId, caseId };
      const order = anonymousReaders({ ...of, readers: locked.map(({ readerNumber }) => String(readerNumber)) }, sha256);
      const [a, b] = order.map(({ reader }) => locked.find(({ readerNumber }) => String(readerNumber) === reader)!);
      return { seed: adjudicationSeed(of, sha256), a: a!, b: b! };
    },
    /** What the protocol's rule asks of a pair; undefined where it asks for nothing. */
    asked: ({ a, b }: ReadingPair): ConsensusAsked | undefined => {
      const protocol = protocolOfPair(projects, a, b);
      return whyAdjudicate({
        protocol,
        levels: sharedLevels(levels, protocol, a, b),
        a: compared(a),
        b: compared(b),
      });
    },
    /** Why the readings of an adjudication are not any more what it is of; null where they are. */
    whyOutdated: (row: { readonly readingA: string; readonly versionA: number; readonly readingB: string; readonly versionB: number }) => {
      const isThere = (id: string, version: number) => {
        const reading = readings.find(id)!;
        return reading.state === "submitted" && reading.version === version;
      };
      if (cases.findById(readings.find(row.readingA)!.caseId)?.state === "excluded") return "The case was taken out of the study.";
      if (isOfReplaced(row.readingA) || isOfReplaced(row.readingB))
        return "A series of the case was replaced since: the consensus is withdrawn, and assigned anew when both readings are made on the new one.";
      return isThere(row.readingA, row.versionA) && isThere(row.readingB, row.versionB)
        ? null
        : "A reading of the pair was unlocked or withdrawn since: the consensus is withdrawn, and assigned anew when both are locked again.";
    },
  };
}
export type ReadingPairs = ReturnType<typeof createReadingPairs>;
