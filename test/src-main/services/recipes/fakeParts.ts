import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Image } from "#shared/domain/volume.ts";
import { encodeImageFile, imageHash } from "../../../../src-main/services/imagefiles/index.ts";
import { readRoleImage } from "../../../../src-main/services/recipes/readImages.ts";
import type { ImageSources } from "../../../../src-main/services/recipes/recipeImage.ts";
import type { PartResult, WrittenImage } from "../../../../src-main/services/recipes/runPart.ts";
import type { RecipeWorkers } from "../../../../src-main/services/recipes/runRecipe.ts";
import { sha256 } from "../../../../src-main/services/system/index.ts";

/** A recipe whose steps are done by no engine: each output is its image with every value one larger. */
export const addOne = `name: One more
version: 3
roles: [{ name: water, title: water-only }]
steps: [{ kind: clip, roles: [water], limits: { by: values, lower: 1, upper: null } }]
outputs: [water]
`;

/** The same of two images, of which one is moved onto the other. */
export const moveAndAdd = `name: Moved
version: 1
roles: [{ name: T1, title: T1-weighted }, { name: water, title: water-only }]
steps: [{ kind: register, moving: water, fixed: T1, transform: rigid }]
outputs: [water]
`;

export const oneMore = (image: Image): Image => ({
  ...image,
  scalarType: "float32",
  voxels: Float32Array.from(image.voxels, (value) => value + 1),
});

/** Workers without an engine; `before` is waited for at every part. */
export function fakeWorkers(sources: ImageSources, before: () => Promise<void> = () => Promise.resolve()): RecipeWorkers {
  return {
    part: async (request, { signal }): Promise<PartResult> => {
      await before();
      signal.throwIfAborted();
      const read: Record<string, string> = {};
      const written: Record<string, WrittenImage> = {};
      for (const [name, { holds, place }] of Object.entries(request.images)) {
        const { image } = await readRoleImage(sources, { name, holds }, place, signal);
        read[name] = await imageHash(image);
        if (!request.recipe.outputs.includes(name)) continue;
        const made = oneMore(image);
        const bytes = await encodeImageFile("x.nrrd", made, { isPacked: false });
        const path = join(request.folder, `${request.to}-${name}.nrrd`);
        await writeFile(path, bytes);
        written[name] = {
          path,
          contentHash: await sha256(bytes),
          imageHash: await imageHash(made),
          grid: made.grid,
          scalarType: made.scalarType,
        };
      }
      return { images: request.images, read, written, notes: [{ step: 1, kind: "clip", notes: ["done"] }] };
    },
    register: () =>
      Promise.resolve({
        transform: { kind: "rigid", anglesRad: [0, 0, 0], order: "zxy", translationMm: [1, 0, 0], centreMm: [0, 0, 0] },
        notes: [],
      }),
    draw: () => Promise.reject(new RangeError("no network is run here")),
  };
}
