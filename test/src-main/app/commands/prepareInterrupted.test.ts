import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { identityDirection } from "#shared/domain/geometry.ts";
import { openRecipe, prepareFiles } from "../../../../src-main/app/commands/prepareFiles.ts";
import { writeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const recipe = `name: T2 on T1
version: 1
roles: [{ name: T1, title: T1 }, { name: T2, title: T2 }]
steps: [{ kind: register, moving: T2, fixed: T1, transform: rigid }]
outputs: [T2]
`;

/** A ball with stripes, `shift` voxels further along i. */
function ball(shift: number): Float32Array {
  const voxels = new Float32Array(32 ** 3);
  for (let k = 0, at = 0; k < 32; k++)
    for (let j = 0; j < 32; j++)
      for (let i = 0; i < 32; i++, at++) {
        const x = i - 15 - shift;
        if (x ** 2 + (j - 16) ** 2 + (k - 16) ** 2 < 144) voxels[at] = 100 + 20 * Math.sin(x / 2) + 30 * Math.cos(j / 3) + k;
      }
  return voxels;
}

test("a search that is in work ends with the program, and nothing is written", async () => {
  const folder = temporaryFolder();
  const images: Record<string, string> = { T1: join(folder, "t1.nii"), T2: join(folder, "t2.nii") };
  const grid = { size: [32, 32, 32], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: identityDirection } as const;
  for (const [at, path] of Object.values(images).entries())
    await writeImageFile(path, { grid, scalarType: "float32", voxels: ball(2 * at) });
  writeFileSync(join(folder, "recipe.yaml"), recipe);
  const before = new Set(process.listeners("exit"));
  let isLeft = false;
  const prepared = prepareFiles({
    recipe: await openRecipe(join(folder, "recipe.yaml"), {}),
    images,
    outPath: join(folder, "out"),
    withNames: false,
    onProgress: ({ phase }) => {
      if (isLeft || !phase?.startsWith("step 1 of 1: register, T2 to T1: ")) return;
      isLeft = true;
      // What happens at the end of the program, without its end.
      for (const listener of process.listeners("exit")) if (!before.has(listener)) listener.call(process, 130);
    },
  });
  await expect(prepared).rejects.toThrow("The program is closing; the images were not registered.");
  expect(existsSync(join(folder, "out"))).toBe(false);
});
