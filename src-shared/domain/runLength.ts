/**
 * Labels as runs: each run is its label (one byte), then its length as a base-128 number, least significant seven bits first, the top bit
 * set on all bytes but the last.
 * A slice of muscles of 512 x 512 labels takes a few kilobytes.
 */
export function encodeRuns(labels: Uint8Array): Uint8Array<ArrayBuffer> {
  let out = new Uint8Array(1024);
  let length = 0;
  for (let at = 0; at < labels.length;) {
    const label = labels[at]!;
    let end = at + 1;
    while (end < labels.length && labels[end] === label) end++;
    if (length + 6 > out.length) out = doubled(out);
    out[length++] = label;
    let rest = end - at;
    for (; rest >= 128; rest = Math.floor(rest / 128)) out[length++] = (rest % 128) + 128;
    out[length++] = rest;
    at = end;
  }
  return out.slice(0, length);
}

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
