import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { voxelToPatient, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { applyTransform, composeTransforms, invertTransform } from "#shared/domain/transform/applyTransform.ts";
import { middleOf } from "#shared/domain/transform/manualStart.ts";
import type { BSplineTransform, RigidTransform, SlicesTransform, Transform } from "#shared/domain/transform/transform.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { forkProcess } from "../../src-main/app/forkProcess.ts";
import type { ForkProcess } from "../../src-main/services/engine/index.ts";
import { readImageFile } from "../../src-main/services/imagefiles/index.ts";
import { createRegistration, resampleImage, type RegistrationKind } from "../../src-main/services/registration/index.ts";
import { drawSampleTruth } from "../../src-main/services/sample/index.ts";
import { noSharedData, unpackArchive } from "../sharedData.ts";

/**
 * T1, T2 and FLAIR to T1 with contrast medium of a real head (240 x 240 x 155) each moved by a known transform: the mean error over the brain, CPU
 * seconds and memory of the process, whole and as thick slices, and how soon a cancelled search is gone. `node scripts/bench.ts registration`;
 * ONLY= and a part of a case's name runs that alone. Linux only, where a process's own figures can be read.
 */
if (noSharedData || !existsSync("/proc/self/stat")) process.exit(0);
const only = process.env["ONLY"] ?? "";
const modulePath = join(import.meta.dirname, "..", "..", "src-main", "workers", "registration.ts");
const folder = unpackArchive("volumes", "brats23_4seq_2raters.tar.xz");
// They were aligned to each other by those who published them: how well is not known, and what is measured holds that too.
const [t1, flair, plainT1, t2] = (await Promise.all(
  ["t1c", "t2f", "t1n", "t2w"].map((name) => readImageFile(`${folder}/${name}.nii.gz`)),
)) as [Image, Image, Image, Image];
const others = { FLAIR: flair, T1: plainT1, T2: t2 };

/** CPU seconds and the most memory of the process that was started last, looked at every 20 ms. */
let cpuSeconds = 0;
let peakMB = 0;
const watched: ForkProcess = (path) => {
  const before = childrenOf(process.pid);
  const child = forkProcess(path);
  const pid = childrenOf(process.pid).find((each) => !before.includes(each))!;
  [cpuSeconds, peakMB] = [0, 0];
  const look = setInterval(() => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
      cpuSeconds = (Number(fields[11]) + Number(fields[12])) / 100;
      peakMB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? peakMB * 1024) / 1024;
    } catch {
      clearInterval(look);
    }
  }, 20);
  child.onExit(() => clearInterval(look));
  return child;
};
const registration = createRegistration({ forkProcess: watched, modulePath });

function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
}

function meanErrorMm(found: Transform, wanted: Transform, { grid, voxels } = t1): number {
  let [sum, count] = [0, 0];
  const [columns, rows] = grid.size;
  for (let at = 0; at < voxels.length; at += 211) {
    if (voxels[at] === 0) continue;
    const point = voxelToPatient(grid, [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))]);
    const [a, b] = [applyTransform(found, point), applyTransform(wanted, point)];
    sum += Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    count += 1;
  }
  return sum / count;
}

/** Fewer, thicker slices: each the mean of what lies in it. */
async function thick(image: Image, mm: number): Promise<Image> {
  const slices = Math.floor(image.grid.size[2] / mm);
  const plane = image.grid.size[0] * image.grid.size[1];
  const voxels = new Float32Array(plane * slices);
  for (let k = 0; k < slices; k++)
    for (let s = 0; s < mm; s++)
      for (let at = 0; at < plane; at++) voxels[k * plane + at]! += image.voxels[(k * mm + s) * plane + at]! / mm;
  const grid: Grid = {
    ...image.grid,
    size: [image.grid.size[0], image.grid.size[1], slices],
    spacingMm: [1, 1, mm],
    originMm: voxelToPatient(image.grid, [0, 0, (mm - 1) / 2]),
  };
  return { grid, scalarType: "float32", voxels };
}

