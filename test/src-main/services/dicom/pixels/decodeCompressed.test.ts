import { readFileSync } from "node:fs";
import dcmjsCodecs from "dcmjs-codecs";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeCompressed } from "../../../../../src-main/services/dicom/pixels/decodeCompressed.ts";
import { splitFragments } from "../../../../../src-main/services/dicom/pixels/decodeFragments.ts";
import { samplesOf } from "../../../../../src-main/services/dicom/pixels/decodeSamples.ts";
import type { PixelHeader } from "../../../../../src-main/services/dicom/header/instanceHeader.ts";
import { openDicomFile } from "../../../../../src-main/services/dicom/file/openDicomFile.ts";
import { readPixelHeader } from "../../../../../src-main/services/dicom/header/readPixelHeader.ts";
import { noSharedData, sharedData } from "../../../../sharedData.ts";

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
  [
    "1.2.840.10008.1.2.4.70",
    (context: InstanceType<typeof Context>) => NativeCodecs.encodeJpeg(context, { lossy: false, predictor: 1, pointTransform: 0 }),
  ],
  ...[1, 2, 3, 4, 5, 6, 7].map(
    (predictor) =>
      [
        "1.2.840.10008.1.2.4.57",
        (context: InstanceType<typeof Context>) => NativeCodecs.encodeJpeg(context, { lossy: false, predictor, pointTransform: 0 }),
      ] as const,
  ),
  ["1.2.840.10008.1.2.4.80", (context: InstanceType<typeof Context>) => NativeCodecs.encodeJpegLs(context, { lossy: false })],
  ["1.2.840.10008.1.2.4.90", (context: InstanceType<typeof Context>) => NativeCodecs.encodeJpeg2000(context, { lossy: false })],
  ["1.2.840.10008.1.2.4.201", (context: InstanceType<typeof Context>) => NativeCodecs.encodeHtJpeg2000(context, { lossy: false })],
] as const;

describe("what was packed without loss comes back", () => {
  const depths = [
    [8, false],
    [12, false],
    [16, false],
    [16, true],
  ] as const;
  it.each(lossless.flatMap(([uid, encode], index) => depths.map(([bits, isSigned]) => [uid, bits, isSigned, index, encode] as const)))(
    "%s, %i bits, signed %s (%i)",
    async (uid, bits, isSigned, _index, encode) => {
      const values = picture(bits, isSigned);
      const bitsAllocated = bits <= 8 ? 8 : 16;
      const raw = new Uint8Array(bitsAllocated === 8 ? Uint8Array.from(values).buffer : Uint16Array.from(values).buffer);
      const encoded = encode(
        new Context({
          width: columns,
          height: rows,
          bitsAllocated,
          bitsStored: bits,
          samplesPerPixel: 1,
          pixelRepresentation: isSigned ? 1 : 0,
          planarConfiguration: 0,
          photometricInterpretation: "MONOCHROME2",
          decodedBuffer: raw,
        }),
      ).getEncodedBuffer()!;
      const header = {
        rows,
        columns,
        bitsAllocated,
        bitsStored: bits,
        highBit: bits - 1,
        isSigned,
        samplesPerPixel: 1,
        photometricInterpretation: "MONOCHROME2",
        planarConfiguration: 0,
        floatingPoint: "none",
      } as const;
      const decoded = await decodeCompressed(encoded, uid, header);
      expect(Int32Array.from(samplesOf(decoded.bytes, decoded.bitsAllocated, header))).toEqual(values);
      if (bits < 16 || isSigned) return;
      // Cut in the middle, also with an end marker put back: an error, never filler; and the codec goes on working.
      for (const [share, end] of [
        [0.5, []],
        [0.5, [0xff, 0xd9]],
        [0.9, []],
        [0.9, [0xff, 0xd9]],
      ] as const) {
        await expect(
          decodeCompressed(Buffer.concat([encoded.subarray(0, Math.floor(encoded.length * share)), Buffer.from(end)]), uid, header),
        ).rejects.toThrow(/its compressed pixel data is (cut short|damaged)/);
      }
      // Zeros in place of the end, as a disk or a transfer that broke off leaves them.
      for (const lost of [40, 200]) {
        const zeroed = Uint8Array.from(encoded);
        zeroed.fill(0, encoded.length - lost);
        await expect(decodeCompressed(zeroed, uid, header), `${lost} zeros`).rejects.toThrow(
          /its compressed pixel data is (cut short|damaged)/,
        );
      }
      expect((await decodeCompressed(encoded, uid, header)).bytes).toEqual(decoded.bytes);
    },
  );

  it.each([
    ["1.2.840.10008.1.2.4.90", "encodeJpeg2000"],
    ["1.2.840.10008.1.2.4.201", "encodeHtJpeg2000"],
  ] as const)("a stream of %s is whole or refused, wherever it is cut", async (uid, encode) => {
    const header = {
      rows,
      columns,
      bitsAllocated: 16,
      bitsStored: 12,
      highBit: 11,
      isSigned: false,
      samplesPerPixel: 1,
      photometricInterpretation: "MONOCHROME2",
      planarConfiguration: 0,
      floatingPoint: "none",
    } as const;
    const encoded = Uint8Array.from(
      NativeCodecs[encode](
        new Context({
          width: columns,
          height: rows,
          bitsAllocated: 16,
          bitsStored: 12,
          samplesPerPixel: 1,
          pixelRepresentation: 0,
          planarConfiguration: 0,
          photometricInterpretation: "MONOCHROME2",
          decodedBuffer: new Uint8Array(Uint16Array.from(picture(12, false)).buffer),
        }),
        { lossy: false },
      ).getEncodedBuffer()!,
    );
    const tilePart = Buffer.from(encoded).indexOf(Buffer.from([0xff, 0x90]));
    for (let length = 40; length < encoded.length - 2; length += length < tilePart + 40 ? 1 : 97) {
      await expect(decodeCompressed(encoded.slice(0, length), uid, header), `cut to ${length}`).rejects.toThrow(
        /cut short|damaged|does not begin/,
      );
    }
    // A tile-part whose length is left open (0) ends where the stream ends; one that is not there is missed.
    const open = encoded.slice();
    open.fill(0, tilePart + 6, tilePart + 10);
    await expect(decodeCompressed(open.slice(0, -2), uid, header)).rejects.toThrow("cut short");
    const onePartMore = encoded.slice();
    onePartMore[tilePart + 11]! += 1;
    await expect(decodeCompressed(onePartMore, uid, header)).rejects.toThrow("cut short");
    const padded = await decodeCompressed(Buffer.concat([encoded, Buffer.alloc(1)]), uid, header);
    expect(Int32Array.from(samplesOf(padded.bytes, padded.bitsAllocated, header))).toEqual(picture(12, false));
  });
});

