import { createGunzip, gunzipSync } from "node:zlib";
import { PlainError } from "#shared/domain/plainError.ts";

/** True where bytes begin as a gzip member does (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

const smallBytes = 1 << 18;

/**
 * Unpacks gzip (RFC 1952; several members count as one), but no more than `wanted` says: it is asked again after every piece, with what there is so far,
 * so that a header at the front can tell how much follows. Throws PlainError with the file's name where the bytes are damaged or cut short.
 */
export async function gunzip(fileName: string, bytes: Uint8Array, wanted: (soFar: Uint8Array) => number): Promise<Uint8Array> {
  const whole = smallWhole(bytes);
  return whole ? whole.subarray(0, Math.max(0, wanted(whole))) : gunzipStream(fileName, bytes, wanted);
}

/** A file of a few milliseconds, unpacked at once: a stream and its buffers would cost more. Undefined for any other, and where something is wrong with it. */
function smallWhole(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length > smallBytes || bytes.length < 18) return undefined;
  // What the last member says of its length is a hint only.
  const stated = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.length - 4, true);
  if (stated > 8 * smallBytes) return undefined;
  try {
    return gunzipSync(bytes, { chunkSize: stated + 64, maxOutputLength: 8 * smallBytes });
  } catch {
    return undefined;
  }
}

async function gunzipStream(fileName: string, bytes: Uint8Array, wanted: (soFar: Uint8Array) => number): Promise<Uint8Array> {
  const stream = createGunzip({ chunkSize: 1 << 20 });
  stream.end(bytes);
  let out = new Uint8Array(1 << 16);
  let length = 0;
  try {
    for await (const piece of stream as AsyncIterable<Uint8Array>) {
      if (length + piece.length > out.length)
        out = grown(out.subarray(0, length), Math.max(length + piece.length, reserve(wanted(out.subarray(0, length)), out.length)));
      out.set(piece, length);
      length += piece.length;
      const most = wanted(out.subarray(0, length));
      if (length >= most) return out.subarray(0, most);
    }
  } catch (cause) {
    if (cause instanceof PlainError) throw cause;
    throw new PlainError(`${fileName}: the compressed data (gzip) are damaged or cut short. Copy the file again from its source.`, {
      cause,
    });
  }
  return out.subarray(0, length);
}

/** As much as is expected where that is known, at most four times what there was: a header that lies must not fill the memory. */
function reserve(expected: number, capacity: number): number {
  return Math.min(expected, capacity * 4);
}

function grown(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}