const centre = [...middleOf(t1.grid)] as [number, number, number];
const movedBy = (shift: Vector3, degrees: Vector3): RigidTransform => ({
  kind: "rigid",
  order: "zxy",
  centreMm: centre,
  translationMm: [...shift],
  anglesRad: degrees.map((each) => (each * Math.PI) / 180) as [number, number, number],
});
const bend: BSplineTransform = {
  kind: "bspline",
  grid: { size: [9, 9, 8], spacingMm: [45, 45, 45], originMm: [-60, -300, -80], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
  coefficientsMm: Array.from({ length: 3 * 648 }, (_, node) => 5 * Math.sin(node * 1.3)),
};
const inPlane = ({ grid }: Image): SlicesTransform => ({
  kind: "slices",
  originMm: [...grid.originMm],
  direction: [...grid.direction],
  betweenSlicesMm: grid.spacingMm[2],
  slices: Array.from({ length: grid.size[2] }, (_, k) => ({
    angleRad: 0.08 * Math.sin(k * 2.1),
    shiftMm: [6 * Math.cos(k * 1.7), 5 * Math.sin(k * 0.9)] as [number, number],
    centreMm: [120, 120] as [number, number],
  })),
});

/** A series that was moved and is to be found again: `wanted` takes the fixed image's points to it. */
async function run(
  name: string,
  kind: RegistrationKind,
  wanted: (fixed: Image) => Transform,
  mm = 1,
  role: keyof typeof others = "FLAIR",
  whole = { fixed: t1, moving: others[role] },
): Promise<void> {
  if (!`${role}, ${name}`.includes(only)) return;
  const fixed = mm === 1 ? whole.fixed : await thick(whole.fixed, mm);
  const transform = wanted(fixed);
  // Moved before it is sliced: thick slices hold what lies in them.
  const moved = await resampleImage(whole.moving, {
    transform: invertTransform(transform),
    grid: whole.moving.grid,
    // Linear interpolation would blur it: another image than the scanner would have made.
    interpolation: "cubic",
  });
  const moving = mm === 1 ? moved : await thick(moved, mm);
  const start = performance.now();
  const found = await registration
    .register({ fixed: { role: "T1", ...fixed }, moving: { role, ...moving }, kind })
    .catch((error: unknown) => {
      if (error instanceof PlainError) return error;
      throw error;
    });
  if (found instanceof PlainError) {
    console.log(`${role}, ${name} | refused: ${found.message}`);
    return;
  }
  const seconds = (performance.now() - start) / 1000;
  const errorOf = (each: Transform) => meanErrorMm(each, transform, whole.fixed);
  const { mutualInformation: information } = found.checks;
  console.log(
    [
      `${role}, ${name}`,
      fixed.grid.size.join(" x "),
      `error before ${errorOf({ kind: "composite", steps: [] }).toFixed(1)} mm, after ${errorOf(found.transform).toFixed(2)} mm`,
      `${cpuSeconds.toFixed(1)} s CPU, ${seconds.toFixed(1)} s, ${Math.round(peakMB)} MB`,
      `mutual information ${information.before.toFixed(3)} -> ${information.after.toFixed(3)}`,
      ...(found.checks.startKept ? ["start kept"] : []),
    ].join(" | "),
  );
}

const [near, otherWay] = [() => movedBy([6, -5, 4], [2, -3, 4]), () => movedBy([-7, 3, -5], [-3, 2, -4])];
for (const role of ["FLAIR", "T1", "T2"] as const) {
  // How far apart the search finds them as they were published, which is in the figures below as well.
  await run("rigid, not moved", "rigid", () => movedBy([0, 0, 0], [0, 0, 0]), 1, role);
  for (const [words, wanted] of [
    ["near", near],
    ["the other way", otherWay],
  ] as const) {
    await run(`rigid, ${words}`, "rigid", wanted, 1, role);
    await run(`slices of 10 mm, ${words}`, "rigid", wanted, 10, role);
    await run(`slices of 12 mm, ${words}`, "rigid", wanted, 12, role);
  }
}
const head = drawSampleTruth("headAxial").volumes;
const drawn = (key: string) => head.find((volume) => volume.key === key)!.image;
for (const wanted of [near, otherWay])
  await run("rigid, a drawn head", "rigid", wanted, 1, "T2", { fixed: drawn("head FLAIR"), moving: drawn("head T2") });
await run("rigid, far", "rigid", () => movedBy([25, -20, 15], [5, -4, 8]));
await run("affine", "affine", () =>
  composeTransforms(movedBy([6, -5, 4], [2, -3, 4]), {
    kind: "affine",
    matrix: [1.05, 0.02, 0, 0, 0.96, 0.01, 0, 0, 1.03],
    translationMm: [0, 0, 0],
    centreMm: centre,
  }),
);
await run("slices of 18 mm, in the plane", "inPlane", inPlane, 18);
await run("B-spline", "bspline", () => composeTransforms(movedBy([3, -2, 4], [1, -2, 2]), bend));

if ("resampling".includes(only)) {
  const chain = composeTransforms(movedBy([6, -5, 4], [2, -3, 4]), bend);
  for (const [name, transform] of [
    ["rigid", movedBy([6, -5, 4], [2, -3, 4])],
    ["B-spline", chain],
    ["way back of a B-spline", invertTransform(chain)],
  ] as const) {
    for (const interpolation of ["nearest", "label", "linear", "cubic"] as const) {
      const [start, cpu] = [performance.now(), process.cpuUsage()];
      await resampleImage(flair, { transform, grid: t1.grid, interpolation });
      const { user, system } = process.cpuUsage(cpu);
      console.log(
        `resampling, ${name}, ${interpolation}: ${((performance.now() - start) / 1000).toFixed(2)} s, ${((user + system) / 1e6).toFixed(2)} s CPU`,
      );
    }
  }
}

if ("cancel".includes(only)) {
  const controller = new AbortController();
  let cancelled = 0;
  const exited = Promise.withResolvers<void>();
  const fork: ForkProcess = (path) => {
    const child = forkProcess(path);
    return { ...child, onExit: (listener) => child.onExit((code, by) => (listener(code, by), exited.resolve())) };
  };
  const running = createRegistration({ forkProcess: fork, modulePath }).register({
    fixed: { role: "T1", ...t1 },
    moving: { role: "FLAIR", ...flair },
    kind: "rigid",
    signal: controller.signal,
    onProgress: ({ phase }) => {
      if (phase !== "aligning the images") return;
      // Well into the search, which holds up its process's thread.
      setTimeout(() => {
        cancelled = performance.now();
        controller.abort(new Error("cancelled"));
      }, 2000);
    },
  });
  await running.catch(() => console.log(`cancel: answered after ${(performance.now() - cancelled).toFixed(1)} ms`));
  await exited.promise;
  console.log(`cancel: its process gone after ${(performance.now() - cancelled).toFixed(1)} ms of the 200 ms allowed`);
}
