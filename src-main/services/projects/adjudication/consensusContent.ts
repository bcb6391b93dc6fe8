import { agreedAnswers, type ConsensusAsked } from "#shared/domain/project/consensus.ts";
import type { Store } from "../../store/index.ts";
import { createCaseTables } from "../caseTables.ts";
import { createProjectTables } from "../projectTables.ts";
import { createReadingLevels } from "../readings/createReadingLevels.ts";
import { readingImages } from "../readings/readingImages.ts";
import type { ReadingImage } from "../readings/readings.ts";
import { createReadingTables } from "../readings/readingTables.ts";
import { sharedLevels } from "../readings/sharedLevels.ts";
import { createShownFacts } from "../readings/shownFacts.ts";
import type { SubjectState } from "../subjects.ts";
import { createAdjudicationTables, type AdjudicationRow } from "./adjudicationTables.ts";
import { protocolOfPair, protocolRowOfPair } from "./protocolOfPair.ts";
import { consensusStates, type PairMember } from "./consensusStates.ts";

/** What the rows of a store say of a consensus, put together. */
export function createConsensusContent(store: Store) {
  const [tables, readings, projects] = [createAdjudicationTables(store), createReadingTables(store), createProjectTables(store)];
  const [cases, facts] = [createCaseTables(store), createShownFacts(store)];
  const levels = createReadingLevels(store, cases);
  const memberOf = (readingId: string, version: number): PairMember => ({ readerNumber: readings.find(readingId)!.readerNumber, version });
  const pairOf = (row: AdjudicationRow): readonly [PairMember, PairMember] => [
    memberOf(row.readingA, row.versionA),
    memberOf(row.readingB, row.versionB),
  ];
  const codeOf = ({ caseId }: AdjudicationRow): string => cases.findById(caseId)!.code;
  const askedOf = ({ asked }: AdjudicationRow) => JSON.parse(asked) as ConsensusAsked;
  const readingsOf = (row: AdjudicationRow) => [readings.find(row.readingA)!, readings.find(row.readingB)!] as const;
  const protocolOf = (row: AdjudicationRow) => protocolOfPair(projects, ...readingsOf(row));
  return {
    /** Of the protocol under which the readings were made. */
    protocolHash: (row: AdjudicationRow): string => protocolRowOfPair(projects, ...readingsOf(row)).contentHash,
    codeOf,
    askedOf,
    pairOf,
    /** How the log names it. */
    namedOf: (row: AdjudicationRow) => ({ code: codeOf(row), number: row.number }),
    /** As the log holds it. */
    stateOf: (row: AdjudicationRow): SubjectState => consensusStates.consensus(row, tables.adjudicators(row.id), pairOf(row)),
    all: (row: AdjudicationRow) => {
      const protocol = protocolOf(row);
      const [a, b] = [readings.latestAnswers(row.readingA), readings.latestAnswers(row.readingB)];
      return {
        protocol,
        patient: facts.patient(row.caseId, protocol),
        asked: askedOf(row),
        images: tables.images(row.id),
        levels: sharedLevels(levels, protocol, ...readingsOf(row)),
        a,
        b,
        agreed: agreedAnswers(a, b),
        decided: tables.decided(row.id),
      };
    },
    /** On what the readings were made, also where another series has the role now. */
    images: (row: AdjudicationRow): ReadingImage[] => {
      const read = readings.images(row.readingA);
      const named = tables.images(row.id).map((image) => {
        const { volumeId = null, mask = null } = read.find(({ region, role }) => region === image.region && role === image.role) ?? {};
        return { ...image, volumeId, mask };
      });
      const protocol = protocolOf(row);
      return readingImages(row.id, protocol, named, cases.roles(row.caseId), (id) => facts.seriesDescription(id, protocol));
    },
    /** The segmentation that a reading of the pair has of an image; null where nothing was drawn. */
    drawnIn: (readingId: string, { region, role }: Pick<ReadingImage, "region" | "role">): string | null =>
      readings.images(readingId).find((each) => each.region === region.id && each.role === role.id)?.segmentationId ?? null,
  };
}
export type ConsensusContent = ReturnType<typeof createConsensusContent>;
