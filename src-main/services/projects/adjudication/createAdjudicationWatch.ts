import { PlainError } from "#shared/domain/plainError.ts";
import { isWritable } from "#shared/domain/project/states.ts";
import type { SegmentationWatch } from "../../segmentation/index.ts";
import type { Store } from "../../store/index.ts";
import { createLogTable } from "../logTable.ts";
import { createProjectTables } from "../projectTables.ts";
import { createDrawingHashes } from "../readings/drawingHash.ts";
import { tellLog } from "../writeProject.ts";
import { createAdjudicationTables } from "./adjudicationTables.ts";
import { createConsensusContent } from "./consensusContent.ts";
import { consensusStates, consensusSubjects } from "./consensusStates.ts";

/** Guards consensus drawings as createReadingWatch does those of readings. */
export function createAdjudicationWatch(store: Store): SegmentationWatch {
  const [tables, projects, log] = [createAdjudicationTables(store), createProjectTables(store), createLogTable(store)];
  const [hashes, content] = [createDrawingHashes(store), createConsensusContent(store)];
  return {
    revised: (write, segmentationId, { number, changesSegments }) => {
      const image = tables.imageOfDrawing(segmentationId);
      if (!image) return;
      const row = tables.find(image.adjudicationId)!;
      if (!tables.adjudicators(row.id).some(({ readerId }) => readerId === write.readerId))
        throw new PlainError("This was drawn for a consensus of a reader study: only who makes it changes it.");
      if (projects.find(row.projectId)?.state !== "running" || !isWritable(row.state))
        throw new PlainError(
          "This was drawn for a consensus that is locked. Nothing was changed; a coordinator of the study can unlock it.",
        );
      if (changesSegments)
        throw new PlainError("The segments of a consensus are those of the study's protocol: none is added, changed or removed.");
      const drawingHash = hashes.next(segmentationId, number, image.drawingHash)!;
      tables.saveDrawing({ ...image, drawingHash });
      const tell = tellLog(log, write, row.projectId, "consensus.stroke");
      tell({
        subject: consensusSubjects.drawing(content.namedOf(row), image),
        before: consensusStates.drawing(number - 1, image.drawingHash),
        after: consensusStates.drawing(number, drawingHash),
      });
    },
    relisted: (_write, segmentationId) => {
      if (tables.imageOfDrawing(segmentationId))
        throw new PlainError("This was drawn for a consensus of a reader study: it keeps its name and its place.");
    },
    copied: (write, segmentationId) => {
      const image = tables.imageOfDrawing(segmentationId);
      const row = image && tables.find(image.adjudicationId);
      if (row && isWritable(row.state) && tables.adjudicators(row.id).some(({ readerId }) => readerId === write.readerId))
        throw new PlainError("A consensus drawing is not copied: each image begins with A, with B, or with what both agree on.");
    },
  };
}

/** Tells several watches of each change, one after the other. */
export function joinWatches(...watches: readonly SegmentationWatch[]): SegmentationWatch {
  return {
    revised: (...change) => {
      for (const watch of watches) watch.revised(...change);
    },
    relisted: (...change) => {
      for (const watch of watches) watch.relisted(...change);
    },
    copied: (...change) => {
      for (const watch of watches) watch.copied(...change);
    },
  };
}
