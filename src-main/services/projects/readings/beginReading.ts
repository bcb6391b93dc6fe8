import type { Protocol } from "#shared/domain/project/protocol.ts";
import { segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import type { Segmentations } from "../../segmentation/index.ts";
import type { Write } from "../../store/index.ts";
import type { CaseTables } from "../caseTables.ts";
import { states, subjects } from "../subjects.ts";
import type { Tell } from "../writeProject.ts";
import type { DrawingHashes } from "./drawingHash.ts";
import type { ReadingImage } from "./readings.ts";
import type { ReadingRow, ReadingTables } from "./readingTables.ts";

interface Parts {
  readonly tables: ReadingTables;
  readonly cases: Pick<CaseTables, "findById">;
  readonly segmentations: Pick<Segmentations, "createIn">;
  readonly hashes: DrawingHashes;
  readonly imagesOf: (row: ReadingRow) => readonly ReadingImage[];
}

/** Opens a reading for the first time, within a write: the series that is drawn on gets a drawing with the segments of the protocol. */
export type BeginReading = (write: Write, tell: Tell, row: ReadingRow, protocol: Protocol) => void;

export function createBeginReading({ tables, cases, segmentations, hashes, imagesOf }: Parts): BeginReading {
  return (write, tell, row, protocol) => {
    const after = { ...row, openedAt: write.at };
    tables.save(after);
    const { code } = cases.findById(row.caseId)!;
    tell({ subject: subjects.reading(row), before: states.reading(row, code), after: states.reading(after, code) });
    const rows = tables.images(row.id);
    for (const { imageId, volumeId, region: of, role } of imagesOf(row)) {
      const region = protocol.regions.find(({ id }) => id === of.id)!;
      if (role.use !== "drawn on" || region.drawing.kind === "nothing") continue;
      const name = `${region.name}, ${role.name}`;
      const segmentationId = segmentations.createIn(write, { volumeId, name, segments: segmentsToDraw(region.drawing) });
      const drawingHash = hashes.upTo(segmentationId, 0)!;
      const image = { ...rows.find(({ id }) => id === imageId)!, segmentationId, drawingHash };
      tables.saveDrawing(image);
      tell({ action: "drawing.make", subject: subjects.drawing(row, image), before: null, after: states.drawing(0, drawingHash) });
    }
  };
}
