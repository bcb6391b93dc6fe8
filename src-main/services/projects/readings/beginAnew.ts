import { randomUUID } from "node:crypto";
import { formCells } from "#shared/domain/project/formCells.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Store, Write } from "../../store/index.ts";
import type { CaseTables } from "../caseTables.ts";
import { states, subjects, type SubjectState } from "../subjects.ts";
import type { Tell } from "../writeProject.ts";
import { createReadingLevelTables } from "./readingLevelTables.ts";
import type { ReadingImageRow, ReadingRow, ReadingTables } from "./readingTables.ts";

/** Which role of which region: ids of the protocol. */
export interface RoleName {
  readonly region: string;
  readonly role: string;
}

interface Parts {
  readonly store: Pick<Store, "database">;
  readonly cases: Pick<CaseTables, "roles">;
  readonly tables: ReadingTables;
}

/** Keeps images of readings as they were, and begins them anew. */
export function createAnew({ store, cases, tables }: Parts) {
  const revisionOf = store.database.prepare<[string], number>("SELECT revision FROM segmentation WHERE id = ?").pluck();
  const levels = createReadingLevelTables(store);
  const drawingOf = ({ segmentationId, drawingHash }: ReadingImageRow): SubjectState =>
    segmentationId === null ? null : states.drawing(revisionOf.get(segmentationId)!, drawingHash);

  /** Keeps within a write what an image was read on: the volume that has its role now. Answers the row as it is then. */
  const keepImage = (write: Write, tell: Tell, row: ReadingRow, image: ReadingImageRow): ReadingImageRow => {
    if (image.volumeId !== null) return image;
    const { volumeId, framesHash, mask } = cases
      .roles(row.caseId)
      .find(({ region, role }) => region === image.region && role === image.role)!;
    const kept = { ...image, volumeId, framesHash, mask };
    tables.keepImage(write, kept);
    tell({ action: "image.keep", subject: subjects.keptImage(row, image), before: null, after: states.keptImage(kept, null) });
    return kept;
  };

  /** Begins an image anew with a version of its reading: the row of before stays with its drawing. Answers the new row, on which nothing is drawn. */
  const renewImage = (write: Write, tell: Tell, row: ReadingRow, image: ReadingImageRow): ReadingImageRow => {
    const [kept, drawing] = [keepImage(write, tell, row, image), drawingOf(image)];
    if (drawing !== null) {
      const subject = subjects.keptImage(row, kept);
      tell({ action: "image.keep", subject, before: states.keptImage(kept, null), after: states.keptImage(kept, drawing) });
      tell({ action: "drawing.renew", subject: subjects.drawing(row, image), before: drawing, after: null });
    }
    const { region, role, readingId } = image;
    const next = { id: randomUUID(), readingId, region, role, fromVersion: row.version };
    tables.insertImage(next);
    return { ...next, segmentationId: null, drawingHash: null, volumeId: null, framesHash: null, mask: null };
  };

  /** Takes answers of fields back within a write. */
  const takeBack = (tell: Tell, at: string, row: ReadingRow, isTaken: (field: string) => boolean, reason: string): number => {
    const fields = [...tables.latestAnswers(row.id).keys()].filter(isTaken);
    for (const field of fields) {
      const all = tables.answers(row.id);
      const before = all.findLast((answer) => answer.field === field)!;
      const kept = { readingId: row.id, number: all.at(-1)!.number + 1, version: row.version, field, answer: null, at };
      tables.insertAnswer(kept);
      tell({
        action: "answer.takeBack",
        subject: subjects.answer(row, kept),
        before: states.answer(before),
        after: states.answer(kept),
        reason,
      });
    }
    return fields.length;
  };

  /**
   * Begins within a write what a reading has of series that were replaced anew, with its new version (`row.version`): the drawings on them, and those that were
   * copied from them; and takes back the answers about their regions and about the whole case, and the levels that the reader chose there.
   * What was drawn and answered before stays. Answers the row, which
   * its reader has to open again.
   */
  const beginAnew = (
    write: Write,
    tell: Tell,
    row: ReadingRow,
    protocol: Protocol,
    replaced: readonly RoleName[],
    reason: string,
  ): ReadingRow => {
    const useOf = ({ region, role }: RoleName) =>
      protocol.regions.find(({ id }) => id === region)?.roles.find(({ id }) => id === role)?.use;
    const drawnOn = replaced.filter((each) => useOf(each) === "drawn on").map(({ region }) => region);
    for (const image of tables.images(row.id)) {
      const isReplaced = replaced.some(({ region, role }) => region === image.region && role === image.role);
      if (isReplaced || (drawnOn.includes(image.region) && useOf(image) === "copied to")) renewImage(write, tell, row, image);
    }
    const cells = new Map(protocol.forms.flatMap((form) => formCells(form, protocol.regions)).map((cell) => [cell.key, cell]));
    const isTaken = (field: string) => {
      const region = cells.get(field)?.region;
      return region === undefined || replaced.some((each) => each.region === region);
    };
    takeBack(tell, write.at, row, isTaken, reason);
    for (const level of levels.of(row.id).filter((each) => replaced.some(({ region }) => region === each.region))) {
      levels.remove(level);
      tell({ action: "level.drop", subject: subjects.readingLevel(row, level), before: states.caseLevel(level), after: null, reason });
    }
    return { ...row, isToResume: 1 };
  };

  return { keepImage, renewImage, takeBack, beginAnew };
}
export type Anew = ReturnType<typeof createAnew>;
