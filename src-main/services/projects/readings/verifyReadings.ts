import { isPinnedBy, type Store } from "../../store/index.ts";
import type { CaseTables } from "../caseTables.ts";
import { createPacketChecks } from "../packets/packetChecks.ts";
import { states, subjects, type SubjectState } from "../subjects.ts";
import { createBrokenBlindTables } from "./brokenBlindTables.ts";
import { createTrainingTables } from "./trainingTables.ts";
import { createDrawingChecks, volumeOfImage } from "./drawingChecks.ts";
import { createFeatureLog } from "./featureLog.ts";
import { createReadingLevelTables } from "./readingLevelTables.ts";
import { createReadingTables } from "./readingTables.ts";
import { createTimesCheck } from "./verifyTimes.ts";
import { createSignatureCheck } from "./verifySignatures.ts";

/** What the rows of a project's readings say, by the subjects of its log; and the first drawing that is not as its hash says. */
export function createReadingStates(store: Pick<Store, "database">, cases: Pick<CaseTables, "list" | "roles">) {
  const [tables, checkDrawing] = [createReadingTables(store), createDrawingChecks(store)];
  const chosen = createReadingLevelTables(store);
  const [broken, training] = [createBrokenBlindTables(store), createTrainingTables(store)];
  const [packets, features] = [createPacketChecks(store), createFeatureLog(store)];
  const revisionOf = store.database.prepare<[string], number>("SELECT revision FROM segmentation WHERE id = ?").pluck();
  return {
    rows: (projectId: string, told: Pick<ReadonlyMap<string, unknown>, "has">): Map<string, SubjectState> => {
      const codes = new Map(cases.list(projectId).map(({ id, code }) => [id, code]));
      const rows = packets.rows(projectId);
      for (const row of tables.ofProject(projectId)) {
        rows.set(subjects.reading(row), states.reading(row, codes.get(row.caseId) ?? ""));
        const current = new Set(tables.images(row.id).map(({ id }) => id));
        for (const image of tables.allImages(row.id)) {
          const revision = image.segmentationId === null ? null : (revisionOf.get(image.segmentationId) ?? null);
          const drawing = states.drawing(revision, image.drawingHash);
          if (current.has(image.id) && drawing !== null) rows.set(subjects.drawing(row, image), drawing);
          if (image.volumeId !== null || image.framesHash !== null || image.mask !== null)
            rows.set(subjects.keptImage(row, image), states.keptImage(image, current.has(image.id) ? null : drawing));
        }
        for (const level of chosen.of(row.id)) rows.set(subjects.readingLevel(row, level), states.caseLevel(level));
        for (const answer of tables.answers(row.id)) rows.set(subjects.answer(row, answer), states.answer(answer));
        for (const question of tables.questions(row.id)) rows.set(subjects.question(row, question), states.question(question));
        // Features that were extracted before the log recorded them have no entry.
        for (const [subject, state] of features.ofReading(row)) if (told.has(subject)) rows.set(subject, state);
        for (const signature of tables.signatures(row.id)) rows.set(subjects.signature(row, signature), states.signature(signature));
      }
      for (const pass of training.ofProject(projectId)) rows.set(subjects.training(pass), states.training(pass));
      for (const blind of broken.ofProject(projectId)) {
        const named = tables.find(blind.readingId);
        if (named) rows.set(subjects.brokenBlind(codes.get(blind.caseId) ?? "", blind), states.brokenBlind(blind, named));
      }
      const manifest = tables.manifest(projectId);
      if (manifest) rows.set(subjects.manifest, states.signature(manifest));
      return rows;
    },
    signatureFault: createSignatureCheck(store),
    /** The first image that was kept as it was read and is not any more; `framesHash` answers what a volume is of now. */
    keptImageFault: (projectId: string, framesHash: (volumeId: string) => string | undefined): string | null => {
      for (const row of tables.ofProject(projectId))
        for (const image of tables.allImages(row.id)) {
          if (image.volumeId === null) continue;
          const now = framesHash(image.volumeId);
          if (now === undefined) return `the ${subjects.keptImage(row, image)} is gone`;
          if (now !== image.framesHash) return `the ${subjects.keptImage(row, image)} is of other files than when it was read`;
          if (!isPinnedBy(store, { kind: "reading image", id: image.id }, image.volumeId))
            return `the ${subjects.keptImage(row, image)} is not kept any more: the row of its pin is gone`;
        }
      return null;
    },
    packetFault: packets.fault,
    timesFault: createTimesCheck(store, packets),
    /** The first drawing that is not what was drawn, or not where it was drawn. */
    drawingFault: (projectId: string): string | null => {
      for (const row of tables.ofProject(projectId)) {
        const roles = cases.roles(row.caseId);
        for (const image of tables.allImages(row.id)) {
          if (image.segmentationId === null) continue;
          const { segmentationId, drawingHash } = image;
          const expected = { where: subjects.drawing(row, image), drawingHash, volumeId: volumeOfImage(image, roles) };
          const fault = checkDrawing(segmentationId, expected);
          if (fault !== null) return fault;
        }
      }
      return null;
    },
  };
}
export type ReadingStates = ReturnType<typeof createReadingStates>;
