import dcmjsCodecs from "dcmjs-codecs";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeCompressed } from "../../../../src-main/services/dicom/decodeCompressed.ts";
import { samplesOf } from "../../../../src-main/services/dicom/decodeSamples.ts";

const { Context, NativeCodecs } = dcmjsCodecs;
beforeAll(() => NativeCodecs.initializeAsync());

const columns = 37;
const rows = 23;

function picture(bits: number, isSigned: boolean): Int32Array {
  const offset = isSigned ? 2 ** (bits - 1) : 0;
  // Every corner of the range, slopes and noise.
  return Int32Array.from({ length: columns * rows }, (_, index) => ((index * index * 7919 + index * 31) % 2 ** bits) - offset);
}

const lossless = [
  ["1.2.840.10008.1.2.4.70", (context: InstanceType<typeof Context>) => NativeCodecs.encodeJpeg(context, { lossy: false, predictor: 1, pointTransform: 0 })],
  ...[1, 2, 3, 4, 5, 6, 7].map((predictor) => ["1.2.840.10008.1.2.4.57", (context: InstanceType<typeof Context>) => NativeCodecs.encodeJpeg(context, { lossy: false, predictor, pointTransform: 0 })] as const),
  ["1.2.840.10008.1.2.4.80", (context: InstanceType<typeof Context>) => NativeCodecs.encodeJpegLs(context, { lossy: false })],
  ["1.2.840.10008.1.2.4.90", (context: InstanceType<typeof Context>) => NativeCodecs.encodeJpeg2000(context, { lossy: false })],
  ["1.2.840.10008.1.2.4.201", (context: InstanceType<typeof Context>) => NativeCodecs.encodeHtJpeg2000(context, { lossy: false })],
] as const;

describe("what was packed without loss comes back", () => {
  const depths = [[8, false], [12, false], [16, false], [16, true]] as const;
  it.each(lossless.flatMap(([uid, encode], index) => depths.map(([bits, isSigned]) => [uid, bits, isSigned, index, encode] as const)))("%s, %i bits, signed %s (%i)", async (uid, bits, isSigned, _index, encode) => {
    const values = picture(bits, isSigned);
    const bitsAllocated = bits <= 8 ? 8 : 16;
    const raw = new Uint8Array(bitsAllocated === 8 ? Uint8Array.from(values).buffer : Uint16Array.from(values).buffer);
    const encoded = encode(new Context({
      width: columns, height: rows, bitsAllocated, bitsStored: bits, samplesPerPixel: 1, pixelRepresentation: isSigned ? 1 : 0, planarConfiguration: 0,
      photometricInterpretation: "MONOCHROME2", decodedBuffer: raw,
    })).getEncodedBuffer()!;
    const header = { rows, columns, bitsAllocated, bitsStored: bits, highBit: bits - 1, isSigned, samplesPerPixel: 1, photometricInterpretation: "MONOCHROME2", planarConfiguration: 0, floatingPoint: "none" } as const;
    const decoded = await decodeCompressed(encoded, uid, header);
    expect(Int32Array.from(samplesOf(decoded.bytes, decoded.bitsAllocated, header))).toEqual(values);
    if (bits < 16 || isSigned) return;
    // Cut in the middle: an error or a whole picture, never fewer pixels; and the codec goes on working.
    const cut = await decodeCompressed(encoded.subarray(0, Math.floor(encoded.length / 2)), uid, header).catch((error: Error) => error);
    expect(cut instanceof Error ? raw.length : cut.bytes.length).toBe(raw.length);
    expect((await decodeCompressed(encoded, uid, header)).bytes).toEqual(decoded.bytes);
  });
});

describe("what cannot be right is refused in plain words", () => {
  const header = { rows: 2, columns: 2, bitsAllocated: 8, bitsStored: 8, highBit: 7, isSigned: false, samplesPerPixel: 1, photometricInterpretation: "MONOCHROME2", planarConfiguration: 0, floatingPoint: "none" } as const;
  it("bytes that are no picture", async () => {
    await expect(decodeCompressed(new Uint8Array(100), "1.2.840.10008.1.2.4.70", header)).rejects.toThrow("does not begin as such data must");
  });
  it("a size that is not the header's", async () => {
    const encoded = NativeCodecs.encodeJpegLs(new Context({
      width: 3, height: 2, bitsAllocated: 8, bitsStored: 8, samplesPerPixel: 1, pixelRepresentation: 0, planarConfiguration: 0, photometricInterpretation: "MONOCHROME2", decodedBuffer: new Uint8Array(6),
    }), { lossy: false }).getEncodedBuffer()!;
    await expect(decodeCompressed(encoded, "1.2.840.10008.1.2.4.80", header)).rejects.toThrow("3 x 2 with 1 samples, but its header says 2 x 2 with 1");
  });
});
