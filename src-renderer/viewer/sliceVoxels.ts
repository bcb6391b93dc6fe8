import { scalarTypes, voxelsFromBytes, type ScalarType, type VoxelArray } from "#shared/domain/volume.ts";
import { addresses } from "../client/addresses.ts";
import { fetchBytes } from "../client/fetchBytes.ts";

const most = 600 * 1024 * 1024;
const slices = new Map<string, Promise<VoxelArray>>();
const arrived = new Map<string, VoxelArray>();
const sizes = new Map<string, number>();
let held = 0;

function forget(key: string): void {
  slices.delete(key);
  arrived.delete(key);
  held -= sizes.get(key) ?? 0;
  sizes.delete(key);
}

/** The voxels of slice k of a volume where they have arrived and are still kept; else null. */
export function knownSliceVoxels(volumeId: string, sliceIndex: number): VoxelArray | null {
  return arrived.get(`${volumeId}/${sliceIndex}`) ?? null;
}

/**
 * The voxels of slice k of a volume, as the door gives them: after rescale, i fastest, RGB interleaved. They are what the engine measures,
 * but that float64 and 32-bit
 * integers come in single precision.
 * The last 600 MB asked for are kept. Rejects with the door's own words where it refuses.
 */
export function loadSliceVoxels(volumeId: string, sliceIndex: number): Promise<VoxelArray> {
  const key = `${volumeId}/${sliceIndex}`;
  const known = slices.get(key);
  if (known) {
    slices.delete(key);
    slices.set(key, known);
    return known;
  }
  const loading = fetchBytes(addresses.frame(volumeId, sliceIndex)).then(({ bytes, headers }) => {
    const scalarType = headers.get("x-scalar-type") as ScalarType | null;
    if (!scalarType || !scalarTypes.includes(scalarType)) throw new Error("The slice came without the type of its voxels.");
    held += bytes.byteLength;
    sizes.set(key, bytes.byteLength);
    for (const oldest of slices.keys()) {
      if (held <= most) break;
      if (sizes.has(oldest)) forget(oldest);
    }
    const voxels = voxelsFromBytes(scalarType, new Uint8Array(bytes));
    if (sizes.has(key)) arrived.set(key, voxels);
    return voxels;
  });
  slices.set(key, loading);
  loading.catch(() => forget(key));
  return loading;
}
