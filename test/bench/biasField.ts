import { noSharedData } from "../sharedData.ts";
import { agreement, correctBias, fitField, n4Defaults, referenceFields } from "../native/n4Reference.ts";

/**
 * N4 against ITK on all of data/n4, how they agree and how long each took, and of a head of 192 x 192 x 128 voxels without shrinking, whose aim is 8 s on two
 * cores.
 */
async function measured<Result>(work: () => Promise<Result>): Promise<{ result: Result; wall: number; cpu: number }> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
}

if (!noSharedData) {
  console.log("N4 | r of the log fields | SD of their difference | CPU (wall) | ITK, wall on two threads | times faster, by CPU");
  for (const [name, reference] of Object.entries(referenceFields)) {
    const { image, mask, shrink, itk, itkSeconds } = await reference();
    const { result, wall, cpu } = await measured(() => fitField(image, mask, { shrink }));
    const { r, sd } = agreement(result.logField.voxels, itk, mask.voxels);
    console.log(
      `${name} | ${r.toFixed(8)} | ${sd.toExponential(2)} | ${cpu.toFixed(2)} s (${wall.toFixed(2)} s) | ${itkSeconds.toFixed(1)} s | ${(itkSeconds / cpu).toFixed(0)}`,
    );
  }
}

const size = [192, 192, 128] as const;
const grid = { size, spacingMm: [1, 1, 1.2], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
const voxels = new Float32Array(size[0] * size[1] * size[2]);
const inside = new Uint8Array(voxels.length);
for (let v = 0; v < voxels.length; v++) {
  const [x, y, z] = [v % size[0], Math.floor(v / size[0]) % size[1], Math.floor(v / (size[0] * size[1]))].map(
    (place, axis) => (2 * place) / size[axis]! - 1,
  ) as [number, number, number];
  if (x * x + y * y + z * z > 0.8) continue;
  inside[v] = 1;
  const tissue = Math.sin(9 * x) * Math.cos(8 * y) + Math.sin(7 * z) > 0.3 ? 900 : 500;
  const noise = ((Math.imul(v ^ 0x5bd1e995, 0x27d4eb2d) >>> 8) & 0xffff) / 65_536 - 0.5;
  voxels[v] = tissue * Math.exp(0.3 * x + 0.2 * y * y - 0.1 * z) * (1 + 0.06 * noise);
}
const { result, wall, cpu } = await measured(() =>
  correctBias({ image: { grid, voxels }, mask: { grid, voxels: inside }, ...n4Defaults, threads: 0 }),
);
const masked = inside.reduce((sum, each) => sum + each, 0);
console.log(
  `N4 of ${size.join(" x ")}, ${masked} voxels in the mask, ${result.iterations.join(", ")} iterations: ` +
    `${wall.toFixed(2)} s of the 8 s allowed, ${cpu.toFixed(2)} s of the cores`,
);
