import { describe, expect, it } from "vitest";
import { axisOf, dot, minus, patientToVoxel, voxelToPatient, type Vector3 } from "#shared/domain/geometry.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { copyToSlice, pasteShape, takeShape } from "../../../src-renderer/drawing/copySlices.ts";
import { regionOptions } from "../../../src-renderer/drawing/regionPress.ts";
import { sheetBeside } from "../../../src-renderer/drawing/sheet.ts";
import { areaOn } from "../../../src-renderer/drawing/sheetArea.ts";
import { isOnAllSlices } from "../../../src-renderer/drawing/thresholdEdit.ts";
import { emptyView } from "../../../src-renderer/viewer/viewState.ts";
import { ToolBench } from "./toolBench.ts";

/** 12 x 12 x 6 voxels of 1 x 1 x 5 mm, cut by the coronal plane through row 4: columns to the right, slices down. */
function coronal(tool: string): ToolBench {
  const bench = new ToolBench(tool, 6);
  bench.reformat("coronal", { pointMm: [0, 4, 0], normal: [0, 1, 0] }, [0, 2]);
  return bench;
}

const row4 = (...cells: ReadonlyArray<readonly [number, number]>) => cells.map(([i, k]) => `${i},4,${k}`);
const box = (firstColumn: number, lastColumn: number, firstSlice: number, lastSlice: number) => {
  const cells: Array<[number, number]> = [];
  for (let k = firstSlice; k <= lastSlice; k++) for (let i = firstColumn; i <= lastColumn; i++) cells.push([i, k]);
  return row4(...cells);
};

/** Turned about the patient's x axis and then about the z axis by so many degrees. */
function turned(aboutX: number, aboutZ: number): Volume["direction"] {
  const [a, b] = [(aboutX * Math.PI) / 180, (aboutZ * Math.PI) / 180];
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  return [cb, -sb * ca, sb * sa, sb, cb * ca, -cb * sa, 0, sa, ca];
}

