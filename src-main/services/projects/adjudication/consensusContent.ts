import { agreedAnswers, type ConsensusAsked } from "#shared/domain/project/consensus.ts";
import type { Store } from "../../store/index.ts";
import { createFindLevels } from "../caseLevels.ts";
import { createCaseTables } from "../caseTables.ts";
import { currentProtocol } from "../openProject.ts";
import { createProjectTables } from "../projectTables.ts";
import { readingImages } from "../readings/readingImages.ts";
import type { ReadingImage } from "../readings/readings.ts";
import { createReadingTables } from "../readings/readingTables.ts";
import type { SubjectState } from "../subjects.ts";
import { createAdjudicationTables, type AdjudicationRow } from "./adjudicationTables.ts";
import { consensusStates, type PairMember } from "./consensusStates.ts";

/** What the rows of a store say of a consensus, put together. */
export function createConsensusContent(store: Store) {
  const [tables, readings, projects] = [createAdjudicationTables(store), createReadingTables(store), createProjectTables(store)];
  const [cases, findLevels] = [createCaseTables(store), createFindLevels(store)];
  const memberOf = (readingId: string, version: number): PairMember => ({ readerNumber: readings.find(readingId)!.readerNumber, version });
  const pairOf = (row: AdjudicationRow): readonly [PairMember, PairMember] => [
    memberOf(row.readingA, row.versionA),
    memberOf(row.readingB, row.versionB),
  ];
  const codeOf = ({ caseId }: AdjudicationRow): string => cases.findById(caseId)!.code;
  const askedOf = ({ asked }: AdjudicationRow) => JSON.parse(asked) as ConsensusAsked;
  return {
    codeOf,
    askedOf,
    pairOf,
    /** How the log names it. */
    namedOf: (row: AdjudicationRow) => ({ code: codeOf(row), number: row.number }),
    /** As the log holds it. */
    stateOf: (row: AdjudicationRow): SubjectState => consensusStates.consensus(row, tables.adjudicators(row.id), pairOf(row)),
    all: (row: AdjudicationRow) => {
      const protocol = currentProtocol(projects, row.projectId);
      const [a, b] = [readings.latestAnswers(row.readingA), readings.latestAnswers(row.readingB)];
      return {
        protocol,
        asked: askedOf(row),
        images: tables.images(row.id),
        levels: new Map(protocol.regions.map((region) => [region.id, findLevels(row.caseId, region)])),
        a,
        b,
        agreed: agreedAnswers(a, b),
        decided: tables.decided(row.id),
      };
    },
    images: (row: AdjudicationRow): ReadingImage[] =>
      readingImages(row.id, currentProtocol(projects, row.projectId), tables.images(row.id), cases.roles(row.caseId)),
    /** The segmentation that a reading of the pair has of an image; null where nothing was drawn. */
    drawnIn: (readingId: string, { region, role }: Pick<ReadingImage, "region" | "role">): string | null =>
      readings.images(readingId).find((each) => each.region === region.id && each.role === role.id)?.segmentationId ?? null,
  };
}
export type ConsensusContent = ReturnType<typeof createConsensusContent>;
