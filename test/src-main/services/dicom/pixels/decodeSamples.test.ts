import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { samplesOf, swapWords } from "../../../../../src-main/services/dicom/pixels/decodeSamples.ts";

const words = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);

describe("samplesOf (PS3.5 8.1.1)", () => {
  it("takes the stored bits and drops what lies above, an overlay for instance", () => {
    expect([...samplesOf(words(0x0fff, 0xf123, 0x8000), 16, { bitsStored: 12, highBit: 11, isSigned: false })]).toEqual([0xfff, 0x123, 0]);
  });

  it("takes bits that do not begin at the lowest", () => {
    // 10 bits, high bit 15: the value stands in the upper part.
    expect([...samplesOf(words(0xffc0, 0x0040, 0x003f), 16, { bitsStored: 10, highBit: 15, isSigned: false })]).toEqual([1023, 1, 0]);
  });

  it("extends the sign of the stored bits", () => {
    expect([...samplesOf(words(0x0fff, 0x0800, 0x07ff), 16, { bitsStored: 12, highBit: 11, isSigned: true })]).toEqual([-1, -2048, 2047]);
  });

  it("leaves words whose sign the writer has extended", () => {
    expect([...samplesOf(words(0xffff, 0xf800, 4095), 16, { bitsStored: 12, highBit: 11, isSigned: true })]).toEqual([-1, -2048, 4095]);
  });

  it("reads 8 and 32 bits, signed and unsigned", () => {
    expect([...samplesOf(Uint8Array.of(0xff, 0x7f), 8, { bitsStored: 8, highBit: 7, isSigned: true })]).toEqual([-1, 127]);
    const bytes = new Uint8Array(Uint32Array.of(0xffff_ffff, 1).buffer);
    expect([...samplesOf(bytes, 32, { bitsStored: 32, highBit: 31, isSigned: false })]).toEqual([0xffff_ffff, 1]);
    expect([...samplesOf(bytes, 32, { bitsStored: 32, highBit: 31, isSigned: true })]).toEqual([-1, 1]);
  });

  it("gives back any value that was packed, for every width and sign, wherever the bytes lie", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16 }),
        fc.boolean(),
        fc.array(fc.nat(65535), { minLength: 1, maxLength: 20 }),
        fc.nat(7),
        (bitsStored, isSigned, raw, offset) => {
          const values = raw.map((value) => (isSigned ? (value % 2 ** bitsStored) - 2 ** (bitsStored - 1) : value % 2 ** bitsStored));
          const packed = words(...values.map((value) => value & (2 ** bitsStored - 1)));
          const shifted = Buffer.alloc(packed.length + offset);
          shifted.set(packed, offset);
          expect([...samplesOf(shifted.subarray(offset), 16, { bitsStored, highBit: bitsStored - 1, isSigned })]).toEqual(values);
        },
      ),
    );
  });
});

it("swapWords turns each word round", () => {
  expect([...swapWords(Uint8Array.of(1, 2, 3, 4), 2)]).toEqual([2, 1, 4, 3]);
  expect([...swapWords(Uint8Array.of(1, 2, 3, 4), 4)]).toEqual([4, 3, 2, 1]);
});
