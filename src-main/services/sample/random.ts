import { createHash } from "node:crypto";

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

/** The numbers that belong to a seed and a purpose: xoshiro128** (Blackman and Vigna, 2018), its state taken from SHA-256 of both. */
export function createRandom(seed: number, purpose: string): Random {
  const digest = createHash("sha256").update(`${seed}/${purpose}`).digest();
  const state = new Uint32Array([digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8), digest.readUInt32LE(12) | 1]);
  let [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!];
  const bits = () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
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
