import { PlainError } from "#shared/domain/plainError.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { isWritable } from "#shared/domain/project/states.ts";
import type { SegmentationWatch } from "../../segmentation/index.ts";
import type { Store, Write } from "../../store/index.ts";
import { createCaseTables } from "../caseTables.ts";
import { createLogTable } from "../logTable.ts";
import { createProjectTables } from "../projectTables.ts";
import { states, subjects } from "../subjects.ts";
import { tellLog } from "../writeProject.ts";
import { createDrawingHashes } from "./drawingHash.ts";
import { createProtocolReader } from "./protocolReader.ts";
import { createScoringOrder } from "./scoringOrder.ts";
import { createReadingTables, type ReadingImageRow, type ReadingRow } from "./readingTables.ts";

/**
 * Guards what is drawn in readings: only the reader of an open reading draws in it, its segments are those of the protocol, and each revision is an entry
 * of the project's log, in the same transaction. Drawings outside of readings pass.
 */
export function createReadingWatch(store: Store): SegmentationWatch {
  const [readings, log, cases] = [createReadingTables(store), createLogTable(store), createCaseTables(store)];
  const [projects, hashes] = [createProjectTables(store), createDrawingHashes(store)];
  const scoringOrder = createScoringOrder(store);
  const parse = createProtocolReader();
  const volumeOf = store.database.prepare<[string], string>("SELECT volume_id FROM segmentation WHERE id = ?").pluck();
  const revisionOf = store.database.prepare<[string], number>("SELECT revision FROM segmentation WHERE id = ?").pluck();

  const refuseUnlessOwn = ({ readerId }: Write, row: ReadingRow): void => {
    if (row.readerId !== readerId) throw new PlainError("This was drawn in a reading of a reader study: only its reader changes it.");
    if (projects.find(row.projectId)?.state !== "running" || !isWritable(row.state))
      throw new PlainError("This was drawn in a reading that is locked. Nothing was changed; a coordinator of the study can unlock it.");
  };
  const protocolOf = ({ projectId, protocolVersion }: ReadingRow): Protocol =>
    parse(projects.protocols(projectId).find(({ version }) => version === protocolVersion)!);
  const refuseTooEarly = (row: ReadingRow): void => scoringOrder.refuseStroke(row, protocolOf(row), () => readings.latestAnswers(row.id));
  const keep = (write: Write, row: ReadingRow, image: ReadingImageRow, number: number, drawingHash: string, action: string) => {
    readings.saveDrawing({ ...image, drawingHash });
    const before = image.segmentationId === null || image.drawingHash === null ? null : states.drawing(number - 1, image.drawingHash);
    tellLog(
      log,
      write,
      row.projectId,
      action,
    )({ subject: subjects.drawing(row, image), before, after: states.drawing(number, drawingHash) });
  };

  return {
    revised: (write, segmentationId, { number, changesSegments }) => {
      const image = readings.imageOfDrawing(segmentationId);
      if (!image) return;
      const row = readings.find(image.readingId)!;
      refuseUnlessOwn(write, row);
      if (image.volumeId !== null)
        throw new PlainError("This was drawn before its series was replaced, or the study's protocol was amended. Open the case again.");
      if (changesSegments)
        throw new PlainError("The segments of a reading are those of the study's protocol: none is added, changed or removed.");
      refuseTooEarly(row);
      keep(write, row, image, number, hashes.next(segmentationId, number, image.drawingHash)!, "drawing.stroke");
    },
    relisted: (_write, segmentationId) => {
      if (readings.imageOfDrawing(segmentationId))
        throw new PlainError("This was drawn in a reading of a reader study: it keeps its name and its place.");
    },
    copied: (write, segmentationId, copyId) => {
      const source = readings.imageOfDrawing(segmentationId);
      const row = source && readings.find(source.readingId)!;
      // What others make of a drawing is no part of the reading.
      if (!row || row.readerId !== write.readerId) return;
      refuseUnlessOwn(write, row);
      if (source.volumeId !== null)
        throw new PlainError("This was drawn before its series was replaced, or the study's protocol was amended. Open the case again.");
      const volumeId = volumeOf.get(copyId)!;
      const role = cases.roles(row.caseId).find((each) => each.region === source.region && each.volumeId === volumeId);
      const image = readings.images(row.id).find((each) => each.region === source.region && each.role === role?.role);
      refuseTooEarly(row);
      const use = protocolOf(row)
        .regions.find(({ id }) => id === source.region)
        ?.roles.find(({ id }) => id === image?.role)?.use;
      if (!image || use !== "copied to") throw new PlainError("The study's protocol has nothing drawn on this series.");
      if (image.segmentationId !== null) throw new PlainError("There is a drawing on this series already. Revise it; it is not replaced.");
      const revision = revisionOf.get(copyId)!;
      keep(write, row, { ...image, segmentationId: copyId }, revision, hashes.upTo(copyId, revision)!, "drawing.copy");
    },
  };
}
