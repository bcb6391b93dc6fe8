import { expect, test } from "vitest";
import { comparedKinds, iccInWords, kindsInWords, outstandingInWords, readingsInWords } from "#shared/domain/agreement/comparedInWords.ts";

const icc = { betweenReaders: "A,1", withinReader: "C,1" } as const;

test("a comparison that has fewer than 2 cases, or does not exist, is not said to have been made", () => {
  const of = (...some: readonly (readonly [readers: readonly string[], n: number])[]) =>
    comparedKinds(some.map(([readers, n]) => ({ readers, n })));
  expect(iccInWords(of([["1", "2"], 2], [["1"], 5]), icc)).toBe("ICC(A,1) between readers and ICC(C,1) within reader");
  expect(iccInWords(of([["1", "2"], 2]), icc)).toBe("ICC(A,1) between readers");
  expect(iccInWords(of([["1", "2"], 1], [["1"], 5]), icc)).toBe("ICC(C,1) within reader");
  expect(iccInWords(of([["1", "2"], 0]), icc)).toBe("");
  expect(kindsInWords(of([["1", "2"], 2], [["2"], 2]))).toBe("between readers and within reader");
});

test("locked readings are counted by reader and pass", () => {
  const read = (readerNumber: number, pass: number, count: number) => Array.from({ length: count }, () => ({ readerNumber, pass }));
  expect(readingsInWords([...read(2, 1, 1), ...read(1, 2, 3), ...read(1, 1, 5)])).toBe(
    "reader 1 read 5 cases in pass 1 and 3 in pass 2; reader 2 read 1 case in pass 1",
  );
  expect(outstandingInWords({ notSubmitted: 0 })).toBe("");
  expect(outstandingInWords({ notSubmitted: 1 })).toContain("1 reading is not submitted yet");
});
