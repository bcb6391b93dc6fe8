import { expect, test } from "vitest";
import type { Mask } from "#shared/domain/project/mask.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { blindedVolumes } from "../../../../src-main/app/blinded/blindedVolumes.ts";
import type { ReadingImage } from "../../../../src-main/services/projects/index.ts";
import type { Volumes } from "../../../../src-main/services/volumes/index.ts";
import { by } from "../../author.ts";

/** Two rows of two voxels; text of 4000 is burned into the first. */
const bytes = new Uint8Array(Uint16Array.from([4000, 10, 20, 30]).buffer);
const volumes = {
  describe: () => ({ id: "v", columns: 2, rows: 2, slices: 1 }) as Volume,
  readFrame: () => Promise.resolve({ bytes, scalarType: "uint16", samplesPerPixel: 1 } as const),
  statistics: () => Promise.resolve({ maximum: 4000 }),
} as unknown as Volumes;
const statisticsWith = (mask: Mask | null) =>
  blindedVolumes(volumes, { image: () => ({ volumeId: "v", mask }) as ReadingImage } as never, by).statistics("image");

test("grey values of a masked image are those of what is shown", async () => {
  expect(await statisticsWith(null)).toMatchObject({ maximum: 4000 });
  expect(await statisticsWith({ column: 0, row: 0, columns: 1, rows: 1 })).toMatchObject({ minimum: 10, maximum: 30 });
});
