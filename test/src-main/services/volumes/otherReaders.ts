import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const python = ["/usr/bin/python3", "python3"].find((name) => spawnSync(name, ["-c", "import pydicom, numpy"]).status === 0);

/** Why comparisons with pydicom are skipped here. */
export const noPydicom = python ? undefined : "skipped: no Python with pydicom and numpy here (Debian: python3-pydicom)";
/** Why comparisons with dcm2niix are skipped here. */
export const noDcm2niix = spawnSync("dcm2niix", ["-h"]).status === null ? "skipped: no dcm2niix here (Debian: dcm2niix)" : undefined;
for (const reason of [noPydicom, noDcm2niix]) if (reason) console.warn(reason);

/** What pydicom reads from a file: values after rescale, or why it does not. */
export interface PydicomPixels {
  readonly path: string;
  readonly shape: readonly number[];
  readonly samples: number;
  readonly error: string | null;
  readonly values: Float64Array | Uint8Array;
}

/** Opens one Python for as many files as are asked for: starting it takes longer than reading most of them. */
export function openPydicom(): { read(paths: readonly string[]): AsyncGenerator<PydicomPixels>; close(): void } {
  const folder = temporaryFolder();
  const child = spawn(python!, [join(import.meta.dirname, "readWithPydicom.py"), folder], { stdio: ["pipe", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    read: async function* (paths) {
      child.stdin.write(paths.map((path) => `${path}\n`).join(""));
      for (let left = paths.length; left > 0; left -= 1) {
        const line = await lines.next();
        if (line.done === true) throw new Error("Python ended");
        const answer = JSON.parse(line.value) as Omit<PydicomPixels, "values"> & { bytes: string | null };
        const bytes = answer.bytes === null ? new Uint8Array(0) : new Uint8Array(readFileSync(answer.bytes));
        if (answer.bytes !== null) rmSync(answer.bytes);
        yield { ...answer, values: answer.samples === 1 ? new Float64Array(bytes.buffer) : bytes };
      }
    },
    close: () => {
      child.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A NIfTI-1 file as it stands: voxel to RAS (rows of 4), values after scl_slope and scl_inter, one array a volume of the fourth axis. */
export interface NiftiFile {
  readonly name: string;
  readonly size: readonly [number, number, number];
  readonly toRas: readonly (readonly [number, number, number, number])[];
  readonly volumes: readonly Float64Array[];
  /** Three of red, green and blue a voxel where the file is in colour. */
  readonly samples: 1 | 3;
}

/** A reader of its own, so that ours is not its own judge. Only what the test data needs: little-endian, sform, integers and float32. */
export function readNifti(path: string): NiftiFile {
  const raw = new Uint8Array(path.endsWith(".gz") ? gunzipSync(readFileSync(path)) : readFileSync(path));
  const view = new DataView(raw.buffer);
  const dimensions = Array.from({ length: 8 }, (_, index) => view.getInt16(40 + index * 2, true));
  const size = [dimensions[1]!, dimensions[2]!, dimensions[3]!] as const;
  const type = view.getInt16(70, true);
  const start = view.getFloat32(108, true);
  const slope = view.getFloat32(112, true) || 1;
  const intercept = view.getFloat32(116, true);
  const samples = type === 128 ? 3 : 1;
  const read: Record<number, [number, (at: number) => number]> = {
    2: [1, (at) => view.getUint8(at)],
    4: [2, (at) => view.getInt16(at, true)],
    8: [4, (at) => view.getInt32(at, true)],
    16: [4, (at) => view.getFloat32(at, true)],
    128: [1, (at) => view.getUint8(at)],
    256: [1, (at) => view.getInt8(at)],
    512: [2, (at) => view.getUint16(at, true)],
    64: [8, (at) => view.getFloat64(at, true)],
  };
  const [bytes, valueAt] = read[type]!;
  const voxels = size[0] * size[1] * size[2] * samples;
  const times = dimensions[0]! > 3 ? Math.max(1, dimensions[4]!) : 1;
  return {
    name: path.split("/").at(-1)!,
    size,
    samples,
    toRas:
      view.getInt16(254, true) > 0
        ? [280, 296, 312].map(
            (at) =>
              [0, 4, 8, 12].map((offset) => view.getFloat32(at + offset, true)) as unknown as readonly [number, number, number, number],
          )
        : fromQuaternion(view),
    volumes: Array.from({ length: times }, (_, time) => {
      const values = new Float64Array(voxels);
      for (let index = 0; index < voxels; index += 1) values[index] = valueAt(start + (time * voxels + index) * bytes) * slope + intercept;
      return values;
    }),
  };
}

/** NIfTI-1 method 2: a quaternion, the offset and pixdim (nifti1.h). */
function fromQuaternion(view: DataView): NiftiFile["toRas"] {
  const at = (offset: number) => view.getFloat32(offset, true);
  const [b, c, d] = [at(256), at(260), at(264)];
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
  const [x, y, z] = [at(80), at(84), at(88) * (at(76) < 0 ? -1 : 1)];
  return [
    [(a * a + b * b - c * c - d * d) * x, 2 * (b * c - a * d) * y, 2 * (b * d + a * c) * z, at(268)],
    [2 * (b * c + a * d) * x, (a * a + c * c - b * b - d * d) * y, 2 * (c * d - a * b) * z, at(272)],
    [2 * (b * d - a * c) * x, 2 * (c * d + a * b) * y, (a * a + d * d - c * c - b * b) * z, at(276)],
  ];
}

/** Converts a folder with dcm2niix (Philips in display values, uncompressed) and reads what it wrote. */
export function convertWithDcm2niix(folder: string): NiftiFile[] {
  const out = temporaryFolder();
  try {
    spawnSync("dcm2niix", ["-p", "n", "-z", "n", "-b", "n", "-m", "n", "-f", "%s_%d", "-o", out, folder]);
    return readdirSync(out)
      .filter((name) => name.endsWith(".nii"))
      .sort()
      .map((name) => readNifti(join(out, name)));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
