import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { encodeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { addReader, by, change } from "../../author.ts";
import { obliqueGrid, openSegmentations, strokeOf } from "./sampleVolume.ts";

/** 7 x 5 x 4 voxels: label 1 in columns 0 and 1, label 2 in columns 4 to 6, on every slice but the last. */
const labels = Uint8Array.from({ length: 140 }, (_, at) => (at >= 105 ? 0 : at % 7 < 2 ? 1 : at % 7 > 3 ? 2 : 0));

async function imported() {
  const opened = openSegmentations();
  const bytes = await encodeImageFile("net.nrrd", { grid: obliqueGrid, scalarType: "uint8", voxels: labels });
  const made = await opened.segmentations.importFrom(by, { volumeId: "a", fileName: "net.nrrd", bytes });
  return { ...opened, id: made.id };
}

test("a label map from a file is kept as it came: the hash and the labels, however it is corrected", async () => {
  const { segmentations, id } = await imported();
  const first = segmentations.firstDrawing(id)!;
  expect(first).toEqual({ source: "file", revision: 1, labelsHash: createHash("sha256").update(labels).digest("hex"), model: null });
  // Slice 0: nothing but label 1 any more.
  segmentations.applyStroke(
    by,
    id,
    1,
    strokeOf("brush", obliqueGrid, [0], () => 1),
  );
  expect((await segmentations.readLabelMap(id, first.revision)).labels).toEqual(labels);
  expect(segmentations.firstDrawing(id)).toEqual(first);
  // Of label 1: 10 of 35 were there on slice 0, and 20 on the others. Of label 2: 15 of 45 are gone.
  expect(await segmentations.copyChanges(id)).toEqual([
    { number: 1, name: "Label 1", added: 25, erased: 0, dice: 60 / 85 },
    { number: 2, name: "Label 2", added: 0, erased: 15, dice: 60 / 75 },
  ]);
});

test("what was begun here has no first drawing", async () => {
  const { segmentations } = openSegmentations();
  const { id } = segmentations.create(by, { volumeId: "a", name: "own" });
  expect(segmentations.firstDrawing(id)).toBeNull();
  await expect(segmentations.copyChanges(id)).rejects.toThrow("no copy, and came from no file");
  expect(await segmentations.provenance(id)).toEqual({ name: "own", revision: 0, copy: null, firstDrawing: null, segments: [] });
});

test("a mark holds while the segment is as it was: voxels, name and side", async () => {
  const { segmentations, store, id } = await imported();
  const anna = addReader(store, "Anna");
  for (const number of [1, 2]) segmentations.check(anna, id, { number, revision: 1, isChecked: true });
  const states = async () => (await segmentations.checks(id)).map(({ isChanged }) => isChanged);
  expect(await segmentations.checks(id)).toMatchObject([
    { number: 1, reader: "Anna", revision: 1, isChanged: false },
    { number: 2, reader: "Anna", revision: 1, isChanged: false },
  ]);
  // Column 3 of slice 3 is given to label 1: label 2 is as it was.
  const grown = strokeOf("brush", obliqueGrid, [3], (index) => Number(index % 7 === 3));
  segmentations.applyStroke(by, id, 1, grown);
  expect(await states()).toEqual([true, false]);
  // And taken away again: it is as it was checked.
  segmentations.applyStroke(
    by,
    id,
    2,
    strokeOf("eraser", obliqueGrid, [3], () => 0),
  );
  expect(await states()).toEqual([false, false]);
  segmentations.updateSegment(by, id, 2, { color: "#123456" });
  expect(await states()).toEqual([false, false]);
  segmentations.updateSegment(by, id, 2, { side: "left" });
  expect(await states()).toEqual([false, true]);
});

test("a mark can be taken away, goes with its segment, and is not set on what was not seen", async () => {
  const { segmentations, id } = await imported();
  segmentations.check(by, id, { number: 1, revision: 1, isChecked: true });
  segmentations.check(by, id, { number: 2, revision: 1, isChecked: true });
  segmentations.check(by, id, { number: 1, revision: 1, isChecked: false });
  expect((await segmentations.checks(id)).map(({ number }) => number)).toEqual([2]);
  segmentations.removeSegment(by, id, 2);
  expect(await segmentations.checks(id)).toEqual([]);
  expect(() => segmentations.check(by, id, { number: 1, revision: 1, isChecked: true })).toThrow(/changed in another window meanwhile/);
  expect(() => segmentations.check(by, id, { number: 9, revision: 2, isChecked: true })).toThrow("has no segment 9");
});

test("provenance tells of a revision that was measured, not of what was drawn since", async () => {
  const { segmentations, id } = await imported();
  segmentations.check(by, id, { number: 2, revision: 1, isChecked: true });
  segmentations.applyStroke(
    by,
    id,
    1,
    strokeOf("brush", obliqueGrid, [0], () => 1),
  );
  const of = async (revision?: number) => (await segmentations.provenance(id, revision)).segments;
  expect(await of(1)).toMatchObject([
    { change: { added: 0, erased: 0, dice: 1 }, check: null },
    { change: { added: 0, erased: 0, dice: 1 }, check: { revision: 1, isChanged: false } },
  ]);
  expect(await of()).toMatchObject([
    { number: 1, name: "Label 1", change: { added: 25, erased: 0, dice: 60 / 85 }, check: null },
    { number: 2, name: "Label 2", change: { added: 0, erased: 15, dice: 60 / 75 }, check: { isChanged: true } },
  ]);
});

test("first drawings and marks go with their segmentation", async () => {
  const { segmentations, store, id } = await imported();
  segmentations.check(by, id, { number: 1, revision: 1, isChecked: true });
  change(store, (database) => database.prepare("DELETE FROM segmentation WHERE id = ?").run(id));
  const left = (table: string) => store.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect([left("first_drawing"), left("segment_check")]).toEqual([0, 0]);
});
