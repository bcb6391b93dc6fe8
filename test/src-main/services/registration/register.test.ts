import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { voxelToPatient, type Vector3 } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { applyTransform, invertTransform } from "#shared/domain/transform/applyTransform.ts";
import { manualStart } from "#shared/domain/transform/manualStart.ts";
import type { RigidTransform, Transform } from "#shared/domain/transform/transform.ts";
import { forkProcess } from "../../../../src-main/app/forkProcess.ts";
import type { ForkProcess } from "../../../../src-main/services/engine/index.ts";
import { workerPath } from "../../../../src-main/services/jobs/index.ts";
import { writeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { createRegistration, type Registered } from "../../../../src-main/services/registration/index.ts";
import { parameterMaps } from "../../../../src-main/services/registration/parameterMaps.ts";
import { pyramidOf } from "../../../../src-main/services/registration/searchGrid.ts";
import type { RegistrationImage } from "../../../../src-main/services/registration/registrationMessages.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { bent, centred, filledGreysOfT1, filledGreysOfT2, filledPicture, greysOfT1, greysOfT2, pictureOf, thing } from "./phantom.ts";

const modulePath = workerPath("registration");
const registration = createRegistration({ forkProcess, modulePath });
afterAll(() => registration.close());

const fixed = pictureOf("T1", centred([36, 28, 26], [3, 3, 3.5]), greysOfT1);
/** Where the fixed image's points lie in the moving one. */
const truth: RigidTransform = {
  kind: "rigid",
  anglesRad: [0.05, -0.08, 0.12],
  order: "zxy",
  translationMm: [6, -5, 4],
  centreMm: [0, 0, 0],
};
const moving = pictureOf("T2", centred([34, 30, 28], [3.1, 2.9, 3.4]), greysOfT2, (point) => applyTransform(invertTransform(truth), point));

/** How far a transform takes the places inside the thing from where they should be, mm: the mean. */
function meanError(found: Transform, wanted: Transform, { grid }: RegistrationImage): number {
  const errors: number[] = [];
  for (let at = 0; at < grid.size[0] * grid.size[1] * grid.size[2]; at += 7) {
    const index: Vector3 = [
      at % grid.size[0],
      Math.floor(at / grid.size[0]) % grid.size[1],
      Math.floor(at / (grid.size[0] * grid.size[1])),
    ];
    const point = voxelToPatient(grid, index);
    if (thing(point) === 0) continue;
    const [a, b] = [applyTransform(found, point), applyTransform(wanted, point)];
    errors.push(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
  }
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

const hasElastix = spawnSync("elastix", ["--version"]).status === 0;
if (!hasElastix) console.warn("skipped: elastix (Debian's package of that name) is not installed");

describe("a rigid registration", () => {
  const phases: string[] = [];
  let found: Registered;
  beforeAll(async () => {
    found = await registration.register({
      fixed,
      moving,
      kind: "rigid",
      interpolation: "linear",
      onProgress: ({ phase }) => phases.push(phase),
    });
  });

  it("finds a known transform within half a voxel and says what it does", () => {
    expect(meanError(found.transform, truth, fixed)).toBeLessThan(1.5);
    expect(phases).toEqual(["checking the images", "aligning the images", "checking the outcome"]);
    expect(found.checks.mutualInformation.after).toBeGreaterThan(found.checks.mutualInformation.before);
    expect(found.checks.shiftMm).toBeGreaterThan(5);
  });

  it("brings the image over, in which nothing is darker or brighter than it was", () => {
    const { grid, voxels } = found.image!;
    expect(grid).toEqual(fixed.grid);
    expect(Math.min(...voxels)).toBeGreaterThanOrEqual(Math.min(...moving.voxels));
    expect(Math.max(...voxels)).toBeLessThanOrEqual(Math.max(...moving.voxels));
  });

  it.skipIf(!hasElastix)("is what Debian's elastix finds with the same map", async () => {
    const native = await nativeElastix(fixed, moving);
    const angles = (found.transform as RigidTransform).anglesRad;
    for (const axis of [0, 1, 2] as const) expect(Math.abs(angles[axis] - native.anglesRad[axis])).toBeLessThan(1e-4);
    expect(meanError(found.transform, native, fixed)).toBeLessThan(0.003);
  });
});

it("an affine registration finds a known stretch and shear within half a voxel", async () => {
  const stretched: Transform = {
    kind: "affine",
    matrix: [1.06, 0.03, 0, -0.02, 0.95, 0.02, 0.01, 0, 1.04],
    translationMm: [4, -3, 2],
    centreMm: [0, 0, 0],
  };
  const other = pictureOf("T2", moving.grid, greysOfT2, (point) => applyTransform(invertTransform(stretched), point));
  const { transform } = await registration.register({ fixed, moving: other, kind: "affine" });
  expect(meanError(transform, stretched, fixed)).toBeLessThan(1.5);
});

it("a B-spline registration makes bent images more alike, and folds nothing", async () => {
  const other = pictureOf("T2", moving.grid, greysOfT2, (point) => applyTransform(invertTransform(bent), point));
  const bending = await registration.register({ fixed, moving: other, kind: "bspline" });
  const [before, after] = [meanError({ kind: "composite", steps: [] }, bent, fixed), meanError(bending.transform, bent, fixed)];
  console.log(`A bend of up to 6 mm: mean error ${before.toFixed(2)} mm unmoved, ${after.toFixed(2)} mm bent.`);
  expect(bending.checks.mutualInformation.after).toBeGreaterThan(bending.checks.mutualInformation.before);
  expect(bending.checks.volumeFactor![0]).toBeGreaterThan(0);
}, 600_000);

it("a B-spline registration finds a known bend of a body with contrast inside within a quarter of a voxel", async () => {
  const grid = centred([54, 42, 50], [2, 2, 2]);
  const stretched = (point: Vector3) => applyTransform(bent, point);
  const still = filledPicture("T1", grid, filledGreysOfT1, stretched);
  const found = await registration.register({
    fixed: still,
    moving: filledPicture("T2", grid, filledGreysOfT2, (point) => point),
    kind: "bspline",
  });
  const [before, after] = [meanError({ kind: "composite", steps: [] }, bent, still), meanError(found.transform, bent, still)];
  console.log(
    `A bend of up to 6 mm of a body with contrast inside: mean error ${before.toFixed(2)} mm unmoved, ${after.toFixed(2)} mm bent.`,
  );
  expect(before).toBeGreaterThan(2);
  expect(after).toBeLessThan(0.5);
  expect(found.checks.volumeFactor![0]).toBeGreaterThan(0);
}, 600_000);

/** What Debian's elastix finds with the same map. */
async function nativeElastix(a: RegistrationImage, b: RegistrationImage): Promise<RigidTransform> {
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);
  await writeImageFile(file("fixed.nrrd"), { ...a, scalarType: "float32" });
  await writeImageFile(file("moving.nrrd"), { ...b, scalarType: "float32" });
  const layout = ({ grid }: RegistrationImage) => ({ size: grid.size, spacing: grid.spacingMm });
  const lines = Object.entries({ ...parameterMaps.rigid, ...pyramidOf(layout(a), layout(b)) }).map(
    ([key, values]) => `(${key} ${values.map((value) => (/^[\d.]+$/.test(value) ? value : `"${value}"`)).join(" ")})`,
  );
  writeFileSync(file("map.txt"), lines.join("\n"));
  const run = spawnSync("elastix", [
    "-f",
    file("fixed.nrrd"),
    "-m",
    file("moving.nrrd"),
    "-p",
    file("map.txt"),
    "-out",
    folder,
    "-threads",
    "1",
  ]);
  expect(run.status).toBe(0);
  const text = readFileSync(file("TransformParameters.0.txt"), "utf8");
  const numbers = (field: string) => new RegExp(`\\(${field} ([^)]*)\\)`).exec(text)![1]!.split(" ").map(Number);
  const p = numbers("TransformParameters");
  return {
    kind: "rigid",
    anglesRad: [p[0]!, p[1]!, p[2]!],
    order: "zxy",
    translationMm: [p[3]!, p[4]!, p[5]!],
    centreMm: numbers("CenterOfRotationPoint") as [number, number, number],
  };
}

describe("a registration in the plane", () => {
  it("turns and shifts each slice by itself, from a manual start on, and leaves one that is empty", async () => {
    const grid = centred([64, 52, 3], [1.6, 1.6, 18]);
    const t1 = pictureOf("T1", grid, greysOfT1);
    const motions = [
      { angleRad: 0.06, shiftMm: [3, -2] },
      { angleRad: -0.05, shiftMm: [-2, 4] },
      { angleRad: 0, shiftMm: [0, 0] },
    ];
    const start = manualStart(grid, { draggedMm: [-20, 0, 0], turnedDegrees: [0, 0, 0] });
    const slices: Transform = {
      kind: "slices",
      originMm: [...grid.originMm],
      direction: [...grid.direction],
      betweenSlicesMm: 18,
      slices: motions.map(({ angleRad, shiftMm }) => ({ angleRad, shiftMm: shiftMm as [number, number], centreMm: [50, 40] })),
    };
    const wanted: Transform = { kind: "composite", steps: [slices, start] };
    const t2 = pictureOf("T2", { ...grid, originMm: [grid.originMm[0] + 20, grid.originMm[1], grid.originMm[2]] }, greysOfT2, (point) =>
      applyTransform(invertTransform(wanted), point),
    );
    t2.voxels.fill(0, 2 * 64 * 52);
    const { transform, checks, image } = await registration.register({ fixed: t1, moving: t2, kind: "inPlane", initial: start });
    expect(meanError(transform, wanted, t1)).toBeLessThan(0.8);
    expect(image).toBeNull();
    expect(checks.slices).toMatchObject([
      { slice: 0, aligned: true, why: "" },
      { slice: 1, aligned: true, why: "" },
      { slice: 2, aligned: false, why: 'the slice of "T2" is empty.' },
    ]);
  });
});

describe("a registration that does not come to its end", () => {
  /** A process whose events are noted in the order in which they happen. */
  function noted(events: string[]): ForkProcess {
    return (path) => {
      const child = forkProcess(path);
      return {
        ...child,
        onMessage: (listener) =>
          child.onMessage((message) => (events.push(`message ${(message as { kind: string }).kind}`), listener(message))),
        onExit: (listener) => child.onExit((code, by) => (events.push(`exit ${by}`), listener(code, by))),
        kill: () => (events.push("kill"), child.kill()),
      };
    };
  }

  it("ends its process as it is cancelled, in the middle of the search", async () => {
    const events: string[] = [];
    const exited = Promise.withResolvers<void>();
    const fork: ForkProcess = (path) => {
      const child = noted(events)(path);
      return { ...child, onExit: (listener) => child.onExit((code, by) => (listener(code, by), exited.resolve())) };
    };
    const controller = new AbortController();
    const running = createRegistration({ forkProcess: fork, modulePath }).register({
      fixed,
      moving,
      kind: "bspline",
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase !== "aligning the images") return;
        events.push("cancel");
        controller.abort(new Error("cancelled by the reader"));
      },
    });
    await expect(running).rejects.toThrow("cancelled by the reader");
    await exited.promise;
    // No answer of the search comes in between: it did not have to end by itself.
    expect(events).toEqual(["message progress", "message progress", "cancel", "kill", "exit SIGKILL"]);
  });

  it("fails in words where its process ends", async () => {
    const fork: ForkProcess = (path) => {
      const child = forkProcess(path);
      return { ...child, postMessage: () => child.kill() };
    };
    const running = createRegistration({ forkProcess: fork, modulePath }).register({ fixed, moving, kind: "rigid" });
    await expect(running).rejects.toThrow(/process that registers "T2" to "T1" ended \(SIGKILL: perhaps the machine ran out of memory\)/);
  });

  it("is stopped in words where it takes more memory than it may, and leaves no mark", async () => {
    // As the thread that watches does it: the mark, then the end.
    let markPath = "";
    const fork: ForkProcess = (path) => {
      const child = forkProcess(path);
      return {
        ...child,
        postMessage: (task) => {
          ({ markPath } = task as { markPath: string });
          writeFileSync(markPath, "");
          child.kill();
        },
      };
    };
    const running = createRegistration({ forkProcess: fork, modulePath, memoryBytes: 2 ** 30 }).register({ fixed, moving, kind: "rigid" });
    await expect(running).rejects.toThrow(/Registering "T2" to "T1" took more than the 1024 MB of memory that it may take/);
    expect(existsSync(markPath)).toBe(false);
  });

  it("fails in words that come from its process", async () => {
    const constant = { ...moving, voxels: new Float32Array(moving.voxels.length) };
    const running = registration.register({ fixed, moving: constant, kind: "rigid" });
    await expect(running).rejects.toThrow(PlainError);
    await expect(running).rejects.toThrow(/moving image "T2" is constant/);
  });

  it("is not begun where it is cancelled already", async () => {
    await expect(registration.register({ fixed, moving, kind: "rigid", signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow("no");
  });
});
