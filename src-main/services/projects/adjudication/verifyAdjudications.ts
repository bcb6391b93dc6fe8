import canonicalize from "canonicalize";
import type { Answers } from "#shared/domain/project/answer.ts";
import { verifySignature } from "../../readers/index.ts";
import type { Store } from "../../store/index.ts";
import { createCaseTables } from "../caseTables.ts";
import { isActiveAsSigned, type SignedTime } from "../readings/activeTime.ts";
import { createDrawingChecks, volumeOfImage } from "../readings/drawingChecks.ts";
import { createReadingTables } from "../readings/readingTables.ts";
import type { SubjectState } from "../subjects.ts";
import {
  createAdjudicationTables,
  type AdjudicationImageRow,
  type AdjudicationRow,
  type ConsensusSignatureRow,
} from "./adjudicationTables.ts";
import { createConsensusContent } from "./consensusContent.ts";
import { consensusStates, consensusSubjects } from "./consensusStates.ts";
import { drawingsOf } from "./signedConsensus.ts";

/** What the rows of a project's consensus say, by the subjects of its log; and the first drawing or signature that does not fit. */
export function createAdjudicationStates(store: Store) {
  const [tables, readings, content] = [createAdjudicationTables(store), createReadingTables(store), createConsensusContent(store)];
  const [checkDrawing, cases] = [createDrawingChecks(store), createCaseTables(store)];
  const revisionOf = store.database.prepare<[string], number>("SELECT revision FROM segmentation WHERE id = ?").pluck();
  const keyOf = store.database
    .prepare<[number, number], string>("SELECT public_key FROM reader_key WHERE reader_id = ? AND number = ?")
    .pluck();
  const drawn = (row: AdjudicationRow) =>
    tables.images(row.id).flatMap((image) => (image.segmentationId === null ? [] : [{ ...image, segmentationId: image.segmentationId }]));

  /** A consensus is drawn on what the first reading of its pair was read on, in the version of the pair. */
  const volumeOf = (row: AdjudicationRow, { region, role }: AdjudicationImageRow): string | undefined => {
    const read = readings
      .allImages(row.readingA)
      .findLast((each) => each.region === region && each.role === role && each.fromVersion <= row.versionA);
    return read && volumeOfImage(read, cases.roles(row.caseId));
  };

  const signatureFault = (row: AdjudicationRow, signature: ConsensusSignatureRow): string | null => {
    const where = consensusSubjects.signature(content.namedOf(row), signature);
    const signer = tables.adjudicators(row.id).find(({ number }) => number === signature.number);
    if (!signer || keyOf.get(signer.readerId, signature.keyNumber) !== signature.publicKey)
      return `the ${where} is of a key that its reader does not have`;
    return verifySignature(signature.publicKey, signature.content, signature.signature)
      ? null
      : `the ${where} does not fit what was signed`;
  };

  /** A submitted consensus is signed by everybody who made it, and holds what was signed. */
  const contentFault = (row: AdjudicationRow): string | null => {
    const where = consensusSubjects.consensus(content.namedOf(row));
    const newest = tables.signatures(row.id).filter(({ version }) => version === row.version);
    if (newest.length !== tables.adjudicators(row.id).length) return `the ${where} is submitted and not signed by everybody who made it`;
    const { agreed, decided, images, asked } = content.all(row);
    const isPairSame = [[row.readingA, row.versionA] as const, [row.readingB, row.versionB] as const].every(
      ([id, version]) => readings.find(id)!.version === version,
    );
    const shared: Answers = asked.scores.length === 0 ? new Map() : agreed;
    const now = {
      version: row.version,
      decided: Object.fromEntries(decided),
      drawings: drawingsOf(images),
      // Of a reading that was unlocked since, the answers are others.
      ...(isPairSame ? { agreed: Object.fromEntries(shared) } : {}),
    };
    const fits = newest.every(({ content: text }) => {
      const signed = JSON.parse(text) as Record<string, unknown> & SignedTime;
      return (
        isActiveAsSigned(row.activeMs, signed) &&
        Object.entries(now).every(([name, value]) => canonicalize(signed[name]) === canonicalize(value))
      );
    });
    return fits ? null : `the ${where} holds something else than what was signed`;
  };

  return {
    rows: (projectId: string): Map<string, SubjectState> => {
      const rows = new Map<string, SubjectState>();
      for (const row of tables.ofProject(projectId)) {
        const named = content.namedOf(row);
        rows.set(consensusSubjects.consensus(named), content.stateOf(row));
        for (const image of drawn(row))
          rows.set(
            consensusSubjects.drawing(named, image),
            consensusStates.drawing(revisionOf.get(image.segmentationId) ?? null, image.drawingHash),
          );
        for (const answer of tables.answers(row.id)) rows.set(consensusSubjects.answer(named, answer), consensusStates.answer(answer));
        for (const signature of tables.signatures(row.id))
          rows.set(consensusSubjects.signature(named, signature), consensusStates.signature(signature));
      }
      return rows;
    },
    /** The first drawing that is not what was drawn, or not where it was drawn. */
    drawingFault: (projectId: string): string | null => {
      for (const row of tables.ofProject(projectId))
        for (const image of drawn(row)) {
          const where = consensusSubjects.drawing(content.namedOf(row), image);
          const fault = checkDrawing(image.segmentationId, { where, drawingHash: image.drawingHash, volumeId: volumeOf(row, image) });
          if (fault !== null) return fault;
        }
      return null;
    },
    signatureFault: (projectId: string): string | null => {
      for (const row of tables.ofProject(projectId)) {
        for (const signature of tables.signatures(row.id)) {
          const fault = signatureFault(row, signature);
          if (fault !== null) return fault;
        }
        const fault = row.state === "submitted" ? contentFault(row) : null;
        if (fault !== null) return fault;
      }
      return null;
    },
  };
}
export type AdjudicationStates = ReturnType<typeof createAdjudicationStates>;
