import { createHash } from "node:crypto";
import { xoshiro128 } from "#shared/statistics/xoshiro128.ts";

/** Random numbers that are the same on every machine: integer arithmetic only. */
export interface Random {
  /** 32 random bits, unsigned. */
  bits(): number;
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Standard normal (mean 0, deviation 1), bounded by 6. */
  normal(): number;
}

/** The numbers that belong to a seed and a purpose: those of xoshiro128**, its state taken from SHA-256 of both. */
export function createRandom(seed: number, purpose: string): Random {
  const digest = createHash("sha256").update(`${seed}/${purpose}`).digest();
  const word = (at: number) => digest.readUInt32LE(4 * at);
  const bits = xoshiro128([word(0), word(1), word(2), word(3) | 1]);
  const uniform = () => bits() / 0x1_0000_0000;
  return {
    bits,
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    normal: () => normals[bits() >>> 16]!,
  };
}

/** A hash of a seed and a purpose to 32 bits, for noise fields. */
export function hashSeed(seed: number, purpose: string): number {
  return createHash("sha256").update(`${seed}/${purpose}`).digest().readInt32LE(0);
}

/** 65,536 standard normal numbers: each the sum of twelve uniform ones, less 6 (Irwin and Hall). A table is much faster than a sum for every voxel. */
const normals = makeNormals();

function makeNormals(): Float32Array {
  let word = 0x2545f491;
  const next = () => {
    // xorshift32 (Marsaglia, 2003)
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return (word >>> 0) / 0x1_0000_0000;
  };
  const table = new Float32Array(65_536);
  for (let i = 0; i < table.length; i++) {
    let sum = -6;
    for (let k = 0; k < 12; k++) sum += next();
    table[i] = sum;
  }
  return table;
}
