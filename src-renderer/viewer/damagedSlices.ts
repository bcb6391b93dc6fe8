import { DoorError } from "../client/fetchBytes.ts";

/** The door's answer where a slice's pixels cannot be decoded. */
const undecodable = 422;
const words = new Map<string, Map<number, string>>();

/** Remembers why a slice has no voxels; answers whether the error says so. Anything else (a closed program) is no fault of the slice. */
export function noteDamage(volumeId: string, sliceIndex: number, error: unknown): boolean {
  if (!(error instanceof DoorError) || error.status !== undecodable) return false;
  const slices = words.get(volumeId) ?? new Map<number, string>();
  words.set(volumeId, slices.set(sliceIndex, error.message));
  return true;
}

/** Why a slice has no voxels, of those that were asked for; undefined where it has. */
export function damageOf(volumeId: string, sliceIndex: number): string | undefined {
  return words.get(volumeId)?.get(sliceIndex);
}

/** The same for all slices of a volume that were asked for, in order. */
export function damagedSlicesOf(volumeId: string): string[] {
  return [...(words.get(volumeId) ?? [])].toSorted(([a], [b]) => a - b).map(([, message]) => message);
}
