import { assert, asyncProperty, integer, nat, record, tuple } from "fast-check";
import { expect, test } from "vitest";
import { callEngine } from "../../src-main/services/preprocess/index.ts";

const length = integer({ min: 1, max: 6 });
const shape = tuple(length, length, length);
const countOf = ([a, b, c]: readonly number[]) => a! * b! * c!;
const numbers = (count: number, seed: number) => Float32Array.from({ length: count }, (_, at) => Math.sin(seed + at * 1.7) * 3);

test("a patch is added where it lies, voxel by voxel as written out, with and without weights, on any number of threads", async () => {
  const asked = record({
    volume: shape,
    patch: shape,
    channels: integer({ min: 1, max: 3 }),
    place: shape,
    threads: nat(3),
    how: nat(2),
  });
  await assert(
    asyncProperty(asked, async ({ volume, patch, channels, place, threads, how }) => {
      const at = place.map((each, axis) => (each - 1) % volume[axis]!);
      const values = numbers(channels * countOf(volume), 1);
      const wanted = values.slice();
      const answer = how === 1 ? undefined : numbers(channels * countOf(patch), 2);
      const weights = how === 2 ? undefined : numbers(countOf(patch), 3);
      for (let channel = 0; channel < channels; channel++)
        for (let x = 0; x < patch[0]; x++)
          for (let y = 0; y < patch[1]; y++)
            for (let z = 0; z < patch[2]; z++) {
              const [i, j, k] = [x + at[0]!, y + at[1]!, z + at[2]!];
              if (i >= volume[0] || j >= volume[1] || k >= volume[2]) continue;
              const from = (x * patch[1] + y) * patch[2] + z;
              const to = ((channel * volume[0] + i) * volume[1] + j) * volume[2] + k;
              wanted[to]! += (weights?.[from] ?? 1) * (answer?.[channel * countOf(patch) + from] ?? 1);
            }
      await callEngine("addPatch", { values, answer, weights, channels, volume, patch, at }, { threads });
      expect(values).toEqual(wanted);
    }),
  );
});

test("channels are divided by the sums, which they share, and by a number", async () => {
  const values = numbers(3 * 70_000, 1);
  const sums = numbers(70_000, 2);
  const wanted = values.map((value, at) => value / (sums[at % 70_000]! * 5));
  await callEngine("divideChannels", { values, sums, by: 5, channels: 3, length: 70_000 });
  expect(values).toEqual(wanted);
  await callEngine("divideChannels", { values: sums, by: 4, channels: 1, length: 70_000 });
  expect(sums).toEqual(numbers(70_000, 2).map((value) => value / 4));
});

test("arrays of another length or kind, and a patch that begins outside, are refused before anything is written", async () => {
  const right = {
    values: numbers(8, 1),
    answer: numbers(8, 2),
    weights: numbers(8, 3),
    channels: 1,
    volume: [2, 2, 2],
    patch: [2, 2, 2],
    at: [0, 0, 0],
  };
  for (const [wrong, words] of [
    [{ values: numbers(7, 1) }, "wrong number of values: values"],
    [{ answer: numbers(16, 1) }, "wrong number of values: answer"],
    [{ weights: new Float64Array(8) }, "not a Float32Array: weights"],
    [{ at: [2, 0, 0] }, "the patch begins outside of the volume"],
    [{ at: [-1, 0, 0] }, "at is out of range"],
    [{ channels: 0 }, "out of range: channels"],
  ] as const)
    await expect(callEngine("addPatch", { ...right, ...wrong })).rejects.toThrow(words);
  await expect(callEngine("divideChannels", { values: numbers(8, 1), sums: numbers(3, 1), by: 1, channels: 2, length: 4 })).rejects.toThrow(
    "wrong number of values: sums",
  );
  expect(right.values).toEqual(numbers(8, 1));
});
