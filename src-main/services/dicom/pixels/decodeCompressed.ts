import dcmjsCodecs from "dcmjs-codecs";
import { PlainError } from "#shared/domain/plainError.ts";
import { checkTileParts } from "./checkCodeStream.ts";
import { type CodeStream, readCodeStream } from "./codeStream.ts";
import type { PixelHeader } from "../header/instanceHeader.ts";

/** A frame out of its code stream: little-endian samples, interleaved, in containers of 8, 16 or 32 bits. */
export interface DecodedStream {
  readonly bytes: Uint8Array;
  readonly bitsAllocated: number;
  readonly stream: CodeStream;
}

const { Context, NativeCodecs, log } = dcmjsCodecs;
const jpegs = ["50", "51", "53", "55", "57", "70"];
const jpegLs = new Set(["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"]);
const jpeg2000 = new Set(["90", "91", "201", "202", "203"].map((member) => `1.2.840.10008.1.2.4.${member}`));
let ready: Promise<void> | undefined;
/** What the codecs say while they decode: their warnings come by no other way. */
const messages: string[] = [];
log.info = (...said: unknown[]) => {
  if (messages.length < mostMessages) messages.push(said.join(" "));
};
const mostMessages = 1000;

/**
 * Decodes one compressed frame: JPEG (baseline, extended, progressive, lossless; 8, 12 and 16 bit), JPEG-LS, JPEG 2000, HTJ2K. Colours stay as they
 * are coded, but for JPEG 2000, whose own colour transform belongs to the stream. Throws PlainError where the stream is damaged, cut short
 * or makes its decoder warn, or its size disagrees.
 */
export async function decodeCompressed(bytes: Uint8Array, transferSyntaxUid: string, pixels: PixelHeader): Promise<DecodedStream> {
  const stream = readCodeStream(bytes);
  if (!stream) throw new PlainError("its compressed pixel data does not begin as such data must");
  if (stream.columns !== pixels.columns || stream.rows !== pixels.rows || stream.components !== pixels.samplesPerPixel) {
    throw new PlainError(
      `its compressed picture is ${stream.columns} x ${stream.rows} with ${stream.components} samples, but its header says ` +
        `${pixels.columns} x ${pixels.rows} with ${pixels.samplesPerPixel}`,
    );
  }
  // Without an end the JPEG-LS decoder may never come back.
  if (jpegLs.has(transferSyntaxUid) && zerosBeforeEnd(bytes).end < 0) throw new PlainError("its compressed pixel data is cut short");
  if (jpeg2000.has(transferSyntaxUid)) checkTileParts(bytes);
  else if (endsInZeros(bytes)) throw new PlainError("its compressed pixel data is cut short");
  const bitsAllocated = stream.precision <= 8 ? 8 : stream.precision <= 16 ? 16 : 32;
  const decode = decoderOf(transferSyntaxUid);
  const run = async (encoded: Uint8Array) => decodeOnce(decode, encoded, stream, bitsAllocated);
  const decoded = await run(bytes).catch(async (error: unknown) => {
    if (!(error instanceof PlainError) || !jpegLs.has(transferSyntaxUid)) throw error;
    return (await firstThatDecodes(withoutPadding(bytes), run)) ?? Promise.reject(error);
  });
  const size = (stream.columns * stream.rows * stream.components * bitsAllocated) / 8;
  if (decoded.length < size) throw new PlainError("its compressed pixel data is cut short");
  return { bytes: decoded.subarray(0, size), bitsAllocated, stream };
}

async function decodeOnce(
  decode: ReturnType<typeof decoderOf>,
  encoded: Uint8Array,
  stream: CodeStream,
  bitsAllocated: number,
): Promise<Uint8Array> {
  ready ??= NativeCodecs.initializeAsync({ logCodecsInfo: true });
  await ready;
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
    encodedBuffer: new Uint8Array(encoded),
  });
  messages.length = 0;
  let decoded: Uint8Array | undefined;
  try {
    decoded = decode(context).getDecodedBuffer();
  } catch (cause) {
    // The codec's memory may be in any state after it gave up.
    NativeCodecs.release();
    ready = undefined;
    throw new PlainError("its compressed pixel data is damaged", { cause });
  }
  if (!decoded) throw new PlainError("its compressed pixel data is damaged");
  const warning = messages.find((message) => isDamage(message, encoded));
  if (warning !== undefined)
    throw new PlainError(
      /premature end/i.test(warning) ? "its compressed pixel data is cut short" : "its compressed pixel data is damaged",
    );
  return decoded;
}

/**
 * Whether a message of libjpeg says that samples were made up or read out of step (its warnings JWRN_HIT_MARKER, JWRN_HUFF_BAD_CODE, JWRN_MUST_RESYNC,
 * JWRN_EXTRANEOUS_DATA, JWRN_BOGUS_PROGRESSION, jerror.h). Zeros that pad a complete scan before its end marker are none.
 */
function isDamage(message: string, encoded: Uint8Array): boolean {
  const extra = /(\d+) extraneous bytes before marker 0xd9/.exec(message);
  if (extra) return Number(extra[1]) > Math.min(mostPadding, zerosBeforeEnd(encoded).count);
  return /Corrupt JPEG data|Inconsistent progression/.test(message);
}

/** The JPEG-LS decoder wants the end marker at once; zeros before it that no sample needs are allowed to pad a scan, one after the other taken off. */
function* withoutPadding(bytes: Uint8Array): Generator<Uint8Array> {
  const { end, count } = zerosBeforeEnd(bytes);
  for (let taken = 1; taken <= Math.min(count, mostPadding); taken += 1)
    yield Buffer.concat([bytes.subarray(0, end - taken), bytes.subarray(end)]);
}

/** More zeros are no padding but what a disk or a transfer put in place of lost bytes; they decode as samples. */
const mostPadding = 16;

/** Whether zeros stand where the stream's end should: more than the one that makes its length even. */
function endsInZeros(bytes: Uint8Array): boolean {
  return zerosBeforeEnd(bytes).end < 0 && bytes.at(-1) === 0 && bytes.at(-2) === 0;
}

/** Where the end marker (EOI, FF D9) begins, and how many zeros stand before it. */
function zerosBeforeEnd(bytes: Uint8Array): { end: number; count: number } {
  const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(Buffer.from([0xff, 0xd9]));
  let count = 0;
  // FF 00 is an FF among the samples.
  while (end - count > 1 && bytes[end - count - 1] === 0 && bytes[end - count - 2] !== 0xff) count += 1;
  return { end, count };
}

async function firstThatDecodes(
  candidates: Iterable<Uint8Array>,
  run: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array | undefined> {
  for (const candidate of candidates) {
    const decoded = await run(candidate).catch(() => undefined);
    if (decoded) return decoded;
  }
  return undefined;
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
