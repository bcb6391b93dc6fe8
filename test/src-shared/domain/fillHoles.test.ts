import { execFileSync } from "node:child_process";
import { assert, integer, property, sample, tuple, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { fillHoles } from "#shared/domain/fillHoles.ts";
import { pythonWith } from "../../debianPython.ts";

const labelsOf = (picture: readonly string[]) => Uint8Array.from(picture.join(""), (letter) => (letter === "." ? 0 : Number(letter)));
const filled = (picture: readonly string[], segment: number) => fillHoles(labelsOf(picture), picture[0]!.length, picture.length, segment);

const slice = tuple(integer({ min: 1, max: 14 }), integer({ min: 1, max: 14 })).chain(([columns, rows]) =>
  uint8Array({ minLength: columns * rows, maxLength: columns * rows, max: 9 }).map((labels) => ({
    columns,
    rows,
    labels: labels.map((label) => (label < 3 ? 0 : label === 3 ? 2 : 1)),
  })),
);

const python = pythonWith("scipy");
const noScipy = python ? undefined : "skipped: scipy (Debian package python3-scipy) is not installed";
if (noScipy) console.warn(noScipy);

const script = `
import json, sys, numpy, scipy.ndimage
for case in json.load(sys.stdin):
    labels = numpy.array(case["labels"]).reshape(case["rows"], case["columns"])
    hole = scipy.ndimage.binary_fill_holes(labels == 1) & (labels == 0)
    print(json.dumps(numpy.where(hole, 1, labels).ravel().tolist()))
`;

describe("fillHoles", () => {
  test("fills a ring; what reaches the border stays open, also through a gap", () => {
    expect(filled(["11111", "1...1", "1...1", "11111"], 1)).toEqual(labelsOf(["11111", "11111", "11111", "11111"]));
    expect(filled(["11111", "1...1", "1....", "11111"], 1)).toEqual(labelsOf(["11111", "1...1", "1....", "11111"]));
  });

  test("a hole that touches the outside by a corner only is a hole", () => {
    expect(filled([".....", "..1..", ".1.1.", "..1.."], 1)).toEqual(labelsOf([".....", "..1..", ".111.", "..1.."]));
  });

  test("other segments stay, also within a hole; the holes of others are not this one's", () => {
    expect(filled(["111111", "1.2..1", "1..2.1", "111111"], 1)).toEqual(labelsOf(["111111", "112111", "111211", "111111"]));
    expect(filled(["222.11", "2.2.11", "222..."], 1)).toEqual(labelsOf(["222.11", "2.2.11", "222..."]));
  });

  test("twice is as once; only background changes, to the segment (property)", () => {
    assert(
      property(slice, ({ columns, rows, labels }) => {
        const once = fillHoles(labels, columns, rows, 1);
        expect(fillHoles(once, columns, rows, 1)).toEqual(once);
        const changes = [...labels].map((label, index) => `${label}${once[index]}`);
        expect(changes.filter((change) => !["00", "11", "22", "01"].includes(change))).toEqual([]);
      }),
    );
  });

  test.skipIf(noScipy)("the same as scipy.ndimage.binary_fill_holes, on background", () => {
    const cases = sample(slice, { numRuns: 400, seed: 5 });
    const lines = execFileSync(python!, ["-c", script], {
      encoding: "utf8",
      input: JSON.stringify(cases.map(({ labels, ...rest }) => ({ ...rest, labels: [...labels] }))),
    })
      .trim()
      .split("\n");
    let changed = 0;
    for (const [index, { columns, rows, labels }] of cases.entries()) {
      const found = fillHoles(labels, columns, rows, 1);
      expect([...found]).toEqual(JSON.parse(lines[index]!));
      if (!found.every((label, at) => label === labels[at])) changed++;
    }
    expect(changed).toBeGreaterThan(50);
  });
});