const smooth = {
  rows: 64,
  columns: 64,
  bitsAllocated: 8,
  bitsStored: 8,
  highBit: 7,
  isSigned: false,
  samplesPerPixel: 1,
  photometricInterpretation: "MONOCHROME2",
  planarConfiguration: 0,
  floatingPoint: "none",
} as const;

/** A picture as baseline JPEG. */
function baseline(): Uint8Array {
  const values = Uint8Array.from(
    { length: 64 * 64 },
    (_, index) => 128 + 60 * Math.sin((index % 64) / 7) * Math.cos(index / 320) + ((index * 7919) % 13),
  );
  return NativeCodecs.encodeJpeg(
    new Context({
      width: 64,
      height: 64,
      bitsAllocated: 8,
      bitsStored: 8,
      samplesPerPixel: 1,
      pixelRepresentation: 0,
      planarConfiguration: 0,
      photometricInterpretation: "MONOCHROME2",
      decodedBuffer: values,
    }),
    { lossy: true, quality: 90 },
  )
    .getEncodedBuffer()!
    .slice();
}

describe("JPEG that is cut or damaged is refused, whatever its decoder makes of it", () => {
  const uid = "1.2.840.10008.1.2.4.50";
  it("baseline cut anywhere within its scan, with and without an end marker put back", async () => {
    const encoded = baseline();
    const scan = Buffer.from(encoded).indexOf(Buffer.from([0xff, 0xda])) + 10;
    for (let cut = scan; cut < encoded.length - 4; cut += 37)
      for (const end of [[], [0xff, 0xd9]]) {
        await expect(
          decodeCompressed(Buffer.concat([encoded.subarray(0, cut), Buffer.from(end)]), uid, smooth),
          `cut at ${cut}`,
        ).rejects.toThrow("cut short");
      }
    await expect(decodeCompressed(encoded, uid, smooth)).resolves.toBeDefined();
  });

  it("bytes of the scan exchanged for a marker, or for codes that do not exist", async () => {
    const encoded = baseline();
    const middle = Math.floor(encoded.length * 0.7);
    await expect(
      decodeCompressed(Buffer.concat([encoded.subarray(0, middle), Buffer.from([0xff, 0xd3]), encoded.subarray(middle + 2)]), uid, smooth),
    ).rejects.toThrow(/cut short|damaged/);
    await expect(
      decodeCompressed(
        Buffer.concat([encoded.subarray(0, middle), Buffer.alloc(32, Buffer.from([0xff, 0x00])), encoded.subarray(middle + 32)]),
        uid,
        smooth,
      ),
    ).rejects.toThrow(/cut short|damaged/);
  });

  it("but not one that is complete, with zeros before its end or without an end marker", async () => {
    const encoded = baseline();
    const { bytes } = await decodeCompressed(encoded, uid, smooth);
    const whole = Buffer.from(bytes);
    const end = encoded.length - 2;
    const padded = await decodeCompressed(Buffer.concat([encoded.subarray(0, end), Buffer.alloc(3), encoded.subarray(end)]), uid, smooth);
    expect(Buffer.compare(padded.bytes, whole)).toBe(0);
    expect(Buffer.compare((await decodeCompressed(encoded.subarray(0, end), uid, smooth)).bytes, whole)).toBe(0);
  });
});

