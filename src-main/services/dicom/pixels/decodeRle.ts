import { PlainError } from "#shared/domain/plainError.ts";

/**
 * Decodes one RLE frame (PS3.5 annex G): one segment a byte plane, the most significant first, sample after sample.
 * Answers little-endian values, samples interleaved.
 */
export function decodeRle(bytes: Uint8Array, pixels: number, samplesPerPixel: number, bytesPerSample: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = bytes.length >= 64 ? view.getUint32(0, true) : 0;
  if (segments !== samplesPerPixel * bytesPerSample) {
    throw new PlainError(`its RLE frame has ${segments} segments where ${samplesPerPixel * bytesPerSample} are needed`);
  }
  const out = new Uint8Array(pixels * samplesPerPixel * bytesPerSample);
  const stride = samplesPerPixel * bytesPerSample;
  for (let segment = 0; segment < segments; segment += 1) {
    const sample = Math.floor(segment / bytesPerSample);
    const byte = bytesPerSample - 1 - (segment % bytesPerSample);
    const end = segment + 1 < segments ? view.getUint32(8 + segment * 4, true) : bytes.length;
    const written = unpackBits(
      bytes.subarray(view.getUint32(4 + segment * 4, true), end),
      out,
      sample * bytesPerSample + byte,
      stride,
      pixels,
    );
    if (written < pixels) throw new PlainError("its RLE pixel data is cut short");
  }
  return out;
}

function unpackBits(packed: Uint8Array, out: Uint8Array, offset: number, stride: number, pixels: number): number {
  let written = 0;
  let at = 0;
  while (at < packed.length && written < pixels) {
    const control = packed[at]!;
    at += 1;
    if (control < 128) {
      const count = Math.min(control + 1, pixels - written, packed.length - at);
      for (let index = 0; index < count; index += 1) out[offset + (written + index) * stride] = packed[at + index]!;
      at += control + 1;
      written += count;
    } else if (control > 128) {
      const count = Math.min(257 - control, pixels - written);
      if (at >= packed.length) return written;
      for (let index = 0; index < count; index += 1) out[offset + (written + index) * stride] = packed[at]!;
      at += 1;
      written += count;
    }
  }
  return written;
}
