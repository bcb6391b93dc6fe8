import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { voxelsFromBytes } from "#shared/domain/volume.ts";
import { type App, createApp } from "../../../../src-main/app/createApp.ts";
import { volumeVerb } from "../../../../src-main/hosts/cli/verbs/volume.ts";
import { readNifti } from "../../services/volumes/otherReaders.ts";
import { writeSlice } from "../../services/volumes/writeDicom.ts";
import { by } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let app: App;
let volumeId: string;
const get = (path: string) => app.fetch(new Request(`http://localhost${path}`));
const slicePixels = (start: number) => Array.from({ length: 12 }, (_, index) => start + index);

beforeAll(async () => {
  folder = temporaryFolder();
  // The last slice has a slope of its own; the files' order is not the slices'.
  writeFileSync(join(folder, "a"), writeSlice(1, 10, slicePixels(200), { slope: "0.5", intercept: "-3" }));
  writeFileSync(join(folder, "b"), writeSlice(2, 0, slicePixels(0)));
  writeFileSync(join(folder, "c"), writeSlice(3, 5, slicePixels(100)));
  app = createApp({ dataFolder: join(folder, "data"), host: { name: "cli" } });
  const job = await app.services.jobs.finished(
    app.services.dicomImport.start(by, [join(folder, "a"), join(folder, "b"), join(folder, "c")]),
  );
  if (job.state !== "succeeded") throw new Error(`the import ${job.state}: ${job.error}`);
  const study = app.services.volumes.describeStudy("1.2.3.1");
  volumeId = study.series[0]!.volumes[0]!.id;
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("voxels at the door", () => {
  it("gives a slice after rescale, in the order of positions, as float32 where the volume is float64", async () => {
    const first = await get(`/volumes/${volumeId}/frames/0`);
    expect(first.status).toBe(200);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      "x-scalar-type": "float32",
      "x-samples-per-pixel": "1",
      "cache-control": "no-store",
    });
    expect([...voxelsFromBytes("float32", new Uint8Array(await first.arrayBuffer()))]).toEqual(slicePixels(0));
    const last = await get(`/volumes/${volumeId}/frames/2`);
    expect([...voxelsFromBytes("float32", new Uint8Array(await last.arrayBuffer()))]).toEqual(
      slicePixels(200).map((value) => value * 0.5 - 3),
    );
  });

  it("gives all voxels in the volume's own type", async () => {
    const answer = await get(`/volumes/${volumeId}/voxels`);
    expect(answer.headers.get("x-scalar-type")).toBe("float64");
    expect([...voxelsFromBytes("float64", new Uint8Array(await answer.arrayBuffer()))]).toEqual([
      ...slicePixels(0),
      ...slicePixels(100),
      ...slicePixels(200).map((value) => value * 0.5 - 3),
    ]);
  });

  it("gives a picture for the list: a PNG with square pixels", async () => {
    const answer = await get(`/volumes/${volumeId}/thumbnail.png`);
    expect(answer.headers.get("content-type")).toBe("image/png");
    const png = Buffer.from(await answer.arrayBuffer());
    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]));
    // 4 columns of 2 mm by 3 rows of 3 mm: 8 x 9 mm, so 114 x 128.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([114, 128]);
    const length = png.readUInt32BE(33);
    const rows = inflateSync(png.subarray(41, 41 + length));
    expect(rows).toHaveLength(128 * 115);
    // The middle slice rises from its first pixel to its last.
    expect(rows[1]).toBe(0);
    expect(rows.at(-1)).toBe(255);
    expect(Buffer.from(await (await get(`/volumes/${volumeId}/thumbnail.png`)).arrayBuffer())).toEqual(png);
  });

  it("says in words what is not there", async () => {
    for (const [path, words] of [
      [`/volumes/${volumeId}/frames/3`, "there is no slice 4"],
      ["/volumes/nothing/frames/0", "no such volume"],
      [`/volumes/${volumeId}/frames/-1`, "from 0"],
    ] as const) {
      const answer = await get(path);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain(words);
    }
  });
});

describe("what the volumes say", () => {
  it("study.describe: series, volumes and acquisition", () => {
    const { patientName, series } = app.services.volumes.describeStudy("1.2.3.1");
    expect(patientName).toBe("Doe^Jane");
    expect(series).toMatchObject([{ modality: "MR", instances: 3, acquisition: ["TR 500 ms", "TE 12 ms", "Thickness 5 mm"] }]);
    expect(series[0]!.volumes).toMatchObject([
      { columns: 4, rows: 3, slices: 3, spacingMm: [2, 3, 5], originMm: [-10, -20, 0], isRegular: true, scalarType: "float64" },
    ]);
    expect(() => app.services.volumes.describeStudy("9")).toThrow("not in the data folder");
  });

  it("volume.statistics: nearest-rank percentiles of all 36 values", async () => {
    // Sorted: 0..11, then 97..102.5 in halves from the last slice, merged with 100..111.
    const all = [...slicePixels(0), ...slicePixels(100), ...slicePixels(200).map((value) => value * 0.5 - 3)].sort((a, b) => a - b);
    const statistics = await app.services.volumes.statistics(volumeId);
    expect(statistics).toMatchObject({
      minimum: 0,
      maximum: 111,
      percentile1: 0,
      percentile50: all[17],
      percentile98: all[35],
      percentile99: 111,
      slicesLookedAt: 3,
    });
  });
});

describe("fascicle volume", () => {
  const silent = () => {
    const said: string[] = [];
    return {
      said,
      io: {
        stdout: new Writable({
          write: (chunk, _, done) => {
            said.push(String(chunk));
            done();
          },
        }),
        stderr: new Writable({
          write: (chunk, _, done) => {
            said.push(String(chunk));
            done();
          },
        }),
      },
    };
  };

  it("writes NIfTI: voxels after rescale, RAS", async () => {
    const out = join(folder, "out.nii.gz");
    const { io } = silent();
    expect(await volumeVerb([volumeId, out, "--data", join(folder, "data")], io)).toBe(0);
    const nifti = readNifti(out);
    expect(nifti.size).toEqual([4, 3, 3]);
    expect([...nifti.volumes[0]!]).toEqual([...slicePixels(0), ...slicePixels(100), ...slicePixels(200).map((value) => value * 0.5 - 3)]);
    // LPS (-10, -20, 0) is RAS (10, 20, 0); i runs to the left, j to posterior.
    expect(nifti.toRas.map((row) => row.map((value) => value + 0))).toEqual([
      [-2, 0, 0, 10],
      [0, -3, 0, 20],
      [0, 0, 5, 0],
    ]);
  });

  it("tells wrong use and unknown volumes", async () => {
    const { io, said } = silent();
    expect(await volumeVerb([volumeId], io)).toBe(2);
    expect(said.join("")).toContain("name one volume and one file");
    await expect(volumeVerb(["nothing", join(folder, "x.nrrd"), "--data", join(folder, "data")], io)).rejects.toThrow("no such volume");
    await expect(volumeVerb([volumeId, join(folder, "x.bmp"), "--data", join(folder, "data")], io)).rejects.toThrow("x.bmp");
  });
});
