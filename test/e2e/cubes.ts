import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dicomFile } from "../dicomFiles.ts";
import { expect } from "vitest";
import { runFascicle } from "./program.ts";

/** A cube of voxels of 2 mm about the origin: columns, rows and slices alike, and where the first of them lies. */
export const cube = { size: 48, voxelMm: 2, firstMm: -47, tilt: (12 * Math.PI) / 180 } as const;

/**
 * Brings a study of two series into a data folder, each a cube whose left half of columns has values of 200, the right half of 900:
 * one along the patient's axes (there with 0 to 9 more by row), and one ("Tilted") turned about the x axis, from posterior towards the head.
 */
export async function importCubes(dataFolder: string, workFolder: string): Promise<void> {
  const folder = join(workFolder, "cubes");
  mkdirSync(folder, { recursive: true });
  const { size, voxelMm, firstMm } = cube;
  for (const [series, tilt] of [0, cube.tilt].entries()) {
    const [sine, cosine] = [Math.sin(tilt), Math.cos(tilt)];
    const pixels = Buffer.alloc(size ** 2 * 2);
    for (let at = 0; at < size ** 2; at++)
      pixels.writeUInt16LE((at % size < size / 2 ? 200 : 900) + (series === 0 ? Math.floor(at / size) % 10 : 0), at * 2);
    for (let slice = 0; slice < size; slice++) {
      const z = firstMm + voxelMm * slice;
      writeFileSync(
        join(folder, `${series}-${slice}.dcm`),
        dicomFile({
          studyInstanceUid: "2.25.80",
          seriesInstanceUid: `2.25.81.${series}`,
          sopInstanceUid: `2.25.82.${series}.${slice}`,
          seriesNumber: series + 1,
          seriesDescription: series === 0 ? "Straight" : "Tilted",
          slice,
          size,
          pixels,
          lattice: {
            columns: size,
            rows: size,
            pixelSpacingMm: voxelMm,
            positionMm: [firstMm, cosine * firstMm - sine * z, sine * firstMm + cosine * z],
            orientation: [1, 0, 0, 0, cosine, sine],
            frameOfReferenceUid: "2.25.83",
          },
        }),
      );
    }
  }
  const { code, stderr } = await runFascicle("import", folder, "--data", dataFolder);
  expect(`${code} ${code === 0 ? "" : stderr}`).toBe("0 ");
}
