import { wordsOf } from "./wideBytes.ts";

/**
 * Labels as runs: each run is its label (one byte), then its length as a base-128 number, least significant seven bits first, the top bit
 * set on all bytes but the last.
 * A slice of muscles of 512 x 512 labels takes a few kilobytes.
 */
export function encodeRuns(labels: Uint8Array): Uint8Array<ArrayBuffer> {
  // Four at a time through the long runs, from the first label that lies at a multiple of four.
  const lead = (4 - (labels.byteOffset % 4)) % 4;
  const words = wordsOf(labels, lead);
  let length = 0;
  for (let at = 0; at < labels.length;) {
    const label = labels[at]!;
    let end = at + 1;
    while (end < labels.length && labels[end] === label && (end - lead) % 4 !== 0) end++;
    if (labels[end] === label) {
      let word = (end - lead) / 4;
      while (words[word] === label * 0x01_01_01_01) word++;
      end = lead + 4 * word;
      while (end < labels.length && labels[end] === label) end++;
    }
    if (length + 6 > scratch.length) scratch = doubled(scratch);
    scratch[length++] = label;
    let rest = end - at;
    for (; rest >= 128; rest = Math.floor(rest / 128)) scratch[length++] = (rest % 128) + 128;
    scratch[length++] = rest;
    at = end;
  }
  return scratch.slice(0, length);
}

/** Where runs are written before it is known how many there are; used again for the next slice. */
let scratch = new Uint8Array(1024);

/** Reads what encodeRuns wrote, into `into`. Throws RangeError where the runs do not fill it exactly. */
export function decodeRuns(runs: Uint8Array, into: Uint8Array): void {
  let filled = 0;
  for (let at = 0; at < runs.length;) {
    const label = runs[at++]!;
    let run = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = runs[at++];
      if (byte === undefined) throw new RangeError("the runs are cut short");
      run += (byte % 128) * scale;
      if (byte < 128) break;
    }
    if (run === 0 || filled + run > into.length) throw new RangeError("the runs do not fit the slice");
    into.fill(label, filled, filled + run);
    filled += run;
  }
  if (filled !== into.length) throw new RangeError("the runs do not fill the slice");
}

/** How many labels runs hold. Throws RangeError where they are cut short or a run is empty. */
export function lengthOfRuns(runs: Uint8Array): number {
  let length = 0;
  for (let at = 0; at < runs.length;) {
    let run = 0;
    at++;
    for (let scale = 1; ; scale *= 128) {
      const byte = runs[at++];
      if (byte === undefined) throw new RangeError("the runs are cut short");
      run += (byte % 128) * scale;
      if (byte < 128) break;
    }
    if (run === 0) throw new RangeError("a run is empty");
    length += run;
  }
  return length;
}

/** The labels that occur in runs, ascending. */
export function labelsOfRuns(runs: Uint8Array): number[] {
  const occurs = new Uint8Array(256);
  for (let at = 0; at < runs.length; at++) {
    occurs[runs[at]!] = 1;
    do at++;
    while (runs[at]! >= 128);
  }
  return [...occurs.keys()].filter((label) => occurs[label] === 1);
}

/** The runs with one label turned to 0; undefined where it does not occur. */
export function withoutLabel(runs: Uint8Array, label: number): Uint8Array | undefined {
  let cleared: Uint8Array | undefined;
  for (let at = 0; at < runs.length; at++) {
    if (runs[at] === label) {
      cleared ??= new Uint8Array(runs);
      cleared[at] = 0;
    }
    do at++;
    while (runs[at]! >= 128);
  }
  return cleared;
}

function doubled(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}
