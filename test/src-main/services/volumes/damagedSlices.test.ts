import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DamagedSlice } from "#shared/domain/damagedSlice.ts";
import { voxelsFromBytes } from "#shared/domain/volume.ts";
import { DamagedSliceError } from "../../../../src-main/services/volumes/index.ts";
import { whyDamaged } from "../../../../src-main/services/radiomics/damagedSlices.ts";
import type { DoorEnvironment } from "../../../../src-main/app/doorContext.ts";
import type { Services } from "../../../../src-main/app/services.ts";
import { volumesRoute } from "../../../../src-main/app/routes/volumes.ts";
import { type ImportedVolumes, importVolumes } from "./importedVolumes.ts";
import { writeRleSlice } from "./writeDicom.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

// Five slices of 4 x 3; the middle one lacks its last bytes. Values by hand: 100 times the slice plus the index.
const pixels = (k: number) => Array.from({ length: 12 }, (_, index) => 100 * k + index);
let folder: string;
let imported: ImportedVolumes;
beforeAll(async () => {
  folder = temporaryFolder();
  for (let k = 0; k < 5; k += 1) writeFileSync(join(folder, `${k}.dcm`), writeRleSlice(k + 11, k * 5, pixels(k), k === 2 ? 8 : 0));
  imported = await importVolumes(folder);
}, 60_000);
afterAll(async () => {
  await imported.close();
  rmSync(folder, { recursive: true, force: true });
});

const message = "Slice 3 cannot be read (image 13 of the series): its RLE pixel data is cut short.";

it("the others are shown; the damaged one says which file and slice it is, without identifiers", async () => {
  const {
    all: [volume],
    volumes,
  } = imported;
  for (const k of [0, 1, 3, 4]) {
    const { bytes, scalarType } = await volumes.readFrame(volume!.id, k);
    expect(Array.from(voxelsFromBytes(scalarType, bytes))).toEqual(pixels(k));
  }
  await expect(volumes.readFrame(volume!.id, 2)).rejects.toThrow(
    new DamagedSliceError([{ sliceIndex: 2, file: "image 13 of the series", reason: "its RLE pixel data is cut short" }]),
  );
  await expect(volumes.readFrame(volume!.id, 2)).rejects.toThrow(message);
  const route = new Hono<DoorEnvironment>();
  route.use(async (context, next) => {
    context.set("services", { volumes } as Services);
    await next();
  });
  route.route("/", volumesRoute());
  const refused = await route.request(`/${volume!.id}/frames/2`);
  expect([refused.status, await refused.text()]).toEqual([422, message]);
  expect((await route.request(`/${volume!.id}/frames/3`)).status).toBe(200);
});

it("the whole image is refused for an export; who asks is told, and gets the other slices", async () => {
  const {
    all: [volume],
    volumes,
  } = imported;
  await expect(volumes.readImage(volume!.id)).rejects.toThrow(message);
  let damaged: readonly DamagedSlice[] = [];
  const { voxels } = await volumes.readImage(volume!.id, {
    onDamaged: (found) => {
      damaged = found;
    },
  });
  expect(damaged.map(({ sliceIndex }) => sliceIndex)).toEqual([2]);
  expect(Array.from(voxels)).toEqual([0, 1, 2, 3, 4].flatMap((k) => (k === 2 ? Array.from({ length: 12 }, () => 0) : pixels(k))));
});

it("statistics and the thumbnail are made of the good ones", async () => {
  const {
    all: [volume],
    volumes,
  } = imported;
  expect(await volumes.statistics(volume!.id)).toMatchObject({ minimum: 0, maximum: 411, slicesLookedAt: 4 });
  expect(Array.from((await volumes.thumbnail(volume!.id)).subarray(1, 4))).toEqual(Array.from(Buffer.from("PNG")));
});

it("a label is measured where it does not touch the damaged slice and nothing looks beyond it", () => {
  const damaged: DamagedSlice[] = [{ sliceIndex: 2, file: "image 13 of the series", reason: "its RLE pixel data is cut short" }];
  const {
    all: [volume],
  } = imported;
  const grid = {
    size: [volume!.columns, volume!.rows, volume!.slices],
    spacingMm: volume!.spacingMm,
    originMm: volume!.originMm,
    direction: volume!.direction,
  } as const;
  const mask = (on: readonly number[]) => ({
    grid,
    scalarType: "uint8" as const,
    voxels: Uint8Array.from({ length: 60 }, (_, at) => (on.includes(Math.floor(at / 12)) ? 7 : 0)),
  });
  expect(whyDamaged(damaged, mask([0, 1]), 7, {})).toBeUndefined();
  expect(whyDamaged(damaged, mask([1, 2]), 7, {})).toContain(message);
  expect(whyDamaged(damaged, mask([0]), 7, {}, 1)).toBeUndefined();
  expect(whyDamaged(damaged, mask([1]), 7, {}, 1)).toContain(message);
  for (const settings of [
    { normalize: true },
    { resampledPixelSpacing: [1, 1, 1] as [number, number, number] },
    { imageType: { Original: {}, Wavelet: {} } },
  ]) {
    expect(whyDamaged(damaged, mask([0]), 7, settings)).toContain("look at the whole image");
  }
  expect(whyDamaged([], mask([2]), 7, { normalize: true })).toBeUndefined();
});
