/** Several ascending lists as one. Time is proportional to the values times the logarithm of the number of lists. */
export function mergeSorted(lists: readonly Float64Array[]): Float64Array {
  let round = lists.filter((list) => list.length > 0);
  while (round.length > 1) {
    const next: Float64Array[] = [];
    for (let index = 0; index < round.length; index += 2) {
      const second = round[index + 1];
      next.push(second ? mergeTwo(round[index]!, second) : round[index]!);
    }
    round = next;
  }
  return round[0] ?? new Float64Array(0);
}

function mergeTwo(a: Float64Array, b: Float64Array): Float64Array {
  const merged = new Float64Array(a.length + b.length);
  let i = 0;
  let j = 0;
  let at = 0;
  while (i < a.length && j < b.length) merged[at++] = a[i]! <= b[j]! ? a[i++]! : b[j++]!;
  merged.set(i < a.length ? a.subarray(i) : b.subarray(j), at);
  return merged;
}
