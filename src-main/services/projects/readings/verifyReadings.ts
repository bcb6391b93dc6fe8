import type { Store } from "../../store/index.ts";
import type { CaseTables } from "../caseTables.ts";
import { createPacketChecks } from "../packets/packetChecks.ts";
import { states, subjects, type SubjectState } from "../subjects.ts";
import { createDrawingHashes } from "./drawingHash.ts";
import { createReadingTables } from "./readingTables.ts";
import { createSignatureCheck } from "./verifySignatures.ts";

/** What the rows of a project's readings say, by the subjects of its log; and the first drawing that is not as its hash says. */
export function createReadingStates(store: Pick<Store, "database">, cases: Pick<CaseTables, "list">) {
  const [tables, hashes] = [createReadingTables(store), createDrawingHashes(store)];
  const packets = createPacketChecks(store);
  const revisionOf = store.database.prepare<[string], number>("SELECT revision FROM segmentation WHERE id = ?").pluck();
  return {
    rows: (projectId: string): Map<string, SubjectState> => {
      const codes = new Map(cases.list(projectId).map(({ id, code }) => [id, code]));
      const rows = packets.rows(projectId);
      for (const row of tables.ofProject(projectId)) {
        rows.set(subjects.reading(row), states.reading(row, codes.get(row.caseId) ?? ""));
        for (const image of tables.images(row.id)) {
          const revision = image.segmentationId === null ? null : (revisionOf.get(image.segmentationId) ?? null);
          const state = states.drawing(revision, image.drawingHash);
          if (state !== null) rows.set(subjects.drawing(row, image), state);
        }
        for (const answer of tables.answers(row.id)) rows.set(subjects.answer(row, answer), states.answer(answer));
        for (const question of tables.questions(row.id)) rows.set(subjects.question(row, question), states.question(question));
        for (const signature of tables.signatures(row.id)) rows.set(subjects.signature(row, signature), states.signature(signature));
      }
      const manifest = tables.manifest(projectId);
      if (manifest) rows.set(subjects.manifest, states.signature(manifest));
      return rows;
    },
    signatureFault: createSignatureCheck(store),
    packetFault: packets.fault,
    /** Works every drawing's hash out again, from its first stroke. */
    drawingFault: (projectId: string): string | null => {
      for (const row of tables.ofProject(projectId))
        for (const image of tables.images(row.id)) {
          if (image.segmentationId === null) continue;
          const where = subjects.drawing(row, image);
          const revision = revisionOf.get(image.segmentationId);
          if (revision === undefined) return `the ${where} is gone`;
          if (hashes.upTo(image.segmentationId, revision) !== image.drawingHash) return `the ${where} is not what was drawn`;
        }
      return null;
    },
  };
}
export type ReadingStates = ReturnType<typeof createReadingStates>;
