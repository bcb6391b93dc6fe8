import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Grid, Vector3 } from "#shared/domain/geometry.ts";
import { applyTransform } from "#shared/domain/transform/applyTransform.ts";
import { manualStart, middleOf } from "#shared/domain/transform/manualStart.ts";
import { forkProcess } from "../../../../src-main/app/forkProcess.ts";
import { readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { createRegistration } from "../../../../src-main/services/registration/index.ts";
import { checkAfter } from "../../../../src-main/services/registration/checkAfter.ts";
import { keepStart } from "../../../../src-main/services/registration/keepStart.ts";
import type { RegistrationImage } from "../../../../src-main/services/registration/registrationMessages.ts";
import { noSharedData, unpackArchive } from "../../../sharedData.ts";
import { centred, greysOfT1, greysOfT2, pictureOf, rigidTask } from "./phantom.ts";

const task = rigidTask;
const { fixed, moving } = task;
const { grid } = fixed;
const away = (shift: Vector3) => manualStart(grid, { draggedMm: shift, turnedDegrees: [0, 0, 0] });
/** A search that went astray. */
const astray = away([12, 0, 0]);

/** Waves and noise that have nothing to do with the thing: numbers of a linear congruential generator (Numerical Recipes). */
function waves(role: string, on: Grid): RegistrationImage {
  let random = 1;
  const [columns, rows, slices] = on.size;
  const voxels = Float32Array.from({ length: columns * rows * slices }, (_, at) => {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    const [i, j, k] = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
    return 100 * Math.sin(i / 3) * Math.cos(j / 4 + k / 3) + (30 * random) / 2 ** 32;
  });
  return { role, grid: on, voxels };
}

function refusalOf(check: () => unknown): string {
  try {
    check();
    return "";
  } catch (error) {
    return String(error);
  }
}

describe("a search that ends no more alike than it began", () => {
  it("leaves images where they are that lie on each other", () => {
    const stays = keepStart(task, astray)!;
    const middle = middleOf(grid);
    for (const point of [middle, grid.originMm, [50, -40, 30] as Vector3])
      applyTransform(stays.transform, point).forEach((at, axis) => expect(at).toBeCloseTo(point[axis]!, 9));
    // By hand: two voxels of the finest axis; the longest side is 40 x 3 mm.
    expect(stays.kept.shiftsMm).toEqual([6, 6, 6]);
    expect(stays.kept.turnDegrees).toBeCloseTo((((4 * 6) / 120) * 180) / Math.PI, 9);
    expect(stays.kept.leastFall).toBeGreaterThan(0.01);
    const checks = checkAfter(task, stays.transform);
    expect(checks.mutualInformation.after).toBe(checks.mutualInformation.before);
    expect(stays.kept.mutualInformationFound).toBeLessThan(checks.mutualInformation.before);
    expect([checks.shiftMm, checks.turnedDegrees]).toEqual([0, 0]);
  });

  it("leaves them where they were placed by hand", () => {
    const initial = away([20, -8, 5]);
    const placed = {
      ...task,
      initial,
      moving: { ...moving, grid: { ...grid, originMm: grid.originMm.map((at, axis) => at - [20, -8, 5][axis]!) as unknown as Vector3 } },
    };
    expect(keepStart(placed, away([35, 0, 0]))!.transform).toEqual(initial);
  });

  it("is tried by a whole slice across slices that are thick", () => {
    const thick = centred([60, 48, 9], [2, 2, 12]);
    const stays = keepStart({ ...task, fixed: pictureOf("T1", thick, greysOfT1), moving: pictureOf("T2", thick, greysOfT2) }, astray)!;
    expect(stays.kept.shiftsMm).toEqual([4, 4, 12]);
  });

  it("is not saved where the start was far off: it stays refused", () => {
    const off = { ...moving, grid: { ...grid, originMm: [grid.originMm[0] + 15, grid.originMm[1] - 9, grid.originMm[2]] as const } };
    const apart = { ...task, moving: off };
    const worse = away([25, -20, 0]);
    expect(keepStart(apart, worse)).toBeNull();
    expect(() => checkAfter(apart, worse)).toThrow(/made them no more alike/);
  });

  it("is not saved where the start was off by two voxels only", () => {
    const off = { ...moving, grid: { ...grid, originMm: [grid.originMm[0] + 6, grid.originMm[1], grid.originMm[2]] as const } };
    expect(keepStart({ ...task, moving: off }, away([25, -20, 0]))).toBeNull();
  });

  it("is not saved where nothing is alike", () => {
    const other = { ...task, moving: waves("T2", grid) };
    const refused: string[] = [];
    for (const [from, to] of [
      [-9, 9],
      [9, -9],
      [0, 6],
      [6, 0],
    ] as const) {
      const [began, found] = [{ ...other, initial: away([from, 0, 0]) }, away([to, 0, 0])];
      expect(keepStart(began, found)).toBeNull();
      refused.push(refusalOf(() => checkAfter(began, found)));
    }
    // Of a way and its way back one ends no more alike than it began.
    expect(refused.filter((words) => /made them no more alike/.test(words))).toHaveLength(2);
    expect(refused.filter((words) => words === "")).toHaveLength(2);
  });

  it("is not saved where too little of one image lies within the other", () => {
    expect(keepStart({ ...task, initial: away([0, 90, 0]) }, away([0, 95, 0]))).toBeNull();
  });
});

it("a search that became more alike is taken as it was", () => {
  const off = { ...moving, grid: { ...grid, originMm: [grid.originMm[0] + 9, grid.originMm[1], grid.originMm[2]] as const } };
  expect(keepStart({ ...task, moving: off }, away([-9, 0, 0]))).toBeNull();
});

describe.skipIf(noSharedData)("series of a real head that lie on each other as published (BraTS)", () => {
  const modulePath = join(import.meta.dirname, "..", "..", "..", "..", "src-main", "workers", "registration.ts");
  const registration = createRegistration({ forkProcess, modulePath });
  afterAll(() => registration.close());
  const named = async (role: string, name: string): Promise<RegistrationImage> => {
    const folder = unpackArchive("volumes", "brats23_4seq_2raters.tar.xz");
    return { role, ...(await readImageFile(`${folder}/${name}.nii.gz`)) };
  };

  it("FLAIR stays on T1 with contrast medium, of which the search finds nothing better", async () => {
    const found = await registration.register({ fixed: await named("T1ce", "t1c"), moving: await named("FLAIR", "t2f"), kind: "rigid" });
    expect(found.checks.startKept).not.toBeNull();
    const { leastFall, shiftsMm } = found.checks.startKept!;
    expect(shiftsMm).toEqual([2, 2, 2]);
    expect(leastFall).toBeGreaterThan(0.01);
    for (const point of [
      [0, 0, 0],
      [120, -120, 80],
    ] as const)
      applyTransform(found.transform, point).forEach((at, axis) => expect(at).toBeCloseTo(point[axis]!, 9));
  }, 300_000);
});
