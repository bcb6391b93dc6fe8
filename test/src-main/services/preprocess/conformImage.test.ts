import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Grid } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { writeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { pythonWith } from "../../../debianPython.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { grey, run } from "./reference.ts";

const python = pythonWith("nibabel.processing, scipy.ndimage");
if (!python) console.warn("skipped: no Python has nibabel and SciPy (Debian's python3-nibabel)");

const [cos, sin] = [Math.cos(0.2), Math.sin(0.2)];
const straight: Grid = { size: [48, 40, 31], spacingMm: [2, 2.5, 3], originMm: [-40, -30, 12], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
/** Sagittal slices, tilted. */
const tilted: Grid = { ...straight, direction: [0, sin, cos, cos, 0, 0, 0, cos, -sin], originMm: [-30, -50, -20] };

describe.skipIf(!python)("a conformed image", () => {
  it.each([
    ["axial slices of whole numbers", straight, "int16", 1],
    ["tilted sagittal slices, some values below 0", tilted, "float32", -37.5],
  ] as const)("has FreeSurfer's grid and, within the image, its grey values: %s", async (_, grid, scalarType, least) => {
    const count = grid.size[0] * grid.size[1] * grid.size[2];
    const value = (v: number) => Math.round(((Math.imul(v ^ 0x5bd1e995, 0x27d4eb2d) >>> 8) & 0xfff) * Math.sin(v / 9000) ** 2);
    const numbers = Array.from({ length: count }, (__, v) => (v % 5 === 0 ? 0 : value(v) + least));
    const image: Image = { grid, scalarType, voxels: scalarType === "int16" ? Int16Array.from(numbers) : Float32Array.from(numbers) };
    const { images } = await run({ kind: "conform" }, { T1: grey(image) });
    const folder = temporaryFolder();
    const paths = [join(folder, "source.nii"), join(folder, "conformed.nii")] as const;
    await writeImageFile(paths[0], image);
    await writeImageFile(paths[1], images.get("T1")!.image);
    const told = spawnSync(python!, [join(import.meta.dirname, "conform.py"), ...paths], { encoding: "utf8" });
    expect(told.stderr).toBe("");
    const found = JSON.parse(told.stdout) as Record<"grid" | "inside" | "largest" | "different" | "beyond" | "between", number>;
    console.log(`conform against nibabel: ${told.stdout.trim()}`);
    expect(found).toMatchObject({ type: "uint8", beyond: 0 });
    // Both keep the grid in single precision.
    expect(found.grid).toBeLessThan(1e-4);
    expect(found.inside).toBeGreaterThan(75_000);
    // One grey value where rounding decides. Meant differences: mri_convert rounds before it interpolates as well, and half a voxel beyond the outermost
    // centres, "between", SciPy has 0 and we have the outermost voxel's value.
    expect(found.largest).toBeLessThanOrEqual(1);
    expect(found.different).toBeLessThan(1e-3);
    expect(found.between).toBeLessThan(found.inside / 4);
  });
});