describe("a brush in a coronal reformat", () => {
  it("is round in millimetres: of thick slices it takes one, and of those beside what lies within its radius", async () => {
    const bench = coronal("brush");
    bench.settings = { ...bench.settings, brushRadiusMm: 2 };
    bench.dragVoxels([[5, 4, 2]]);
    expect(bench.drawnVoxels()).toEqual(box(3, 7, 2, 2));
    // 5 mm from slice to slice: a radius of 6 mm leaves the square root of 11 mm on those beside.
    bench.settings = { ...bench.settings, brushRadiusMm: 6 };
    bench.dragVoxels([[5, 4, 2]]);
    expect(bench.drawnVoxels()).toEqual([...box(2, 8, 1, 1), ...box(0, 11, 2, 2), ...box(2, 8, 3, 3)]);
    await bench.session.settled();
    expect(bench.strokes).toEqual(["brush, coronal", "brush, coronal"]);
  });

  it("draws through many slices as one step, which one undo takes back and one redo gives again", async () => {
    const bench = coronal("brush");
    bench.dragVoxels([
      [5, 4, 0],
      [5, 4, 5],
    ]);
    const drawn = box(4, 6, 0, 5);
    expect(bench.drawnVoxels()).toEqual(drawn);
    await bench.session.settled();
    expect(bench.strokes).toEqual(["brush, coronal"]);
    await bench.session.undo();
    expect([bench.drawnVoxels(), bench.session.state.value.canUndo]).toEqual([[], false]);
    await bench.session.redo();
    expect(bench.drawnVoxels()).toEqual(drawn);
  });

  it("draws on the plane on show also where a plane before it had the same name and number, as while a viewport turns", () => {
    const bench = new ToolBench("brush", 12);
    bench.reformat("coronal", { pointMm: [0, 0, 20], normal: [0, 0, 1] }, [0, 1], 4);
    bench.tools.hover(bench.at([5, 5, 4]));
    expect(bench.tools.sheet?.cut?.axes[2]).toBe(2);
    bench.reformat("coronal", { pointMm: [0, 4, 0], normal: [0, 1, 0] }, [0, 2], 4);
    bench.dragVoxels([[5, 4, 2]]);
    expect(new Set(bench.drawnVoxels().map((voxel) => voxel.split(",")[1]))).toEqual(new Set(["4"]));
  });

  it("given up leaves nothing", async () => {
    const bench = coronal("brush");
    bench.tools.down(bench.at([5, 4, 0]), { shiftKey: false, altKey: false, button: 0 } as PointerEvent);
    bench.tools.move([bench.at([5, 4, 4])]);
    expect(bench.drawnVoxels()).not.toEqual([]);
    expect(bench.tools.giveUp()).toBe(true);
    await bench.session.settled();
    expect([bench.drawnVoxels(), bench.strokes]).toEqual([[], []]);
  });

  it("draws no farther once another slice of the reformat, or another plane, is on show", () => {
    const bench = coronal("brush");
    bench.tools.down(bench.at([2, 4, 1]), { shiftKey: false, altKey: false, button: 0 } as PointerEvent);
    bench.reformat("coronal", { pointMm: [0, 5, 0], normal: [0, 1, 0] }, [0, 2], 1);
    bench.tools.move([bench.at([8, 5, 1])]);
    bench.reformat("sagittal", { pointMm: [2, 0, 0], normal: [1, 0, 0] }, [1, 2]);
    bench.tools.up(bench.at([2, 8, 1]));
    expect(bench.drawnVoxels()).toEqual(box(1, 3, 1, 1));
  });

  it("keeps locked segments, follows the rule of painting, and erases the active segment only", () => {
    const bench = coronal("brush");
    bench.session.edit("import", [2], (index) => (index % 12 >= 6 ? true : null), { rule: bench.tools.rule, segment: 2 });
    bench.session.setLocked(2, true);
    bench.dragVoxels([
      [3, 4, 2],
      [8, 4, 2],
    ]);
    expect(bench.drawnVoxels()).toEqual(box(2, 5, 2, 2));
    bench.session.setLocked(2, false);
    bench.settings = { ...bench.settings, over: "background" };
    bench.dragVoxels([[6, 4, 2]]);
    expect(bench.drawnVoxels()).toEqual(box(2, 5, 2, 2));
    bench.settings = { ...bench.settings, over: "all" };
    bench.dragVoxels(
      [
        [4, 4, 2],
        [9, 4, 2],
      ],
      { shiftKey: true },
    );
    expect(bench.drawnVoxels()).toEqual(box(2, 2, 2, 2));
    expect(bench.drawnVoxels(2)).toHaveLength(72);
    bench.session.setHidden(1, true);
    bench.dragVoxels([[9, 4, 4]]);
    expect([bench.drawnVoxels(), bench.said.at(-1)]).toEqual([box(2, 2, 2, 2), "The active segment is hidden."]);
  });

  it("with a range waits for the values of all its slices, shows what it would paint, and paints that", async () => {
    const bench = coronal("threshold brush");
    bench.session.state.patch({ range: [7, 9] });
    bench.tools.hover(bench.at([5, 4, 2]));
    await Promise.resolve();
    expect(bench.fetched.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    bench.dragVoxels([[5, 4, 2]]);
    expect([bench.drawnVoxels(), bench.said.at(-1)]).toEqual([
      [],
      "The image's values here are still on their way. Press again in a moment.",
    ]);
    // Columns 5 and more of row 4 are in range, in odd slices all others too; other rows never are.
    for (let k = 0; k < 6; k++)
      bench.values.set(
        k,
        Array.from({ length: 144 }, (_, index) => (Math.floor(index / 12) === 4 && (index % 12 >= 5 || k % 2 === 1) ? 8 : 1)),
      );
    bench.settings = { ...bench.settings, brushRadiusMm: 2 };
    bench.tools.hover(bench.at([5, 4, 2]));
    expect(bench.tools.preview.value?.voxels?.indices).toEqual([5, 6, 7].map((i) => 2 * 12 + i));
    bench.dragVoxels([
      [5, 4, 2],
      [5, 4, 3],
    ]);
    expect(bench.drawnVoxels()).toEqual([...box(5, 7, 2, 2), ...box(3, 7, 3, 3)]);
  });

  it("as a ball takes the voxels within its radius of the line, in the volume: counted by hand", () => {
    const bench = coronal("brush");
    bench.settings = { ...bench.settings, brushRadiusMm: 1, isBall: true };
    bench.dragVoxels([
      [5, 4, 2],
      [7, 4, 2],
    ]);
    expect(bench.drawnVoxels()).toEqual(["5,3,2", "6,3,2", "7,3,2", ...box(4, 8, 2, 2), "5,5,2", "6,5,2", "7,5,2"]);
  });
});

describe.each([
  [0, 0, 1],
  [4, 0, 1],
  [-6, 9, 5],
  [15, -20, 2],
] as const)("a stroke in the coronal reformat of a volume turned by %d and %d degrees, slices %d mm apart", (x, z, apartMm) => {
  it("paints the voxels within half a step of the plane whose place in it is within the brush, and no others", () => {
    const direction = turned(x, z);
    const part: Partial<Volume> = { direction, spacingMm: [1, 1, apartMm], originMm: [3, -7, 11] };
    const bench = new ToolBench("brush", 12, ["none", "none"], null, part);
    const grid = gridOf(bench.volume);
    const pointMm = voxelToPatient(grid, [5.6, 5.7, 5.8]);
    const normal: Vector3 = [0, 1, 0];
    bench.reformat("coronal", { pointMm, normal }, [0, 2]);
    const radiusMm = 3.3;
    bench.settings = { ...bench.settings, brushRadiusMm: radiusMm };
    // Two places of the plane, LPS.
    const ends = [
      [pointMm[0] - 2.1, pointMm[1], pointMm[2] - 1.3],
      [pointMm[0] + 1.7, pointMm[1], pointMm[2] + 2.9],
    ] as const;
    bench.dragVoxels(ends.map((place) => patientToVoxel(grid, place)));
    const axis = axisOf(direction, 1);
    const expected: string[] = [];
    for (let k = 0; k < 12; k++) {
      for (let j = 0; j < 12; j++) {
        for (let i = 0; i < 12; i++) {
          const centre = voxelToPatient(grid, [i, j, k]);
          const away = dot(minus(centre, pointMm), normal) / dot(axis, normal);
          if (Math.abs(away) > 0.5) continue;
          const inPlane: Vector3 = [centre[0] - away * axis[0], centre[1] - away * axis[1], centre[2] - away * axis[2]];
          const along = minus(ends[1], ends[0]);
          const t = Math.min(1, Math.max(0, dot(minus(inPlane, ends[0]), along) / dot(along, along)));
          const nearest: Vector3 = [ends[0][0] + t * along[0], ends[0][1] + t * along[1], ends[0][2] + t * along[2]];
          if (Math.hypot(...minus(inPlane, nearest)) <= radiusMm) expected.push(`${i},${j},${k}`);
        }
      }
    }
    expect(expected.length).toBeGreaterThan(20 / apartMm);
    expect(bench.drawnVoxels()).toEqual(expected);
  });
});

describe("other tools in a coronal reformat", () => {
  it("freehand fills the contour through the slices", () => {
    const bench = coronal("freehand");
    bench.dragVoxels([
      [1.6, 4, 0.6],
      [6.4, 4, 0.6],
      [6.4, 4, 3.4],
      [1.6, 4, 3.4],
    ]);
    expect(bench.drawnVoxels()).toEqual(box(2, 6, 1, 3));
  });

  it("a polygon waits in its reformat, and is filled there", () => {
    const bench = coronal("polygon");
    for (const corner of [
      [1.6, 4, 0.6],
      [6.4, 4, 0.6],
      [6.4, 4, 3.4],
      [1.6, 4, 3.4],
    ] as const)
      bench.dragVoxels([corner]);
    expect(bench.session.state.value.polygon).toMatchObject({ plane: "coronal", sliceIndex: 0 });
    bench.reformat("sagittal", { pointMm: [4, 0, 0], normal: [1, 0, 0] }, [1, 2]);
    bench.tools.doubleClick();
    expect([bench.drawnVoxels(), bench.said.at(-1)]).toEqual([
      [],
      "A polygon is open on slice 1 of the coronal reformat. Go there to close it, or give it up.",
    ]);
    bench.reformat("coronal", { pointMm: [0, 4, 0], normal: [0, 1, 0] }, [0, 2]);
    bench.tools.doubleClick();
    expect([bench.drawnVoxels(), bench.session.state.value.polygon]).toEqual([box(2, 6, 1, 3), null]);
  });

  /** Values of row 4: 9 in columns 3 to 6 of slices 1 to 4, else 1; in the other rows 9 throughout. */
  const withValues = (tool: string) => {
    const bench = coronal(tool);
    for (let k = 0; k < 6; k++)
      bench.values.set(
        k,
        Array.from({ length: 144 }, (_, index) =>
          Math.floor(index / 12) !== 4 || (index % 12 >= 3 && index % 12 <= 6 && k >= 1 && k <= 4) ? 9 : 1,
        ),
      );
    return bench;
  };

  it("a region grows in the cut", () => {
    const bench = withValues("region growing");
    regionOptions.patch({ radiusMm: 100, is3D: false, tolerance: 2 });
    bench.dragVoxels([[4, 4, 2]]);
    expect(bench.drawnVoxels()).toEqual(box(3, 6, 1, 4));
  });

  it("a region in 3D grows through the volume, whatever plane it was begun in, and is shown where the cut meets it", () => {
    const bench = withValues("region growing");
    regionOptions.patch({ radiusMm: 100, is3D: true, tolerance: 2 });
    bench.tools.down(bench.at([4, 4, 2]), { shiftKey: false, altKey: false, button: 0 } as PointerEvent);
    expect(bench.tools.preview.value?.voxels?.indices).toEqual([1, 2, 3, 4].flatMap((k) => [3, 4, 5, 6].map((i) => k * 12 + i)));
    bench.tools.up(bench.at([4, 4, 2]));
    expect(bench.drawnVoxels()).toHaveLength(6 * 144 - 6 * 12 + 16);
    regionOptions.patch({ is3D: false });
  });

  it("the threshold takes what is in range on the cut", async () => {
    const bench = withValues("threshold");
    isOnAllSlices.set(false);
    bench.session.state.patch({ range: [8, 10] });
    bench.tools.hover(bench.at([1, 4, 1]));
    expect(bench.tools.preview.value?.voxels?.indices).toHaveLength(16);
    bench.tools.key("Enter");
    await expect.poll(() => bench.drawnVoxels()).toEqual(box(3, 6, 1, 4));
    expect(bench.said.at(-1)).toContain("16 voxels");
  });

  it("seeds grow on the cut up to the edge", () => {
    const bench = withValues("grow from seeds");
    bench.settings = { ...bench.settings, brushRadiusMm: 0.5 };
    bench.dragVoxels([[4, 4, 2]]);
    bench.dragVoxels([[0, 4, 0]], { shiftKey: true });
    bench.tools.key("Enter");
    expect(bench.drawnVoxels()).toEqual(box(3, 6, 1, 4));
  });

  it("a livewire contour is closed and filled on the cut", () => {
    const bench = withValues("livewire");
    for (const seed of [
      [2.5, 4, 0.5],
      [6.5, 4, 0.5],
      [6.5, 4, 4.5],
      [2.5, 4, 4.5],
    ] as const)
      bench.dragVoxels([seed]);
    bench.tools.key("Enter");
    expect(bench.drawnVoxels()).toEqual(box(3, 6, 1, 4));
  });

  it("the segment's shape on the cut is moved by a column and by a slice, and stays as it is in other rows", () => {
    const bench = coronal("move");
    bench.session.edit("import", [1, 2], (index) => (index % 12 === 3 ? true : null), { rule: bench.tools.rule });
    bench.tools.hover(bench.at([3, 4, 1]));
    bench.tools.key("ArrowRight");
    bench.tools.key("ArrowDown");
    bench.tools.key("Enter");
    expect(bench.drawnVoxels().filter((voxel) => voxel.includes(",4,"))).toEqual(row4([4, 2], [4, 3]));
    expect(bench.drawnVoxels()).toHaveLength(24);
    expect(bench.said.at(-1)).toBe("Moved “s1” on slice 1 of the coronal reformat: 4 voxels changed.");
  });

  it("a segment is mirrored about a line on the cut", () => {
    const bench = new ToolBench("mirror", 6, ["right", "left"]);
    bench.reformat("coronal", { pointMm: [0, 4, 0], normal: [0, 1, 0] }, [0, 2]);
    bench.session.edit("import", [1, 2], (index) => (index === 4 * 12 + 3 ? true : null), { rule: bench.tools.rule });
    bench.dragVoxels([
      [5.5, 4, 0],
      [5.5, 4, 5],
    ]);
    bench.tools.key("Enter");
    expect(bench.drawnVoxels(2)).toEqual(row4([8, 1], [8, 2]));
  });

  it("a contour is dragged on the cut, and only voxels that the drag takes in change", () => {
    const bench = coronal("edit contour");
    bench.session.edit("import", [1, 2, 3, 4], (index) => (index % 12 >= 3 && index % 12 <= 6 ? true : null), { rule: bench.tools.rule });
    const before = bench.drawnVoxels();
    bench.settings = { ...bench.settings, brushRadiusMm: 8 };
    bench.tools.hover(bench.at([6.5, 4, 2.5]));
    bench.dragVoxels([
      [6.5, 4, 2.5],
      [8.6, 4, 2.5],
    ]);
    const gained = bench.drawnVoxels().filter((voxel) => !before.includes(voxel));
    expect(gained).toEqual(expect.arrayContaining(row4([7, 2], [7, 3])));
    expect(gained.every((voxel) => voxel.includes(",4,"))).toBe(true);
  });
});

describe("filling between the slices of a reformat", () => {
  it("proposes on those between, shows it, keeps it here and on all as one step each, and names the plane", async () => {
    const bench = coronal("fill between");
    bench.shown = { ...bench.shown, sliceCount: 12, sliceSpacingMm: 1, sliceIndex: 4 };
    // A bar that goes along by a column a row, from row 2 to row 6.
    for (const [row, first] of [
      [2, 2],
      [6, 6],
    ] as const)
      for (let k = 1; k <= 4; k++) bench.session.slice(k).fill(1, row * 12 + first, row * 12 + first + 3);
    bench.tools.refresh();
    expect(bench.tools.preview.value?.proposedSlices).toEqual([3, 4, 5]);
    expect([...bench.tools.preview.value!.labels!.keys()].filter((at) => bench.tools.preview.value!.labels![at] === 1)).toEqual(
      [1, 2, 3, 4].flatMap((k) => [4, 5, 6].map((i) => 12 * k + i)),
    );
    const before = bench.drawnVoxels();
    bench.tools.key("Enter");
    expect(bench.said.at(-1)).toBe("Filled 1 segment on slice 5: 12 voxels.");
    expect(bench.drawnVoxels().filter((voxel) => !before.includes(voxel))).toEqual(box(4, 6, 1, 4));
    bench.tools.key("Shift+Enter");
    expect(bench.said.at(-1)).toBe("Filled 1 segment on slices 4, 6: 24 voxels.");
    await bench.session.undo();
    await bench.session.undo();
    expect(bench.drawnVoxels()).toEqual(before);
    await bench.session.settled();
    expect(bench.strokes).toEqual(["fill between, coronal", "fill between, coronal", "undo", "undo"]);
  });

  it("of a volume that lies obliquely leaves no hole: voxels that no slice meets are filled too", () => {
    const direction = turned(20, 15);
    const bench = new ToolBench("fill between", 12, ["none", "none"], null, { direction, spacingMm: [1, 1, 1.2] });
    const normal: Vector3 = [0, 1, 0];
    // As far apart as the viewport counts the slices of a reformat.
    const spacing = Math.hypot(...([0, 1, 2] as const).map((axis) => [1, 1, 1.2][axis]! * dot(normal, axisOf(direction, axis))));
    const middle = voxelToPatient(gridOf(bench.volume), [5.5, 5.5, 5.5]);
    const show = (sliceIndex: number) => {
      const pointMm: Vector3 = [middle[0], middle[1] + (sliceIndex - 6) * spacing, middle[2]];
      bench.reformat("coronal", { pointMm, normal }, [0, 2], sliceIndex);
      bench.shown = { ...bench.shown, sliceCount: 13, sliceSpacingMm: spacing };
    };
    const isIn = (cell: number) => cell % 12 >= 4 && cell % 12 <= 7 && cell >= 60 && cell < 96;
    for (const sliceIndex of [4, 8]) {
      show(sliceIndex);
      bench.session.edit("import", [bench.tools.sheet!], (cell) => (isIn(cell) ? true : null), bench.tools.paint);
    }
    const before = bench.drawnVoxels();
    show(6);
    bench.tools.key("Shift+Enter");
    const drawn = bench.drawnVoxels();
    expect(before.filter((voxel) => !drawn.includes(voxel))).toEqual([]);
    // In each cell of the box, from the first slice drawn on to the last without a gap: rows run along the third axis of these cuts.
    for (let k = 5; k <= 7; k++) {
      for (let i = 4; i <= 7; i++) {
        const rows = drawn
          .map((voxel) => voxel.split(",").map(Number))
          .filter((each) => each[0] === i && each[2] === k)
          .map((each) => each[1]!);
        const ends = before
          .map((voxel) => voxel.split(",").map(Number))
          .filter((each) => each[0] === i && each[2] === k)
          .map((each) => each[1]!);
        expect(rows).toEqual(Array.from({ length: ends[1]! - ends[0]! + 1 }, (_, at) => ends[0]! + at));
      }
    }
    expect(drawn).toHaveLength(new Set(drawn).size);
  });

  it("says where the slices skip voxels, and fills nothing", () => {
    const bench = new ToolBench("fill between", 6, ["none", "none"], null, { direction: turned(30, 0) });
    bench.reformat("coronal", { pointMm: [0, 4, 0], normal: [0, 1, 0] }, [0, 2]);
    // Steps of 1 and 5 mm along the normal: 0.87 and 2.5 mm, together 2.65 mm, three voxels of a row.
    bench.shown = { ...bench.shown, sliceCount: 9, sliceSpacingMm: Math.hypot(Math.cos(Math.PI / 6), 2.5) };
    bench.tools.refresh();
    expect(bench.tools.preview.value).toBeNull();
    bench.tools.key("Enter");
    expect(bench.said.at(-1)).toMatch(/skip voxels.*Fill as acquired/);
  });
});

describe("what is done to the slice on show, in a coronal reformat", () => {
  it("copies the segment to the next slice of the reformat, fills holes on the cut, and deletes it there", async () => {
    const bench = coronal("freehand");
    const sheet = bench.tools.sheet!;
    bench.dragVoxels([
      [1.6, 4, 0.6],
      [6.4, 4, 0.6],
      [6.4, 4, 3.4],
      [1.6, 4, 3.4],
    ]);
    bench.shown = { ...bench.shown, sliceCount: 12 };
    const next = sheetBeside({ ...emptyView, ...bench.shown, volume: bench.volume, plane: "coronal", sliceSpacingMm: 1 }, 1)!;
    const { message } = copyToSlice(bench.session, sheet, next, { isAll: false, paint: bench.tools.paint });
    expect(message).toBe("Copied “s1” to slice 2 of the coronal reformat: 15 voxels.");
    const both = bench.drawnVoxels();
    expect(both.toSorted()).toEqual(
      box(2, 6, 1, 3)
        .flatMap((voxel) => [voxel, voxel.replace(",4,", ",5,")])
        .toSorted(),
    );
    bench.session.edit("eraser", [2], (index) => (index === 4 * 12 + 4 ? false : null), bench.tools.paint);
    expect(bench.session.fillHoles(sheet, bench.tools.paint)).toBe(1);
    expect(bench.drawnVoxels()).toEqual(both);
    expect(bench.session.deleteOnSlice(next)).toBe(both.length - 15);
    expect(bench.drawnVoxels()).toEqual(box(2, 6, 1, 3));
    await bench.session.settled();
    expect(bench.strokes).toEqual([
      "freehand, coronal",
      "copy to slice, coronal",
      "eraser",
      "fill holes, coronal",
      "delete on slice, coronal",
    ]);
  });

  it("takes a shape and pastes it on another slice of the plane, but not as acquired", () => {
    const bench = coronal("brush");
    const sheet = bench.tools.sheet!;
    bench.dragVoxels([[5, 4, 2]]);
    expect(takeShape(bench.session, sheet)).toContain("slice 1 of the coronal reformat");
    expect(pasteShape(bench.session, 3, bench.tools.paint)).toBe(
      "The shape was taken from slice 1 of the coronal reformat: it fits no other plane.",
    );
    bench.reformat("coronal", { pointMm: [0, 7, 0], normal: [0, 1, 0] }, [0, 2], 3);
    pasteShape(bench.session, bench.tools.sheet!, bench.tools.paint);
    expect(bench.drawnVoxels()).toEqual([...box(4, 6, 2, 2), "4,7,2", "5,7,2", "6,7,2"]);
  });
});

describe("the area of a segment on a cut", () => {
  it("is that of its cells in the plane: 1 x 5 mm each, by hand", () => {
    const bench = coronal("brush");
    bench.dragVoxels([[5, 4, 2]]);
    expect(areaOn(bench.session, bench.tools.sheet!, 1)).toEqual({ sliceVoxels: 3, sliceAreaMm2: 15 });
    expect(areaOn(bench.session, bench.tools.sheet!, 2)).toEqual({ sliceVoxels: 0, sliceAreaMm2: 0 });
  });

  it("of a volume tilted by 30 degrees about an axis in the plane is that of the slanting cells", () => {
    // j leans by 30 degrees from the plane's normal towards the head: two slices 5 mm apart are 5 mm / cos 30 apart in the plane.
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const bench = new ToolBench("brush", 6, ["none", "none"], null, { direction: [1, 0, 0, 0, c, -s, 0, s, c] });
    bench.reformat("coronal", { pointMm: [0, 0, 0], normal: [0, 1, 0] }, [0, 2]);
    bench.session.edit("import", [bench.tools.sheet!], (cell) => (cell < 2 ? true : null), bench.tools.paint);
    const { sliceVoxels, sliceAreaMm2 } = areaOn(bench.session, bench.tools.sheet!, 1);
    expect(sliceVoxels).toBe(2);
    expect(sliceAreaMm2).toBeCloseTo((2 * 5) / c, 9);
  });
});
