import dcmjsCodecs from "dcmjs-codecs";
import { PlainError } from "#shared/domain/plainError.ts";
import { type CodeStream, readCodeStream } from "./codeStream.ts";
import type { PixelHeader } from "./instanceHeader.ts";

/** A frame out of its code stream: little-endian samples, interleaved, in containers of 8, 16 or 32 bits. */
export interface DecodedStream {
  readonly bytes: Uint8Array;
  readonly bitsAllocated: number;
  readonly stream: CodeStream;
}

const { Context, NativeCodecs } = dcmjsCodecs;
const jpegs = ["50", "51", "53", "55", "57", "70"];
let ready: Promise<void> | undefined;

/**
 * Decodes one compressed frame: JPEG (baseline, extended, progressive, lossless; 8, 12 and 16 bit), JPEG-LS, JPEG 2000, HTJ2K. Colours stay as they
 * are coded, but for JPEG 2000, whose own colour transform belongs to the stream. Throws PlainError where the stream is damaged or its size disagrees.
 */
export async function decodeCompressed(bytes: Uint8Array, transferSyntaxUid: string, pixels: PixelHeader): Promise<DecodedStream> {
  const stream = readCodeStream(bytes);
  if (!stream) throw new PlainError("its compressed pixel data does not begin as such data must");
  if (stream.columns !== pixels.columns || stream.rows !== pixels.rows || stream.components !== pixels.samplesPerPixel) {
    throw new PlainError(
      `its compressed picture is ${stream.columns} x ${stream.rows} with ${stream.components} samples, but its header says ${pixels.columns} x ${pixels.rows} with ${pixels.samplesPerPixel}`,
    );
  }
  ready ??= NativeCodecs.initializeAsync();
  await ready;
  const bitsAllocated = stream.precision <= 8 ? 8 : stream.precision <= 16 ? 16 : 32;
  const context = new Context({
    width: stream.columns,
    height: stream.rows,
    bitsAllocated,
    bitsStored: stream.precision,
    samplesPerPixel: stream.components,
    pixelRepresentation: stream.isSigned ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: stream.components === 3 ? "RGB" : "MONOCHROME2",
    // The codecs take the array's whole buffer.
    encodedBuffer: new Uint8Array(bytes),
  });
  let decoded: Uint8Array | undefined;
  try {
    decoded = decoderOf(transferSyntaxUid)(context).getDecodedBuffer();
  } catch (cause) {
    // The codec's memory may be in any state after it gave up.
    NativeCodecs.release();
    ready = undefined;
    throw new PlainError("its compressed pixel data is damaged", { cause });
  }
  if (!decoded) throw new PlainError("its compressed pixel data is damaged");
  const size = (stream.columns * stream.rows * stream.components * bitsAllocated) / 8;
  if (decoded.length < size) throw new PlainError("its compressed pixel data is cut short");
  return { bytes: decoded.subarray(0, size), bitsAllocated, stream };
}

function decoderOf(transferSyntaxUid: string): (context: InstanceType<typeof Context>) => InstanceType<typeof Context> {
  const [family, member] = transferSyntaxUid.replace("1.2.840.10008.1.2.", "").split(".");
  if (family === "4" && member) {
    if (jpegs.includes(member)) return (context) => NativeCodecs.decodeJpeg(context);
    if (member === "80" || member === "81") return (context) => NativeCodecs.decodeJpegLs(context);
    if (member === "90" || member === "91") return (context) => NativeCodecs.decodeJpeg2000(context);
    if (member === "201" || member === "202" || member === "203") return (context) => NativeCodecs.decodeHtJpeg2000(context);
  }
  throw new PlainError("its pixels are compressed in a way that cannot be read here");
}