async function decodeCase(...path: string[]): Promise<{ bytes: Uint8Array; encoded: Uint8Array; uid: string; header: PixelHeader }> {
  const { dataSet, transferSyntaxUid: uid } = openDicomFile(readFileSync(sharedData("cases", ...path)));
  const header = readPixelHeader(dataSet, uid, 1);
  const [encoded] = splitFragments(dataSet, dataSet.elements["x7fe00010"]!, 1);
  return { bytes: Uint8Array.from((await decodeCompressed(encoded!, uid, header)).bytes), encoded: encoded!, uid, header };
}

describe.skipIf(noSharedData)("cases of ../shared", () => {
  it("a 12-bit JPEG that ends early", async () => {
    await expect(decodeCase("jpeg-cut-short", "jpeg12_cut_28k.dcm")).rejects.toThrow("its compressed pixel data is cut short");
  });

  it("a JPEG-LS with a zero before its end marker is the same stream without it", async () => {
    const { bytes, encoded, uid, header } = await decodeCase("jpeg-ls-pad-before-end", "MR3_JLSL_plus_one_pad_118k.dcm");
    const end = Buffer.from(encoded).lastIndexOf(Buffer.from([0xff, 0xd9]));
    expect(encoded[end - 1]).toBe(0);
    const without = await decodeCompressed(Buffer.concat([encoded.subarray(0, end - 1), encoded.subarray(end)]), uid, header);
    expect(Buffer.compare(bytes, without.bytes)).toBe(0);
    // One zero too few or too many is no licence to make samples up.
    await expect(decodeCompressed(Buffer.concat([encoded.subarray(0, end - 40), encoded.subarray(end - 1)]), uid, header)).rejects.toThrow(
      /cut short|damaged/,
    );
  });
});

describe("what cannot be right is refused in plain words", () => {
  const header = {
    rows: 2,
    columns: 2,
    bitsAllocated: 8,
    bitsStored: 8,
    highBit: 7,
    isSigned: false,
    samplesPerPixel: 1,
    photometricInterpretation: "MONOCHROME2",
    planarConfiguration: 0,
    floatingPoint: "none",
  } as const;
  it("bytes that are no picture", async () => {
    await expect(decodeCompressed(new Uint8Array(100), "1.2.840.10008.1.2.4.70", header)).rejects.toThrow(
      "does not begin as such data must",
    );
  });
  it("a size that is not the header's", async () => {
    if (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync({ logCodecsInfo: true });
    const encoded = NativeCodecs.encodeJpegLs(
      new Context({
        width: 3,
        height: 2,
        bitsAllocated: 8,
        bitsStored: 8,
        samplesPerPixel: 1,
        pixelRepresentation: 0,
        planarConfiguration: 0,
        photometricInterpretation: "MONOCHROME2",
        decodedBuffer: new Uint8Array(6),
      }),
      { lossy: false },
    ).getEncodedBuffer()!;
    await expect(decodeCompressed(encoded, "1.2.840.10008.1.2.4.80", header)).rejects.toThrow(
      "3 x 2 with 1 samples, but its header says 2 x 2 with 1",
    );
  });
});
