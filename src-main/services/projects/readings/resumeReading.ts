import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Region } from "#shared/domain/project/region.ts";
import { segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import type { Segmentations } from "../../segmentation/index.ts";
import type { Store, Write } from "../../store/index.ts";
import type { CaseTables } from "../caseTables.ts";
import { states, subjects } from "../subjects.ts";
import type { Tell } from "../writeProject.ts";
import type { Anew } from "./beginAnew.ts";
import { createDrawingHashes } from "./drawingHash.ts";
import type { ReadingImageRow, ReadingRow, ReadingTables } from "./readingTables.ts";

interface Parts {
  readonly store: Pick<Store, "database">;
  readonly cases: Pick<CaseTables, "roles">;
  readonly tables: ReadingTables;
  readonly segmentations: Pick<Segmentations, "createIn" | "redrawIn">;
  readonly anew: Anew;
}

/** Makes the drawings of readings: when one is opened, and when it is opened again after its series or its protocol changed. */
export function createDrawings({ store, cases, tables, segmentations, anew }: Parts) {
  const hashes = createDrawingHashes(store);
  const segmentsOf = store.database.prepare<[string], { number: number; name: string; side: string }>(
    "SELECT number, name, side FROM segment WHERE segmentation_id = ? AND removed_revision IS NULL ORDER BY number",
  );
  const revisionOf = store.database.prepare<[string], number>("SELECT revision FROM segmentation WHERE id = ?").pluck();
  const useOf = (region: Region, image: ReadingImageRow) => region.roles.find(({ id }) => id === image.role)?.use;

  const keepDrawing = (tell: Tell, row: ReadingRow, image: ReadingImageRow, segmentationId: string, action: string): void => {
    const revision = revisionOf.get(segmentationId)!;
    const drawingHash = hashes.upTo(segmentationId, revision)!;
    tables.saveDrawing({ ...image, segmentationId, drawingHash });
    tell({ action, subject: subjects.drawing(row, image), before: null, after: states.drawing(revision, drawingHash) });
  };

  /** Makes an empty drawing within a write on each image that is drawn on and has none yet. */
  const makeDrawings = (write: Write, tell: Tell, row: ReadingRow, { regions }: Protocol): void => {
    const roles = cases.roles(row.caseId);
    for (const image of tables.images(row.id)) {
      const region = regions.find(({ id }) => id === image.region);
      const chosen = roles.find((each) => each.region === image.region && each.role === image.role);
      if (!region || !chosen || image.segmentationId !== null || region.drawing.kind === "nothing") continue;
      if (useOf(region, image) !== "drawn on") continue;
      const name = `${region.name}, ${region.roles.find(({ id }) => id === image.role)!.name}`;
      const request = { volumeId: chosen.volumeId, name, segments: segmentsToDraw(region.drawing) };
      keepDrawing(tell, row, image, segmentations.createIn(write, request), "drawing.make");
    }
  };

  /** Whether the drawings of a region have other segments than its protocol has now. */
  const isOutdated = (images: readonly ReadingImageRow[], { drawing }: Region): boolean => {
    const wanted = segmentsToDraw(drawing).map(({ number, name, side }) => ({ number, name, side }));
    return images.some(
      ({ segmentationId }) => segmentationId !== null && JSON.stringify(segmentsOf.all(segmentationId)) !== JSON.stringify(wanted),
    );
  };

  /** Draws a region anew with the segments that the protocol has now; what was drawn in those of the same name is taken over, and stays as it was too. */
  const redraw = (write: Write, tell: Tell, row: ReadingRow, region: Region, images: readonly ReadingImageRow[]): void => {
    const segments = segmentsToDraw(region.drawing);
    let sourceId: string | undefined;
    const drawn = images.filter(({ segmentationId }) => segmentationId !== null);
    // What is copied names what it was copied from.
    for (const image of drawn.toSorted((a, b) => Number(useOf(region, a) !== "drawn on") - Number(useOf(region, b) !== "drawn on"))) {
      const made = segmentations.redrawIn(write, { segmentationId: image.segmentationId!, segments, sourceId });
      if (useOf(region, image) === "drawn on") sourceId = made;
      keepDrawing(tell, row, anew.renewImage(write, tell, row, image), made, "drawing.redraw");
    }
  };

  /** Makes within a write what a reading lacks that its reader opens again; answers the row. */
  const resume = (write: Write, tell: Tell, row: ReadingRow, caseCode: string, protocol: Protocol): ReadingRow => {
    const images = tables.images(row.id);
    const outdated = protocol.regions.flatMap((region) => {
      const own = images.filter((image) => image.region === region.id);
      return isOutdated(own, region) ? [{ region, images: own }] : [];
    });
    const after: ReadingRow = { ...row, version: row.version + (outdated.length > 0 ? 1 : 0), isToResume: 0 };
    tables.save(after);
    tell({
      action: "reading.resume",
      subject: subjects.reading(row),
      before: states.reading(row, caseCode),
      after: states.reading(after, caseCode),
    });
    for (const { region, images: own } of outdated) redraw(write, tell, after, region, own);
    makeDrawings(write, tell, after, protocol);
    return after;
  };

  return { makeDrawings, resume };
}
