import { expect, onTestFinished, test } from "vitest";
import type { Grid } from "#shared/domain/geometry.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { createSegmentations, type Segmentations } from "../../../../src-main/services/segmentation/index.ts";
import { openStore } from "../../../../src-main/services/store/index.ts";
import { by } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { strokeOf } from "./sampleVolume.ts";
import { volumeOn } from "./volumeOn.ts";

const t1: Grid = { size: [8, 6, 4], spacingMm: [1, 1, 4], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
/** The water-only image: half the voxels along x, of the two slices in the middle. */
const water: Grid = { ...t1, size: [4, 6, 2], spacingMm: [2, 1, 4], originMm: [0.5, 0, 4] };

function open(): Segmentations {
  const store = openStore(temporaryFolder());
  onTestFinished(() => store.close());
  const volume = (id: string, grid: Grid, part: Partial<Volume> = {}): Volume => ({
    ...volumeOn(grid, id),
    seriesInstanceUid: `1.${id}`,
    frameOfReferenceUid: "9",
    ...part,
  });
  const all = [
    volume("t1", t1),
    volume("same", t1),
    volume("water", water),
    volume("moved", t1, { frameOfReferenceUid: "10" }),
    volume("edge", { ...t1, size: [8, 6, 2], spacingMm: [1, 1, 20], originMm: [0, 0, -5] }),
    volume("thick slice", { ...t1, size: [8, 6, 1], spacingMm: [1, 1, 12], originMm: [0, 0, 4] }),
    volume("calf", { ...t1, originMm: [0, 0, -400] }),
  ];
  return createSegmentations({
    store,
    volumes: {
      describe: (id) => all.find((each) => each.id === id)!,
      describeStudy: () => ({ series: all.map((each) => ({ volumes: [each] })) }),
    },
  });
}

/** One muscle on slices 1 and 2 at i < 4, another on the first slice only, a third without a voxel. */
function drawOnT1(segmentations: Segmentations): string {
  const { id } = segmentations.create(by, { volumeId: "t1", name: "Reader 1" });
  segmentations.addSegment(by, id, { name: "VLA", side: "right", color: "#112233" });
  segmentations.addSegment(by, id, { name: "SAR" });
  const { revision } = segmentations.addSegment(by, id, { name: "GRA" });
  segmentations.applyStroke(
    by,
    id,
    revision,
    strokeOf("brush", t1, [0, 1, 2], (at, slice) => (slice === 0 ? (at < 3 ? 2 : 0) : at % 8 < 4 ? 1 : 0)),
  );
  return id;
}

test("what was drawn is copied voxel on voxel where the grids are one, with its segments", async () => {
  const segmentations = open();
  const id = drawOnT1(segmentations);
  const copy = await segmentations.copyTo(by, id, "same");
  expect(copy).toMatchObject({ volumeId: "same", name: "Reader 1", revision: 1, notes: [] });
  expect(copy.segments).toEqual(segmentations.describe(id).segments);
  expect((await segmentations.readLabelMap(copy.id)).labels).toEqual((await segmentations.readLabelMap(id)).labels);
  // The source stays as it is; a second copy has a name of its own.
  expect(segmentations.describe(id).revision).toBe(4);
  expect((await segmentations.copyTo(by, id, "same")).name).toBe("Reader 1 2");
});

test("on another grid each voxel takes the label of the nearest one; what is left out is named", async () => {
  const segmentations = open();
  const id = drawOnT1(segmentations);
  const { id: copyId, notes } = await segmentations.copyTo(by, id, "water");
  // Its centres along x are 0.5, 2.5, 4.5 and 6.5: half-way goes up, to voxels 1, 3, 5 and 7 of T1, of which 1 and 3 are drawn.
  const { labels } = await segmentations.readLabelMap(copyId);
  expect([...labels]).toEqual(Array.from({ length: 4 * 6 * 2 }, (_, at) => (at % 4 < 2 ? 1 : 0)));
  expect(notes).toEqual(["“SAR” lies wholly outside this series and was not copied."]);
});

test("series of another frame of reference, the same series, and series that show another place are refused, and nothing is made", async () => {
  const segmentations = open();
  const id = drawOnT1(segmentations);
  await expect(segmentations.copyTo(by, id, "moved")).rejects.toThrow("another frame of reference");
  await expect(segmentations.copyTo(by, id, "t1")).rejects.toThrow("drawn on this series already");
  await expect(segmentations.copyTo(by, id, "calf")).rejects.toThrow("another place of the body");
  segmentations.remove(by, id);
  await expect(segmentations.copyTo(by, id, "same")).rejects.toThrow("was removed");
  expect(["moved", "t1", "calf", "same"].flatMap((volumeId) => segmentations.list({ volumeId }))).toEqual([]);
});

test("an empty volume is offered what was drawn on others of the same space, not what is empty", async () => {
  const segmentations = open();
  segmentations.create(by, { volumeId: "same", name: "empty" });
  const id = drawOnT1(segmentations);
  expect(segmentations.drawnElsewhere("water")).toMatchObject([{ segmentation: { id, volumeId: "t1" }, fit: { fit: "resample" } }]);
  expect(segmentations.drawnElsewhere("same")).toMatchObject([{ segmentation: { id }, fit: { volumeId: "t1", fit: "same" } }]);
  expect(segmentations.drawnElsewhere("moved")).toEqual([]);
  expect(segmentations.drawnElsewhere("t1")).toEqual([]);
});

test("a copy says where it comes from, and counts what was changed since", async () => {
  const segmentations = open();
  const id = drawOnT1(segmentations);
  const copy = await segmentations.copyTo(by, id, "same");
  expect(segmentations.copyOrigin(id)).toBeNull();
  const origin = { volumeId: "t1", segmentationName: "Reader 1", isRemoved: false, revision: 4, isResampled: false, carried: null };
  expect(segmentations.copyOrigin(copy.id)).toEqual(origin);
  expect(await segmentations.copyChanges(copy.id)).toEqual([
    { number: 1, name: "VLA, right", added: 0, erased: 0, dice: 1 },
    { number: 2, name: "SAR", added: 0, erased: 0, dice: 1 },
  ]);
  await expect(segmentations.copyChanges(id)).rejects.toThrow("no copy");
  // On slice 1: the column i = 3 (6 voxels) is erased, i = 4 and 5 (12 voxels) are drawn.
  segmentations.applyStroke(
    by,
    copy.id,
    1,
    strokeOf("brush", t1, [1], (at) => (at % 8 < 6 && at % 8 !== 3 ? 1 : 0)),
  );
  const changes = await segmentations.copyChanges(copy.id);
  segmentations.remove(by, id);
  expect(segmentations.copyOrigin(copy.id)).toEqual({ ...origin, isRemoved: true });
  // 48 voxels before, 54 now, 42 of both: 2 * 42 / 102.
  expect(changes[0]).toEqual({ number: 1, name: "VLA, right", added: 12, erased: 6, dice: 84 / 102 });
  // The copy itself is no step to undo: what is undone is what was drawn on it.
  expect(segmentations.steps(by, copy.id, { windowId: "w", openedRevision: 2 }).undoable).toHaveLength(1);
});

test("a single slice of another thickness lies on the one slice at its place, as it is measured there", async () => {
  const segmentations = open();
  const { id } = segmentations.create(by, { volumeId: "thick slice", name: "n".repeat(120) });
  const { revision } = segmentations.addSegment(by, id, { name: "VLA" });
  segmentations.applyStroke(
    by,
    id,
    revision,
    strokeOf("brush", { ...t1, size: [8, 6, 1] }, [0], (at) => (at < 5 ? 1 : 0)),
  );
  const copies = [await segmentations.copyTo(by, id, "t1"), await segmentations.copyTo(by, id, "t1")];
  for (const copy of copies) {
    const { labels } = await segmentations.readLabelMap(copy.id);
    expect([...labels].flatMap((label, at) => (label > 0 ? [at] : []))).toEqual([48, 49, 50, 51, 52]);
    expect(copy.notes).toEqual([]);
  }
  // As long as a name may be; the second has a number.
  expect(copies.map(({ name }) => name)).toEqual(["n".repeat(110), `${"n".repeat(110)} 2`]);
});

test("what lies at the edge and is copied in part is not said to be left out", async () => {
  const segmentations = open();
  const { id } = segmentations.create(by, { volumeId: "edge", name: "edge" });
  const { revision } = segmentations.addSegment(by, id, { name: "VLA" });
  segmentations.applyStroke(
    by,
    id,
    revision,
    strokeOf("brush", { ...t1, size: [8, 6, 2] }, [1], (at) => (at < 8 ? 1 : 0)),
  );
  // Its second slice has its centre 3 mm behind the last slice of T1, and is 20 mm thick: it reaches that slice.
  const { notes, id: copyId } = await segmentations.copyTo(by, id, "t1");
  expect(notes).toEqual(["“VLA” reaches beyond this series; of its 8 voxels 8 have their centres outside."]);
  expect((await segmentations.readLabelMap(copyId)).labels.slice(3 * 48, 3 * 48 + 8)).toEqual(new Uint8Array(8).fill(1));
});
